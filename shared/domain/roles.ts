/** The people of the mechanism (R1, R2, R13), with the words the notice uses for them. */
export const roles = {
  resident: '村民',
  group_leader: '小组长',
  village_coordinator: '村社会救助协理员',
  village_secretary: '村党总支书记',
  township_officer: '乡社会救助经办人',
  township_lead: '乡分管领导',
  county_officer: '县民政局工作人员',
  department_contact: '部门联系人',
  system_administrator: '系统管理员',
} as const

/** A role somebody holds in a territory. */
export type Role = keyof typeof roles

/** Every role code, for schemas and walks over all roles. */
export const roleCodes = Object.keys(roles) as [Role, ...Role[]]

/** The roles that act on cases of one village. */
export const villageRoles = ['village_coordinator', 'village_secretary'] as const satisfies readonly Role[]

/** The roles that sit at a township's desk. */
export const townshipRoles = ['township_officer', 'township_lead'] as const satisfies readonly Role[]

/** The roles that a lead waiting for its place may be put before: the township's desk, and the county's above it. */
export const deskRoles = [...townshipRoles, 'county_officer'] as const satisfies readonly Role[]

/** All who work on cases anywhere. */
export const caseRoles = [...villageRoles, ...deskRoles] as const satisfies readonly Role[]
