import { caseStateCodes, stages, stateRule } from '../../shared/domain/case-states'
import { clockNames, clockNatures, clockRule } from '../../shared/domain/clocks'
import { caseEventCodes, eventRule, nextActionOf } from '../../shared/domain/life-cycle'
import { type Role, roles } from '../../shared/domain/roles'
import { allowanceInWords } from '../../shared/domain/spoken-time'

const named = (list: readonly Role[]) => list.map((role) => roles[role]).join('、')

const row = (...cells: string[]) => `| ${cells.join(' | ')} |`

/** `docs/case-life-cycle.md`, drawn from the table in `shared/domain`. A test holds the committed page to it. */
export function caseLifeCyclePage(): string {
  const arrows = caseEventCodes.flatMap((name) => {
    const { from, to, label } = eventRule(name)
    // What an undoing leads back to is another one each time, and would only tangle the drawing.
    return to === 'as_before' || to === 'as_is' ? [] : from.map((state) => `    ${state} --> ${to}: ${label}`)
  })
  const states = caseStateCodes.map((state) => {
    const { label, meaning, owners, clock, stage } = stateRule(state)
    return row(
      `\`${state}\` ${label}`,
      meaning,
      nextActionOf(clock) || '–',
      owners.length > 0 ? named(owners) : '–',
      clock ? clockRule(clock).label : '–',
      stage ? stages[stage] : '–',
    )
  })
  const events = caseEventCodes.map((name) => {
    const { label, from, to, who, records, told } = eventRule(name)
    return row(
      `\`${name}\` ${label}`,
      from.join('、'),
      to === 'as_before' ? '回到原来的状态' : to === 'as_is' ? '不变' : to,
      who.length > 0 ? named(who) : '到时间自己发生',
      records.map((field) => `\`${field}\``).join('、') || '–',
      told,
    )
  })
  const times = clockNames.map((name) => {
    const { label, urgent, ordinary, nature, source } = clockRule(name)
    return row(label, allowanceInWords(urgent), allowanceInWords(ordinary), clockNatures[nature], source)
  })
  return `# The life cycle of a case

<!-- Made by \`npm run docs\` from shared/domain/case-states.ts, life-cycle.ts and clocks.ts. Change those, not this page. -->

Every case has a state; every state that is not closed names who must act next, what that is, and the clock that runs
meanwhile. The
server guards events with this table, the screens show their buttons from it, and this page is drawn from it.

\`\`\`mermaid
stateDiagram-v2
    [*] --> triage: 不确定是哪个村
    [*] --> assigned: 确定了村
    [*] --> merged: 同一家报过
${arrows.join('\n')}
\`\`\`

## States 状态

Who acts next: the first named; the next one stands in where the first is not to be had.

${row('state', 'meaning', 'next action', 'who acts next', 'clock', 'the resident reads')}
${row('---', '---', '---', '---', '---', '---')}
${states.join('\n')}

## Events 事件

${row('event', 'from', 'to', 'who may', 'must be recorded', 'the timeline says')}
${row('---', '---', '---', '---', '---', '---')}
${events.join('\n')}

## Clocks 时限

Urgent clocks run around the clock; ordinary ones in working days by the State Council's calendar, until 18:00 of the
last day (Asia/Shanghai). A time marked 内部提醒 is ours and never a legal deadline. The visit's clock runs from the
receipt of the report, however late the case is taken: that is what the family was promised.

${row('clock', 'urgent', 'ordinary', 'nature', 'source')}
${row('---', '---', '---', '---', '---')}
${times.join('\n')}
`
}
