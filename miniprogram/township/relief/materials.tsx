import { Text, View } from '@tarojs/components'
import type { MaterialStatus } from '../../../shared/domain/relief-materials'
import { Icon } from '../../components/icon/icon'
import { Press } from '../../components/press/press'
import type { Item } from './use-relief'

/** What was ticked and is not written down yet, by the material's code. */
export type Ticks = Partial<Record<string, MaterialStatus>>

interface MaterialsProps {
  item: Item
  ticks: Ticks
  /** False for who only looks. */
  canTick: boolean
  /** Who may say that a family need not bring it. */
  canSpare: boolean
  onTick(code: string, status: MaterialStatus): void
}

/** The list of one application, with ticks for a thumb: what the state has already is there and is not asked for. */
export function Materials({ item, ticks, canTick, canSpare, onTick }: MaterialsProps) {
  return (
    <View className="materials" role="list">
      {item.materials.map((material) => {
        const status = ticks[material.code] ?? material.status
        return material.heldBy && status === 'held' ? (
          <View key={material.code} className="material material--held" role="listitem">
            <Icon name="square-check-big" large />
            <View className="material__words">
              <Text>{material.label}</Text>
              <Text className="material__note">{material.heldBy}有，不用交</Text>
            </View>
          </View>
        ) : (
          <Wanted
            key={material.code}
            material={material}
            status={status}
            canTick={canTick}
            canSpare={canSpare}
            onTick={(to) => onTick(material.code, to)}
          />
        )
      })}
    </View>
  )
}

const notes: Partial<Record<MaterialStatus, string>> = {
  asked: '跟家里要了，还没有收到',
  not_needed: '这家不用',
}

function Wanted({
  material: { label, optional, heldBy },
  status,
  canTick,
  canSpare,
  onTick,
}: {
  material: Item['materials'][number]
  status: MaterialStatus
  canTick: boolean
  canSpare: boolean
  onTick(to: MaterialStatus): void
}) {
  const got = status === 'received'
  const before: MaterialStatus = heldBy ? 'held' : 'missing'
  const note = notes[status] ?? (got ? '收到了' : optional ? '有就收，没有也行' : '')
  return (
    <View className={`material${got ? ' material--got' : ''}`} role="listitem">
      <Press
        className="material__tick"
        role="checkbox"
        checked={got}
        label={`收到了 ${label}`}
        off={!canTick}
        onPress={() => onTick(got ? before : 'received')}
      >
        <Icon name={got ? 'square-check-big' : 'square'} large />
        <View className="material__words">
          <Text>{label}</Text>
          {note && <Text className="material__note">{note}</Text>}
        </View>
      </Press>
      {canTick && !got && (
        <View className="material__tools">
          {!heldBy && (
            <Toggle
              words="跟家里要了"
              of={label}
              on={status === 'asked'}
              onPress={() => onTick(status === 'asked' ? before : 'asked')}
            />
          )}
          {canSpare && (
            <Toggle
              words="这家不用"
              of={label}
              on={status === 'not_needed'}
              onPress={() => onTick(status === 'not_needed' ? before : 'not_needed')}
            />
          )}
        </View>
      )}
    </View>
  )
}

function Toggle({ words, of, on, onPress }: { words: string; of: string; on: boolean; onPress(): void }) {
  return (
    <Press
      className={`chip material__chip${on ? ' chip--on' : ''}`}
      role="checkbox"
      checked={on}
      label={`${words} ${of}`}
      onPress={onPress}
    >
      <Text>{words}</Text>
    </Press>
  )
}
