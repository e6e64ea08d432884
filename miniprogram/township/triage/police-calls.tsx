import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { call } from '../../client/api'
import { signedInPerson } from '../../client/session'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { dial } from '../../components/hotline/hotline'
import { MainButton } from '../../components/main-button/main-button'
import type { Lead } from './triage'

/** Where it is, as far as the words of the lead tell: at the desk nobody has placed it yet. */
function whereabouts({ text, placeWords, recognised, suggestions }: Lead): string {
  const [likely] = suggestions
  const [first] = recognised
  const said = placeWords ?? (first ? text.slice(first.start, first.end) : '')
  if (!likely && !said) return '地方还没有问清楚，'
  return `可能在${likely?.name ?? ''}${said}，`
}

/** What is said on the telephone: who calls, where it is, what is asked; and never who reported it. */
export function wordsForPolice(lead: Lead, caller: { title: string; calledAs: string } | null): string {
  const who = caller ? `我是${caller.title}${caller.calledAs}。` : ''
  const family = lead.subjectName ? `${lead.subjectName}家` : '有一家'
  return `${who}我们接到线索，${whereabouts(lead)}${family}可能有人正在受虐待，请马上去看一看。是谁报的，不能说。`
}

/** 报警, one tap each: 110, and the station's contact of the roster. A desk is shown the number to dial by hand. */
export function PoliceCalls({ lead, onStale }: { lead: Lead; onStale(): void }) {
  const [numbers, setNumbers] = useState<{ contact?: string; '110'?: string }>({})
  const { busy, trouble, act } = useAct({ onOvertaken: onStale })
  const me = signedInPerson()
  const post = me?.posts.find(({ role }) => role === 'township_lead') ?? me?.posts[0]
  const ring = (whom: '110' | 'contact') =>
    act(async () => {
      const { phone } = await call('POST /api/cases/:caseId/police-calls', {
        params: { caseId: lead.id },
        body: { whom },
      })
      setNumbers((rung) => ({ ...rung, [whom]: phone }))
      dial(phone)
    })
  return (
    <View className="police">
      <MainButton
        icon="phone"
        words="打 110 报警"
        busy={busy && '正在记…'}
        onPress={() => void ring('110')}
      />
      {lead.police && (
        <MainButton
          tone="plain"
          icon="phone"
          words={`打${lead.police.title} ${lead.police.calledAs}${numbers.contact ? ` ${numbers.contact}` : ''}`}
          busy={busy && '正在记…'}
          onPress={() => void ring('contact')}
        />
      )}
      <Warning words={trouble} />
      <Text className="police__title">电话里这样说</Text>
      <Text selectable userSelect>
        {wordsForPolice(lead, me && post ? { title: post.title, calledAs: me.calledAs } : null)}
      </Text>
    </View>
  )
}
