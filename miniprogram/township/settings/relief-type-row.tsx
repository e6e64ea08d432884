import { Text, View } from '@tarojs/components'
import { type ReliefType, reliefRule } from '../../../shared/domain/relief'
import { Field, Line } from '../../components/field/field'
import { Icon } from '../../components/icon/icon'
import { Press } from '../../components/press/press'
import type { Material } from './relief-settings'

const longestLabel = 40
const longestHolder = 20
const mostMaterials = 20
const longestDays = 2

interface Props {
  type: ReliefType
  days: string
  materials: readonly Material[]
  open: boolean
  canChange: boolean
  onOpen(): void
  onDays(days: string): void
  onMaterials(materials: Material[]): void
}

/** One type of relief: its rule, its days on the board, its list; opened, the list in full, to be changed by the lead. */
export function ReliefTypeRow({
  type,
  days,
  materials,
  open,
  canChange,
  onOpen,
  onDays,
  onMaterials,
}: Props) {
  const { label, rule, publication } = reliefRule(type)
  const wanted = materials.filter(({ heldBy }) => heldBy === null).length
  const held = materials.length - wanted
  return (
    <View className={`relief-type${open ? ' relief-type--open' : ''}`}>
      <View className="relief-type__row">
        <View className="relief-type__what">
          <Text className="relief-type__label">{label}</Text>
          <Text className="relief-type__rule">{rule}</Text>
        </View>
        <Text>{days === '0' ? '不公示' : `公示 ${days} 天`}</Text>
        <Text>
          要收 {wanted} 样{held > 0 && `，${held} 样不用交`}
        </Text>
        <Press
          className="tool"
          label={`${open ? '收起' : canChange ? '改' : '看'} ${label}`}
          onPress={onOpen}
        >
          <Icon name={canChange ? 'pencil' : 'list'} />
          <Text>{open ? '收起' : canChange ? '改' : '看'}</Text>
        </Press>
      </View>
      {open && !canChange && (
        <View className="relief-type__list">
          {materials.map(({ code, label: called, heldBy, optional }) => (
            <Text key={code}>
              {called}
              {heldBy ? `：${heldBy}有，不用交` : optional ? '：有就收' : ''}
            </Text>
          ))}
        </View>
      )}
      {open && canChange && (
        <>
          {publication.most > 0 && (
            <Field
              label={`${label}公示几天`}
              hint={publication.least > 0 ? `按规定最少 ${publication.least} 天` : '写 0 就是不公示'}
            >
              <View className="relief-type__days">
                <Line
                  label={`${label}公示几天`}
                  placeholder="几天"
                  type="number"
                  longest={longestDays}
                  value={days}
                  onChange={onDays}
                />
              </View>
            </Field>
          )}
          <MaterialList materials={materials} onMaterials={onMaterials} />
        </>
      )}
    </View>
  )
}

/** A code for a material of one's own that none of the list has. */
function freshCode(materials: readonly Material[]): string {
  const taken = new Set(materials.map(({ code }) => code))
  let number = materials.length + 1
  while (taken.has(`own_${number}`)) number += 1
  return `own_${number}`
}

function MaterialList({
  materials,
  onMaterials,
}: {
  materials: readonly Material[]
  onMaterials(materials: Material[]): void
}) {
  const change = (code: string, changes: Partial<Material>) =>
    onMaterials(materials.map((one) => (one.code === code ? { ...one, ...changes } : one)))
  return (
    <View className="relief-type__list">
      {materials.map(({ code, label, heldBy, optional }, at) => (
        <View key={code} className="relief-material">
          <Line
            label={`第 ${at + 1} 样材料`}
            placeholder="叫什么"
            longest={longestLabel}
            value={label}
            onChange={(words) => change(code, { label: words })}
          />
          <Line
            label={`第 ${at + 1} 样材料，国家哪里有`}
            placeholder="国家哪里有，没有就不写"
            longest={longestHolder}
            value={heldBy ?? ''}
            onChange={(words) => change(code, { heldBy: words.trim() === '' ? null : words })}
          />
          <Press
            className={`chip${optional ? ' chip--on' : ''}`}
            role="checkbox"
            checked={optional}
            label={`第 ${at + 1} 样有就收`}
            onPress={() => change(code, { optional: !optional })}
          >
            <Text>有就收</Text>
          </Press>
          <Press
            className="tool"
            label={`去掉第 ${at + 1} 样材料`}
            onPress={() => onMaterials(materials.filter((one) => one.code !== code))}
          >
            <Icon name="x" />
            <Text>去掉</Text>
          </Press>
        </View>
      ))}
      {materials.length < mostMaterials && (
        <Press
          className="tool relief-material__add"
          onPress={() =>
            onMaterials([
              ...materials,
              { code: freshCode(materials), label: '', heldBy: null, optional: false },
            ])
          }
        >
          <Icon name="list" />
          <Text>加一样材料</Text>
        </Press>
      )}
    </View>
  )
}
