import { View } from '@tarojs/components'
import { useCallback, useEffect, useState } from 'react'
import { dateOf } from '../../../shared/domain/absence-days'
import { formatMoney, readMoney } from '../../../shared/domain/money'
import { advanceTypeCodes, type ReliefType, reliefRule } from '../../../shared/domain/relief'
import { call } from '../../client/api'
import { upload } from '../../client/attachment'
import type { Photo } from '../../client/photo'
import { newClientKey } from '../../client/random'
import { currentCaller, signedInPerson } from '../../client/session'
import { shelf } from '../../client/shelf'
import { Warning } from '../../components/answer/answer'
import { Chips } from '../../components/chips/chips'
import { Field, Line } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import {
  instantOf,
  MomentPicker,
  type PickedMoment,
  pickedMoment,
} from '../../components/moment-picker/moment-picker'
import { PhotoStrip } from '../../components/photo-strip/photo-strip'
import { isAnswered, type KinAnswer, KinQuestion, kinOf, whoElseDecides } from './kin-question'
import { MoneyLine } from './money-line'
import type { Desk, Doing, ReliefCase } from './use-relief'

/** Relief in advance while it is written down: kept on the phone with every letter, for a night without signal. */
interface Draft {
  clientKey: string
  type: ReliefType
  amount: string
  goods: string
  giver: string
  receiver: string
  relation: string
  otherRelation: boolean
  at: PickedMoment
  kin: KinAnswer
  photos: Photo[]
}

const longestName = 30
const longestGoods = 100
const longestRelation = 20
const relations = ['本人', '老伴', '儿女', '父母', '亲戚', '邻居'] as const
const otherRelation = '别的'
const types = advanceTypeCodes.map((value) => ({ value, words: reliefRule(value).label }))

const draftOf = (caseId: string) => shelf<Draft>(`advance.${caseId}`)

/** 先行救助, made for a night: what was given, by whom, to whom; everything else is filled in already. */
export function AdvanceForm({
  work,
  desk,
  doing,
  onDone,
}: {
  work: ReliefCase
  desk: Desk
  doing: Doing
  onDone(): void
}) {
  const kept = draftOf(work.id)
  const [draft, setDraft] = useState<Draft>(
    () =>
      kept.read() ?? {
        clientKey: '',
        type: 'temporary_urgent',
        amount: '',
        goods: '',
        giver: signedInPerson()?.calledAs ?? '',
        receiver: work.subjectName ?? '',
        relation: work.subjectName ? '本人' : '',
        otherRelation: false,
        at: pickedMoment(new Date()),
        kin: null,
        photos: [],
      },
  )
  // From what was written last, and kept at once: the key too, or a lost answer would make it two gifts.
  const change = useCallback(
    (changes: Partial<Draft>) =>
      setDraft((written) => {
        const next = { ...written, ...changes }
        draftOf(work.id).write(next)
        return next
      }),
    [work.id],
  )
  useEffect(() => {
    if (draft.clientKey === '') void newClientKey().then((clientKey) => change({ clientKey }))
  }, [draft.clientKey, change])

  const { fen } = readMoney(draft.amount)
  const capped = reliefRule(draft.type).capped
  const over = fen !== null && capped && fen > desk.quickCap
  const whoElse =
    whoElseDecides(draft.kin, desk) ??
    (!desk.isLead && (fen ?? 0) > desk.advanceLimit
      ? `超过 ${formatMoney(desk.advanceLimit)}，要由分管领导来定`
      : null)
  const missing = whatIsMissing(draft, over)
  const today = dateOf(new Date())

  const give = async () => {
    const photos: Photo[] = []
    const sent = await doing.send(async ({ caseId, version }) => {
      for (const photo of draft.photos) photos.push(await upload(photo, currentCaller()))
      return call('POST /api/cases/:caseId/advance-relief', {
        params: { caseId },
        body: {
          version,
          clientKey: draft.clientKey,
          type: draft.type,
          amount: draft.amount.trim() || '0',
          goods: draft.goods,
          giver: draft.giver,
          receiver: draft.receiver,
          relation: draft.relation,
          happenedAt: instantOf(draft.at),
          photos: photos.flatMap(({ id }) => (id === undefined ? [] : [id])),
          ...kinOf(draft.kin),
        },
      })
    }, '记下了')
    if (photos.length > 0) change({ photos: [...photos, ...draft.photos.slice(photos.length)] })
    if (!sent) return
    kept.wipe()
    onDone()
  }

  /** Whoever decides reads what is wanted; what was typed stays here, should they leave it to this desk. */
  const ask = async (why: string) => {
    const what = [draft.amount.trim() && `${draft.amount.trim()} 元`, draft.goods].filter(Boolean).join('、')
    const { kinOfStaff, kinOfLead } = kinOf(draft.kin)
    const words = [`${reliefRule(draft.type).label}：${what}，${draft.receiver}收`, kinOfStaff, why]
      .filter(Boolean)
      .join('，')
    const sent = await doing.send(
      ({ caseId, version }) =>
        call('POST /api/cases/:caseId/ask-decision', {
          params: { caseId },
          body: { version, words, kinOfLead },
        }),
      '已经告诉了',
    )
    if (sent) onDone()
  }

  return (
    <View className="relief-form">
      <Chips of={types} chosen={draft.type} onChoose={(type = draft.type) => change({ type })} />
      <MoneyLine
        label="给了多少钱"
        hint={capped ? `元，最多 ${formatMoney(desk.quickCap)}` : '元'}
        value={draft.amount}
        fault={over ? `小额快救最多 ${formatMoney(desk.quickCap)}，一个月的低保标准` : undefined}
        onChange={(amount) => change({ amount })}
      />
      <Field label="给了什么东西" hint="没有就不写">
        <Line
          label="给了什么东西"
          placeholder="比如：棉被两床、大米一袋"
          longest={longestGoods}
          value={draft.goods}
          onChange={(goods) => change({ goods })}
        />
      </Field>
      <Field label="谁给的">
        <Line
          label="谁给的"
          placeholder="名字"
          longest={longestName}
          value={draft.giver}
          onChange={(giver) => change({ giver })}
        />
      </Field>
      <Field label="谁收的">
        <Line
          label="谁收的"
          placeholder="名字"
          longest={longestName}
          value={draft.receiver}
          onChange={(receiver) => change({ receiver })}
        />
      </Field>
      <Field label="收的人是受助人的">
        <Chips
          of={[...relations, otherRelation].map((value) => ({ value, words: value }))}
          chosen={draft.otherRelation ? otherRelation : relations.find((one) => one === draft.relation)}
          onChoose={(relation = '') =>
            change(
              relation === otherRelation
                ? { relation: '', otherRelation: true }
                : { relation, otherRelation: false },
            )
          }
        />
        {draft.otherRelation && (
          <Line
            label="收的人是受助人的"
            placeholder="比如：小组长代收"
            longest={longestRelation}
            value={draft.relation}
            onChange={(relation) => change({ relation })}
          />
        )}
      </Field>
      <Field label="什么时候给的">
        <MomentPicker label="什么时候给的" value={draft.at} end={today} onChange={(at) => change({ at })} />
      </Field>
      <KinQuestion value={draft.kin} desk={desk} onChange={(kin) => change({ kin })} />
      <Field label="收条的照片" hint="不拍也行">
        <PhotoStrip
          photos={draft.photos}
          onAdd={(added) => change({ photos: [...draft.photos, ...added] })}
          onChange={(photos) => change({ photos })}
        />
      </Field>
      <Warning words={doing.trouble} />
      {whoElse && <Warning words={`${whoElse}。写的会留在这部手机上`} />}
      <View className="relief-foot">
        {whoElse ? (
          <MainButton
            words={draft.kin?.is === 'lead' ? '请县里来定' : '请分管领导来定'}
            busy={doing.busy ? '正在告诉…' : (missing ?? false)}
            onPress={() => void ask(whoElse)}
          />
        ) : (
          <MainButton
            words="给了，记下来"
            busy={doing.busy ? '正在记…' : (missing ?? false)}
            onPress={() => void give()}
          />
        )}
      </View>
    </View>
  )
}

function whatIsMissing(draft: Draft, over: boolean): string | null {
  const { amount, goods, giver, receiver, relation, kin, photos, clientKey } = draft
  if (amount.trim() === '' && goods.trim() === '') return '先写给了多少'
  if (amount.trim() !== '' && readMoney(amount).fault !== null) return '先把金额改对'
  if (over) return '金额超过了小额快救'
  if (giver.trim() === '') return '先写谁给的'
  if (receiver.trim() === '') return '先写谁收的'
  if (relation.trim() === '') return '先写收的人是谁'
  if (!isAnswered(kin)) return '先答是不是亲属'
  if (photos.some(({ refused }) => refused !== undefined)) return '有照片发不了，拿掉它'
  return clientKey === '' ? '稍等一下…' : null
}
