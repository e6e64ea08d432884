import { Text, View } from '@tarojs/components'
import type { PropsWithChildren } from 'react'
import type { RosterPreview } from '../../client/table-file'
import { Icon } from '../../components/icon/icon'
import { Press } from '../../components/press/press'

type Post = RosterPreview['posts'][number]
type Gone = RosterPreview['gone'][number]

const kinds: Record<Post['kind'], string> = {
  new: '新来的',
  more: '多一个职务',
  changed: '有变动',
  same: '没有变',
}
const order = ['new', 'more', 'changed'] as const

type ComparedProps = PropsWithChildren<{
  name: string
  preview: RosterPreview
  ends: ReadonlySet<string>
  keyOf(gone: Gone): string
  onTick(key: string): void
}>

/** What a list would change: what is wrong first, then who is new, who changes, who is not in it. */
export function Compared({ name, preview, ends, keyOf, onTick, children }: ComparedProps) {
  const { posts, gone, faults, rows, columns } = preview
  const same = posts.filter(({ kind }) => kind === 'same').length
  return (
    <View className="block block--wide">
      <View className="block__title" role="heading" aria-level="2">
        {name}：{rows} 行
      </View>
      <Text className="block__aside">
        认出的列：{columns.join('、')}。{same > 0 ? `${same} 行和值班表一样。` : ''}
      </Text>
      {faults.length > 0 && (
        <View className="list-part list-part--faults" role="alert">
          <Text className="list-part__name">{faults.length} 行有错，不会导入。改好再传一次也行</Text>
          {faults.map(({ line, column, message }) => (
            <View key={line} className="list-row">
              <Text className="list-row__where">
                第 {line} 行 · {column}
              </Text>
              <Text className="list-row__what">{message}</Text>
            </View>
          ))}
        </View>
      )}
      {order.map((kind) => {
        const ofKind = posts.filter((post) => post.kind === kind)
        return (
          ofKind.length > 0 && (
            <View key={kind} className="list-part">
              <Text className="list-part__name">
                {kinds[kind]}：{ofKind.length}
              </Text>
              {ofKind.map((post) => (
                <PostRow key={post.line} post={post} />
              ))}
            </View>
          )
        )
      })}
      {gone.length > 0 && (
        <View className="list-part">
          <Text className="list-part__name">值班表上有、这份表里没有：{gone.length}</Text>
          <Text className="block__aside">不勾就还在。勾了的，导入后马上不能再看，手上的线索交给别人。</Text>
          {gone.map((one) => (
            <GoneRow
              key={keyOf(one)}
              gone={one}
              ticked={ends.has(keyOf(one))}
              onTick={() => onTick(keyOf(one))}
            />
          ))}
        </View>
      )}
      {children}
    </View>
  )
}

function PostRow({ post }: { post: Post }) {
  const { line, calledAs, title, deputy, group, placeName, phoneMasked, changes } = post
  return (
    <View className="list-row">
      <Text className="list-row__where">第 {line} 行</Text>
      <Text className="list-row__who">{calledAs}</Text>
      <Text className="list-row__place">{placeName}</Text>
      <Text className="list-row__title">
        {title}
        {group === null ? '' : ` ${group}组`}
        {deputy ? '（副）' : ''}
      </Text>
      <Text className="list-row__what">{changes.length > 0 ? changes.join('；') : phoneMasked}</Text>
    </View>
  )
}

function GoneRow({ gone, ticked, onTick }: { gone: Gone; ticked: boolean; onTick(): void }) {
  const { calledAs, placeName, title, phoneMasked } = gone
  return (
    <Press
      className={`list-row list-row--gone${ticked ? ' list-row--ticked' : ''}`}
      role="checkbox"
      checked={ticked}
      onPress={onTick}
    >
      <Icon name={ticked ? 'square-check-big' : 'square'} />
      <Text className="list-row__who">{calledAs}</Text>
      <Text className="list-row__place">{placeName}</Text>
      <Text className="list-row__title">{title}</Text>
      <Text className="list-row__what">{ticked ? '不再担任' : (phoneMasked ?? '没有电话')}</Text>
    </Press>
  )
}
