import { randomBytes } from 'node:crypto'
import { type Answers, type Asked, Refused, textIn, well } from './answering'
import type { StandInPeople } from './people'

type Verdict = { suggest: 'pass' | 'review' | 'risky'; label: number }

/** Something that was looked at. */
export interface MadeCheck extends Verdict {
  at: Date
  openid: string
  what: 'text' | 'audio' | 'image'
  /** The text's beginning, or whether the file was fetched. */
  seen: string
}

/** Content checks: texts are judged by a few words, files pass unless a test says otherwise. */
export interface StandInChecks {
  made: MadeCheck[]
  /** What the next file is taken for. */
  judgeNextFile(verdict: Verdict): void
  /** Ends when all verdicts on files have been pushed. */
  settled(): Promise<void>
  answers: Answers
}

const pass: Verdict = { suggest: 'pass', label: 100 }
const words: [RegExp, Verdict][] = [
  [/测试违规/, { suggest: 'risky', label: 20006 }],
  [/骂人的话/, { suggest: 'risky', label: 20003 }],
  [/贪污|举报/, { suggest: 'review', label: 20001 }],
]
const longest = 2500
const kept = 200

/** Makes the checks' room; `push` tells the service of a verdict. */
export function standInChecks({
  people,
  now,
  appid,
  push,
}: {
  people: StandInPeople
  now: () => Date
  appid: string
  push: (event: Record<string, unknown>) => Promise<unknown>
}): StandInChecks {
  const made: MadeCheck[] = []
  const nextFiles: Verdict[] = []
  const underWay = new Set<Promise<unknown>>()
  const note = (check: Omit<MadeCheck, 'at'>) => {
    made.unshift({ at: now(), ...check })
    made.length = Math.min(made.length, kept)
  }
  const newTrace = () =>
    randomBytes(12)
      .toString('hex')
      .replace(/(.{8})(.{8})/, '$1-$2-')

  const writerOf = (body: Asked['body']): string => {
    const openid = textIn(body, 'openid')
    if (body.version !== 2) throw new Refused(47001)
    if (![1, 2, 3, 4].includes(Number(body.scene))) throw new Refused(40129)
    people.mustBeActive(openid)
    return openid
  }

  const isThere = async (url: string) => {
    try {
      return (await fetch(url)).ok
    } catch {
      return false
    }
  }
  const judgeFile = async (openid: string, url: string, what: 'audio' | 'image', trace_id: string) => {
    const there = await isThere(url)
    const verdict = nextFiles.shift() ?? pass
    note({ openid, what, seen: there ? '取到了' : '没有取到', ...verdict })
    const event = { FromUserName: openid, Event: 'wxa_media_check', appid, trace_id, version: 2 }
    const detail = [{ strategy: 'content_model', errcode: there ? 0 : -1008, ...verdict, prob: 90 }]
    await push(
      there
        ? { ...event, result: verdict, detail }
        : { ...event, errcode: -1008, errmsg: 'download fail', detail },
    )
  }

  return {
    made,
    judgeNextFile: (verdict) => void nextFiles.push(verdict),
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
    answers: {
      'POST /wxa/msg_sec_check'({ body }) {
        const openid = writerOf(body)
        const content = textIn(body, 'content')
        if (content === '' || [...content].length > longest) throw new Refused(47001)
        const verdict = words.find(([word]) => word.test(content))?.[1] ?? pass
        note({ openid, what: 'text', seen: [...content].slice(0, 40).join(''), ...verdict })
        return well({ result: verdict, detail: [], trace_id: newTrace() })
      },
      'POST /wxa/media_check_async'({ body }) {
        const openid = writerOf(body)
        const url = textIn(body, 'media_url')
        if (body.media_type !== 1 && body.media_type !== 2) throw new Refused(47001)
        const trace_id = newTrace()
        const judging = judgeFile(openid, url, body.media_type === 1 ? 'audio' : 'image', trace_id)
          // The service may be gone before its verdict comes: WeChat does not mind either.
          .catch(() => undefined)
          .finally(() => underWay.delete(judging))
        underWay.add(judging)
        return well({ trace_id })
      },
    },
  }
}
