import { randomUUID } from 'node:crypto'
import { visitSubmission } from '../../shared/contract/visits'
import type { CaseRecord } from '../casework/case.model'
import type { House } from '../house'
import { viewerOf } from '../people/people.service'
import type { Rooms } from '../rooms'
import type { Viewer } from '../trust/policy'

/** How far a report of the demo has come, so that whoever tries it out finds work at every desk. */
export type DemoStage = 'reported' | 'transferred' | 'relieved' | 'answered'

type Staff = Pick<
  Rooms,
  'people' | 'casework' | 'homeVisits' | 'decisions' | 'relief' | 'closing' | 'transferSending'
>

const yuan = 100
const selfCare = { eating: true, dressing: true, bed: true, toilet: true, walking: true, bathing: false }

/** The visit of the demo's coordinator and secretary: a family of two, the first of them in trouble. */
const visitOf = (work: CaseRecord, at: Date, visitors: readonly string[]) =>
  visitSubmission.parse({
    clientKey: randomUUID(),
    version: work.version,
    happenedAt: at.toISOString(),
    conclusion: 'confirms',
    form: {
      head: work.subjectName ?? '罗老三',
      people: 2,
      members: [
        {
          name: work.subjectName ?? '罗老三',
          relation: 'head',
          age: 68,
          health: ['chronic'],
          labour: 'unable',
          occupation: '',
          selfCare,
        },
        {
          name: '罗小三',
          relation: 'grandchild',
          age: 15,
          health: ['healthy'],
          labour: 'unable',
          occupation: '上学',
        },
      ],
      housing: '土木房，一间灶房要修',
      incomeSources: '种地，帮人采茶',
      causes: ['illness', 'no_labour'],
      degree: 'general',
      category: 'near_minimum_living',
      visitors: visitors.map((name, i) => ({ name, title: i === 0 ? '协理员' : '村党总支书记' })),
      subjectTold: true,
    },
  })

/**
 * Carries reports of the demo on through the same services that people use: visited, reported up, passed to another
 * department, relieved in advance, answered. Each step is somebody's of the demo's staff, and stands in the case's history like any other.
 */
export function demoStories({ now }: Pick<House, 'now'>, rooms: Staff) {
  const { people, casework, homeVisits, decisions, relief, closing, transferSending } = rooms
  const viewers = new Map<string, Viewer>()
  const as = async (demoId: string): Promise<Viewer> => {
    if (viewers.size === 0)
      for (const person of await people.demoPeople()) viewers.set(person.demoId ?? '', viewerOf(person))
    const viewer = viewers.get(demoId)
    if (!viewer) throw new Error(`The demo has nobody called ${demoId}`)
    return viewer
  }

  return async (opened: CaseRecord, stage: DemoStage): Promise<void> => {
    const id = opened._id.toHexString()
    const number = opened.village?.slice(-3) ?? ''
    const coordinator = await as(`coordinator-${number}`)
    const secretary = await as(`secretary-${number}`)
    const officer = await as('officer')
    let work = await casework.accept(id, opened.version, coordinator)
    const visit = visitOf(work, now(), [coordinator.calledAs, secretary.calledAs])
    work = (await homeVisits.record(id, visit, coordinator)).case
    work = await decisions.reportUp(id, work.version, '', coordinator)
    if (stage === 'reported') return
    if (stage === 'transferred') {
      const matter = '女儿考上县职高，学费书费 2600 元，她爹不在了，想申请助学金'
      const sending = { department: 'education', matter, phone: 'known' } as const
      await transferSending.send(id, work.version, 'transfer', sending, officer)
      return
    }
    const given = {
      clientKey: randomUUID(),
      type: 'temporary_urgent' as const,
      amount: 800 * yuan,
      goods: '',
      giver: officer.calledAs,
      receiver: opened.subjectName ?? '罗老三',
      relation: '本人',
      happenedAt: now(),
      photos: [],
      kinOfStaff: null,
      kinOfLead: false,
    }
    work = await relief.giveInAdvance(id, work.version, given, officer)
    if (stage === 'relieved') return
    const [item] = work.relief
    if (!item) throw new Error('The demo gave nothing')
    const itemId = item.id.toHexString()
    const materials = item.materials.map(({ code }) => ({ code, status: 'received' as const }))
    work = await relief.work(id, work.version, itemId, { does: 'tick', materials }, officer)
    work = await relief.work(id, work.version, itemId, { does: 'finish_paperwork' }, officer)
    await closing.answer(
      id,
      work.version,
      { how: 'visit', explanation: '临时救助 800 元，已经给到本人手里' },
      officer,
    )
  }
}
