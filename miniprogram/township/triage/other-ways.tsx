import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { type Track, tracks } from '../../../shared/domain/code-lists'
import { type CaseEvent, caseEvents } from '../../../shared/domain/life-cycle'
import { call } from '../../client/api'
import { useKept } from '../../components/answer/use-kept'
import { Field, Line, Story } from '../../components/field/field'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Press } from '../../components/press/press'
import { PoliceCalls } from './police-calls'
import type { Lead } from './triage'

/** A deed at the desk: what is called, and what is said when it is done. */
export interface Deed {
  act(): Promise<unknown>
  done: string
}

interface Props {
  lead: Lead
  busy: boolean
  onDeed(deed: Deed): void
}

/** The deed that confirms each track, with what has to be written down. */
const confirming: Partial<
  Record<Track, { event: CaseEvent; asks: string; hint: string } | { event: CaseEvent }>
> = {
  abuse: { event: 'report_abuse', asks: '报给了谁', hint: '派出所、儿童主任，几点报的' },
  petition: { event: 'refer_petition' },
  test: { event: 'dismiss', asks: '为什么不受理', hint: '比如：是在试' },
  nonsense: { event: 'dismiss', asks: '为什么不受理', hint: '比如：没有说什么事' },
}

const longest = 200

/** What was recognised as no ordinary hardship goes its own way, once a person has confirmed it. */
export function TrackChoice({ lead, busy, onDeed, onStale }: Props & { onStale(): void }) {
  const { typed, type, forget } = useKept(`track.${lead.id}`, { words: '' })
  const { words } = typed
  const confirm = confirming[lead.track]
  if (!confirm) return null
  const { event } = confirm
  const asks = 'asks' in confirm ? confirm : null
  const request = { params: { caseId: lead.id }, body: { version: lead.version } }
  const act = (): Promise<unknown> => {
    if (event === 'report_abuse')
      return call('POST /api/cases/:caseId/report-abuse', {
        ...request,
        body: { ...request.body, note: words },
      })
    if (event === 'refer_petition') return call('POST /api/cases/:caseId/refer-petition', request)
    return call('POST /api/cases/:caseId/dismiss', { ...request, body: { ...request.body, reason: words } })
  }
  return (
    <View className={`track${lead.track === 'abuse' ? ' track--abuse' : ''}`}>
      <Text className="track__title">像是：{tracks[lead.track]}</Text>
      <Text>{lead.trackReason}</Text>
      {lead.track === 'abuse' && (
        <>
          <Text>先报警，再报县里儿童保护。这条线索只有您和您指派的人看得见。</Text>
          <PoliceCalls lead={lead} onStale={onStale} />
        </>
      )}
      {lead.track === 'petition' && <Text>只有乡里分管领导看得见，村里不知道。</Text>}
      {asks && (
        <Field label={asks.asks}>
          <Line
            label={asks.asks}
            placeholder={asks.hint}
            longest={longest}
            value={words}
            onChange={(said) => type({ words: said })}
          />
        </Field>
      )}
      {lead.events.includes(event) && (
        <MainButton
          // Whoever suspects abuse calls first: that is the one main button there.
          tone={lead.track === 'abuse' ? 'plain' : 'main'}
          words={caseEvents[event].label}
          busy={busy ? '正在办…' : asks !== null && words.trim() === '' && `先写${asks.asks}`}
          onPress={() => onDeed({ act: () => act().then(forget), done: caseEvents[event].label })}
        />
      )}
      <MainButton
        tone="plain"
        words={caseEvents.as_hardship.label}
        busy={busy && '正在办…'}
        onPress={() =>
          onDeed({
            act: () => call('POST /api/cases/:caseId/as-hardship', request),
            done: '照常办，选一个村派下去',
          })
        }
      />
    </View>
  )
}

/** 不在本乡: the other townships of the county that are set up, and the county itself. */
export function ElsewhereChoice({
  lead,
  desks,
  busy,
  onDeed,
}: Props & { desks: readonly { code: string; name: string }[] }) {
  const [open, setOpen] = useState(false)
  const shown = open || lead.elsewhere !== null
  const others = desks.filter(({ code }) => code !== lead.desk)
  if (others.length === 0) return null
  if (!shown)
    return (
      <Press className="tool" onPress={() => setOpen(true)}>
        <Icon name="share-2" />
        <Text>不在这里，转到别处</Text>
      </Press>
    )
  return (
    <View className="villages">
      <Text className="villages__title">
        {lead.elsewhere ? `像是${lead.elsewhere.name}的，转到` : '转到'}
      </Text>
      {others.map(({ code, name }) => (
        <Press
          key={code}
          className="village"
          off={busy}
          onPress={() =>
            onDeed({
              act: () =>
                call('POST /api/cases/:caseId/pass-on', {
                  params: { caseId: lead.id },
                  body: { version: lead.version, desk: code },
                }),
              done: `转给了${name}`,
            })
          }
        >
          <Text className="village__name">{name}</Text>
        </Press>
      ))}
    </View>
  )
}

/** 不归这里管: nobody here can help with it, and who can is told to whoever reported. */
export function PointElsewhere({ lead, busy, onDeed }: Props) {
  const [open, setOpen] = useState(false)
  const { typed, type, forget } = useKept(`elsewhere.${lead.id}`, { explanation: '' })
  const { explanation } = typed
  const event = 'point_elsewhere'
  if (!lead.events.includes(event)) return null
  const { label } = caseEvents[event]
  if (!open)
    return (
      <Press className="tool" onPress={() => setOpen(true)}>
        <Icon name="hand-helping" />
        <Text>{label}</Text>
      </Press>
    )
  return (
    <View className="villages">
      <Text className="villages__title">{label}</Text>
      <Field label="该找谁" hint="报的人看得到">
        <Story
          label="该找谁"
          placeholder="比如：这是凤庆县的事，请打凤庆县民政局的电话 0883-…"
          value={explanation}
          onChange={(said) => type({ explanation: said })}
        />
      </Field>
      <MainButton
        words="写给他，不再办"
        busy={busy ? '正在办…' : explanation.trim() === '' && '先写该找谁'}
        onPress={() =>
          onDeed({
            act: () =>
              call('POST /api/cases/:caseId/point-elsewhere', {
                params: { caseId: lead.id },
                body: { version: lead.version, explanation },
              }).then(forget),
            done: '告诉报的人该找谁了',
          })
        }
      />
    </View>
  )
}

/** Words of this lead that can be remembered to mean the village it is placed in. */
export function Teach({
  lead,
  village,
  taught,
  onChange,
}: {
  lead: Lead
  village: string
  taught: readonly string[]
  onChange(words: string[]): void
}) {
  if (lead.teachable.length === 0) return null
  const turn = (word: string) =>
    onChange(taught.includes(word) ? taught.filter((other) => other !== word) : [...taught, word])
  return (
    <View className="villages">
      {lead.teachable.map((word) => (
        <Press
          key={word}
          className="teach"
          role="checkbox"
          checked={taught.includes(word)}
          onPress={() => turn(word)}
        >
          <Icon name={taught.includes(word) ? 'square-check-big' : 'square'} />
          <Text>
            记住：以后说“{word}”就是{village}
          </Text>
        </Press>
      ))}
    </View>
  )
}
