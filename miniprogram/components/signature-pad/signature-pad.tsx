import { Image, Text, View } from '@tarojs/components'
import { useEffect, useRef, useState } from 'react'
import { release, sourceOf } from '../../client/attachment'
import { keptAsPhoto, type Photo } from '../../client/photo'
import { MainButton } from '../main-button/main-button'
import { Paper, type Sheet } from './paper'
import './signature-pad.scss'

/** A signature by finger, where somebody wants to sign: nothing else waits for it. */
export function SignaturePad({
  signature,
  words,
  onSign,
}: {
  signature: Photo | null
  /** What the button says: who signs. */
  words: string
  onSign(signature: Photo | null): void
}) {
  const [open, setOpen] = useState(false)
  const letGo = () => {
    if (signature) release([signature])
    onSign(null)
  }
  if (signature) return <Signed signature={signature} onAgain={letGo} />
  if (!open) return <MainButton tone="plain" icon="signature" words={words} onPress={() => setOpen(true)} />
  const close = (signed: Photo | null) => {
    setOpen(false)
    if (signed) onSign(signed)
  }
  return <Signing onClose={close} />
}

function Signing({ onClose }: { onClose(signed: Photo | null): void }) {
  const sheet = useRef<Sheet | null>(null)
  const [inked, setInked] = useState(false)
  const [trouble, setTrouble] = useState(false)
  const done = async () => {
    const picture = await sheet.current?.picture()
    if (picture) onClose(await keptAsPhoto(picture))
    else setTrouble(true)
  }
  const afresh = () => {
    sheet.current?.ink.clear()
    setInked(false)
  }
  return (
    <View className="signature">
      <Paper sheet={sheet} onInk={() => setInked(true)} />
      <View className="signature__tools">
        <MainButton tone="plain" words="不签了" onPress={() => onClose(null)} />
        <MainButton tone="plain" words="重来" busy={!inked && '重来'} onPress={afresh} />
        <MainButton tone="plain" words="签好了" busy={!inked && '签好了'} onPress={() => void done()} />
      </View>
      {trouble && (
        <View className="field__fault" role="alert">
          这部手机存不下签名。不要紧，不签也能发。
        </View>
      )}
    </View>
  )
}

function Signed({ signature, onAgain }: { signature: Photo; onAgain(): void }) {
  const [source, setSource] = useState<string | null>(null)
  useEffect(() => {
    void sourceOf(signature).then(setSource)
  }, [signature])
  return (
    <View className="signature">
      {source === null ? (
        <Text>签了名</Text>
      ) : (
        <Image className="signature__picture" src={source} mode="aspectFit" ariaLabel="签的名" />
      )}
      <MainButton tone="plain" words="重签，或者不签了" onPress={onAgain} />
    </View>
  )
}
