import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { fetchOurGroups, type OurGroup, reportForNeighbour } from '../../client/our-groups'
import { Empty, Loading, SeenAt, Trouble } from '../../components/answer/answer'
import { useAnswer, useRefresh } from '../../components/answer/use-answer'
import { Hotline } from '../../components/hotline/hotline'
import { MainButton } from '../../components/main-button/main-button'
import { fetchOwnReports, OwnRow } from '../../components/own-report/own-report'
import { PersonBar } from '../../components/person-bar/person-bar'
import '../../components/village-block/village-block.scss'

const report = async (of: OurGroup) => {
  const slot = await reportForNeighbour(of)
  await Taro.navigateTo({ url: `/pages/report/report?for=other&draft=${slot}` })
}

/** A group leader's day (R1): what to look out for, reporting for a neighbour, and how far what they reported has come. */
export function GroupDay() {
  const groups = useAnswer(fetchOurGroups, '')
  const own = useAnswer(fetchOwnReports, '')
  useRefresh(async () => {
    await Promise.all([groups.again(), own.again()])
  })
  const ours = groups.value?.value ?? []
  const [hotline] = ours.map((one) => one.hotline)
  return (
    <>
      <PersonBar />
      <SeenAt keptAt={groups.value?.keptAt ?? null} />
      {groups.error !== null && ours.length === 0 && (
        <Trouble error={groups.error} onAgain={() => void groups.again()} />
      )}
      {!groups.value && groups.asking && <Loading />}
      {ours.map((one) => (
        <Group key={`${one.village} ${one.group}`} of={one} only={ours.length === 1} />
      ))}
      <View className="village-name" role="heading" aria-level="2">
        我报的事
      </View>
      {own.value?.map((one) => (
        <OwnRow key={one.receipt} report={one} />
      ))}
      {own.value?.length === 0 && (
        <Empty title="还没有报过">
          <Text>办到哪一步、谁在办，都写在这里。</Text>
        </Empty>
      )}
      {own.error !== null && !own.value && <Trouble error={own.error} onAgain={() => void own.again()} />}
      {hotline && <Hotline number={hotline} />}
    </>
  )
}

function Group({ of, only }: { of: OurGroup; only: boolean }) {
  const { villageName, group, hamlets, open, acting } = of
  const who = acting ? `${acting.title} ${acting.calledAs}` : '乡里'
  return (
    <View className="village-block">
      <View className="village-name" role="heading" aria-level="1">
        {villageName} {group}组
      </View>
      {hamlets.length > 0 && <Text className="village-block__aside">{hamlets.join('、')}</Text>}
      <Text>
        天天走过看一眼：老人生病没人管的，娃娃没人带的，断粮、断水的，房子要倒的，出了事没钱治的。看到就报，不用等问清楚。
      </Text>
      <MainButton
        icon="hand-helping"
        words={only ? '替邻居报一件' : `替${group}组的邻居报一件`}
        onPress={() => void report(of)}
      />
      <Text className="village-block__aside">
        {open === null ? '' : open === 0 ? '组里现在没有在办的。' : `组里现在有 ${open} 件在办。`}
        报的事到{who}手里。别人家的事，只有办的人看得见。
      </Text>
    </View>
  )
}
