import { randomBytes } from 'node:crypto'
import { type Answers, Refused, textIn, well } from './answering'
import { demoCode } from './demo-code'

/** One code or link that was made. */
export interface MadeCode {
  id: string
  at: Date
  kind: 'code' | 'link'
  page: string
  /** The code's scene, or the link's query. */
  with: string
  /** Where it leads in the browser. */
  address: string
}

/** Code images and links: they open the same pages in the browser. */
export interface StandInCodes {
  made: MadeCode[]
  /** Where a link that was made leads; null for one that was not, or has ended. */
  follow(id: string): string | null
  answers: Answers
}

const sceneCharacters = /^[0-9a-zA-Z!#$&'()*+,/:;=?@\-._~]*$/
const pages = /^(?:pages|village|township)\/[\w-]+\/[\w-]+$/
const versions = ['release', 'trial', 'develop']
const kept = 100

/** Makes the room of codes and links; `front` is where the browser pages are served, `own` the stand-in's address. */
export function standInCodes({
  now,
  front,
  own,
}: {
  now: () => Date
  front: () => string
  own: () => string
}): StandInCodes {
  const made: MadeCode[] = []
  const newId = () => randomBytes(8).toString('hex')
  const links = new Map<string, { address: string; until: number }>()
  const note = (code: Omit<MadeCode, 'at' | 'id'>) => {
    made.unshift({ id: newId(), at: now(), ...code })
    made.length = Math.min(made.length, kept)
  }

  return {
    made,
    follow(id) {
      const link = links.get(id)
      return link && link.until > now().getTime() ? link.address : null
    },
    answers: {
      async 'POST /wxa/getwxacodeunlimit'({ body }) {
        const scene = textIn(body, 'scene')
        if (scene.length === 0 || scene.length > 32) throw new Refused(40169)
        if (!sceneCharacters.test(scene)) throw new Refused(40129)
        const page = typeof body.page === 'string' ? body.page : 'pages/home/home'
        if (!pages.test(page)) throw new Refused(41030)
        if (!versions.includes(String(body.env_version ?? 'release'))) throw new Refused(40097)
        const width = body.width === undefined ? 430 : Number(body.width)
        if (!(width >= 280 && width <= 1280)) throw new Refused(40097)
        const address = `${front()}/${page}?scene=${encodeURIComponent(scene)}`
        note({ kind: 'code', page, with: scene, address })
        return demoCode(address, width)
      },
      'POST /wxa/generate_urllink'({ body }) {
        const path = textIn(body, 'path').replace(/^\//, '')
        if (!pages.test(path)) throw new Refused(40165)
        const query = typeof body.query === 'string' ? body.query : ''
        const days = Number(body.expire_interval)
        if (body.expire_type !== 1 || !(days >= 1 && days <= 30)) throw new Refused(85402)
        const id = newId()
        const address = `${front()}/${path}${query ? `?${query}` : ''}`
        links.set(id, { address, until: now().getTime() + days * 24 * 3600_000 })
        note({ kind: 'link', page: path, with: query, address })
        return well({ url_link: `${own()}/link/${id}` })
      },
    },
  }
}
