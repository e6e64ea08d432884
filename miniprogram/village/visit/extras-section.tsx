import { Text } from '@tarojs/components'
import { useState } from 'react'
import { askWhereabouts, type Whereabouts } from '../../client/phone-position'
import type { Photo } from '../../client/photo'
import { Field } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import { PhotoStrip } from '../../components/photo-strip/photo-strip'
import { Refused } from '../../components/refused/refused'
import { SignaturePad } from '../../components/signature-pad/signature-pad'
import type { SectionProps } from './section-props'

/** 照片、签名、位置: only where they help the family; none of them is ever asked for (国办函〔2026〕12号). */
export function ExtrasSection({
  draft,
  faults,
  change,
  onPhotos,
  onSign,
}: SectionProps & { onPhotos(photos: readonly Photo[]): void; onSign(signature: Photo | null): void }) {
  return (
    <>
      <Text className="extras__note">都可以不要。对这家人有用才拍、才签、才记。</Text>
      <Field label="照片" hint="比如票据、漏雨的墙" fault={faults.photos}>
        <PhotoStrip photos={draft.photos} onAdd={onPhotos} onChange={(photos) => change({ photos })} />
      </Field>
      <Field label="签名" fault={faults.signature}>
        <SignaturePad words="请家里人用手指签名" signature={draft.signature} onSign={onSign} />
      </Field>
      <PositionField draft={draft} change={change} />
    </>
  )
}

/** Where the home is, for whoever comes next: asked of the phone on this tap and never otherwise. */
function PositionField({ draft, change }: Pick<SectionProps, 'draft' | 'change'>) {
  const [asking, setAsking] = useState(false)
  const [trouble, setTrouble] = useState<Extract<Whereabouts, string> | null>(null)
  const ask = async () => {
    setAsking(true)
    const there = await askWhereabouts('house')
    setAsking(false)
    setTrouble(typeof there === 'string' ? there : null)
    if (typeof there !== 'string') change({ position: there })
  }
  return (
    <Field label="位置" hint="下次好找">
      <MainButton
        tone="plain"
        icon="map-pin"
        words={draft.position ? '记下了，点一下不要了' : '记下这家在哪'}
        busy={asking && '正在看您在哪…'}
        onPress={() => (draft.position ? change({ position: undefined }) : void ask())}
      />
      {trouble === 'vague' && <Text className="field__note">手机只晓得个大概。不要紧，不记也行。</Text>}
      {trouble !== 'vague' && <Refused of={trouble} what="位置" instead="不要紧，不记也行。" />}
    </Field>
  )
}
