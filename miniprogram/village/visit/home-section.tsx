import { PhraseLine } from './phrase-line'
import type { SectionProps } from './section-props'

/** 房子和收入: what stands in the house and what it lives on. */
export function HomeSection({ draft, change }: SectionProps) {
  return (
    <>
      <PhraseLine
        label="房子怎么样"
        phrases={['砖混房', '土木房', '危房', '漏雨', '借住', '租的']}
        value={draft.housing}
        onChange={(housing) => change({ housing })}
      />
      <PhraseLine
        label="靠什么过"
        phrases={['种地', '打零工', '外出打工', '养牲口', '低保金', '养老金', '子女给', '没有收入']}
        value={draft.incomeSources}
        onChange={(incomeSources) => change({ incomeSources })}
      />
      <PhraseLine
        label="家里的大件"
        phrases={['没有大件', '摩托车', '三轮车', '小汽车', '牛', '商品房', '存款']}
        value={draft.assets}
        onChange={(assets) => change({ assets })}
      />
      <PhraseLine
        label="该赡养、抚养他的人"
        hint="不在这个家里住的"
        phrases={['没有', '儿子', '女儿', '父母', '自己也难']}
        value={draft.supporters}
        onChange={(supporters) => change({ supporters })}
      />
    </>
  )
}
