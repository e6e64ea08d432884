import { View } from '@tarojs/components'
import { useEffect } from 'react'
import { sendCaseDeed } from '../../client/case-deeds'
import { waitingCaseDeeds } from '../../client/deed-outbox'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { formShelf, useKept } from '../../components/answer/use-kept'
import { Field, Line } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import type { Case } from './case'

/** In characters, as the server takes a note. */
export const longestNote = 200

/** 记一句: what was heard or seen of a case and moves nothing; also where there is no signal. */
export function NoteForm({
  work,
  onChange,
  onClose,
}: {
  work: Case
  onChange(newer: Case): void
  onClose(): void
}) {
  const { typed, type, reset } = useKept(`note.${work.id}`, { words: '' })
  const { busy, trouble, act } = useAct()
  // It lies in the outbox, and the app died before the form was empty again: written twice it would be two notes.
  const isSent = waitingCaseDeeds(work.id).some(
    ({ told }) => told?.event === 'note' && told.said[0]?.words === typed.words,
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at once, when the form opens
  useEffect(() => {
    if (isSent) reset()
  }, [])
  const write = () =>
    act(async () => {
      const end = await sendCaseDeed(
        (sending) => ({
          endpoint: 'POST /api/cases/:caseId/notes',
          params: { caseId: work.id },
          body: { ...sending, words: typed.words },
        }),
        {
          event: 'note',
          label: '记一句',
          said: [{ label: '', words: typed.words }],
          title: `${work.subjectName ?? '没有留名字'} ${work.placeName}`,
          shelves: [formShelf(`note.${work.id}`)],
        },
      )
      reset()
      if (typeof end !== 'string') onChange(end.newer)
      onClose()
    })
  return (
    <View className="block block--part">
      <View className="block__title" role="heading" aria-level="2">
        记一句
      </View>
      <Field label="记什么" hint="留在经过里，只有办事的人看得到">
        <Line
          label="记什么"
          placeholder="比如：路上遇到他儿子，说下个月回来"
          longest={longestNote}
          value={typed.words}
          onChange={(words) => type({ words })}
        />
      </Field>
      <Warning words={trouble} />
      <MainButton
        words="记下来"
        busy={busy ? '正在记…' : typed.words.trim() === '' && '先写一句'}
        onPress={() => void write()}
      />
      <MainButton tone="plain" words="先不记" onPress={onClose} />
    </View>
  )
}
