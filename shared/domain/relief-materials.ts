/** One thing that relief is decided on. */
export interface Material {
  code: string
  label: string
  /** Who of the state has it already: then nobody asks the family for it (国办函〔2026〕12号: 不重复填报). */
  heldBy: string | null
  /** Needed only where the family has it. */
  optional: boolean
}

const fromFamily = (code: string, label: string) => ({ code, label, heldBy: null, optional: false })
const held = (code: string, label: string, heldBy: string) => ({ code, label, heldBy, optional: false })

/** What the default lists are made of; a township keeps its own. */
export const materials = {
  identity: held('identity', '身份证、户口簿', '公安共享'),
  application: fromFamily('application', '签了字的申请书和核对授权书'),
  means: held('means', '家庭收入、财产核对', '核对平台'),
  visit: fromFamily('visit', '两人签字的入户核查表'),
  account: held('account', '一卡通账号', '财政一卡通'),
  receipt: fromFamily('receipt', '领款签字'),
  bills: fromFamily('bills', '花钱的票据'),
  diagnosis: { ...fromFamily('diagnosis', '诊断证明或者出院小结'), optional: true },
  disability: { ...held('disability', '残疾证', '残联共享'), optional: true },
  selfCare: fromFamily('self_care', '自理能力评估'),
  settlement: held('settlement', '医保结算单', '医保结算'),
  enrolment: held('enrolment', '在读证明或者录取通知书', '教育学籍'),
  houseSafety: held('house_safety', '房屋安全鉴定', '住建鉴定'),
  unemployment: held('unemployment', '失业登记', '人社共享'),
  losses: fromFamily('losses', '村里核实的受灾损失'),
} as const satisfies Record<string, Material>

/** How it stands with one material of one application. */
export const materialStatuses = {
  missing: '还没有',
  asked: '跟家里要了',
  received: '收到了',
  held: '国家有，不用交',
  not_needed: '这家不用',
} as const
export type MaterialStatus = keyof typeof materialStatuses
export const materialStatusCodes = Object.keys(materialStatuses) as [MaterialStatus, ...MaterialStatus[]]

/** A material in one application. */
export interface MaterialInHand extends Material {
  status: MaterialStatus
}

/** A list as a new application begins with it: what the state has, and what is in the case already, is there. */
export const freshMaterials = (
  list: readonly Material[],
  inCase: readonly Material['code'][] = [],
): MaterialInHand[] =>
  list.map((material) => ({
    ...material,
    status: material.heldBy ? 'held' : inCase.includes(material.code) ? 'received' : 'missing',
  }))

/** What is still wanting before the application is complete. */
export const wanting = (list: readonly MaterialInHand[]): MaterialInHand[] =>
  list.filter(({ status, optional }) => !optional && (status === 'missing' || status === 'asked'))
