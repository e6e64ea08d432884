import { attachmentsEndpoints } from './attachments'
import { cardEndpoints, groupChatEndpoints } from './cards'
import { caseworkEndpoints, decisionEndpoints } from './casework'
import { clocksEndpoints } from './clocks'
import { closingEndpoints } from './closing'
import { departmentEndpoints } from './departments'
import type { Endpoint } from './endpoint'
import { filingEndpoints } from './filing'
import { householdEndpoints } from './households'
import { intakeEndpoints } from './intake'
import { noticeEndpoints } from './notices'
import { ownDataEndpoints } from './own-data'
import { peopleEndpoints } from './people'
import { placesEndpoints } from './places'
import { recordingsEndpoints } from './recordings'
import { reliefEndpoints } from './relief'
import { reliefSettingsEndpoints } from './relief-settings'
import { rosterEndpoints } from './roster'
import { rosterImportEndpoints } from './roster-import'
import { serviceEndpoints } from './service'
import { settingsEndpoints } from './settings'
import { signInEndpoints } from './sign-in'
import { transferEndpoints } from './transfers'
import { villageEndpoints } from './village'
import { visitEndpoints } from './visits'
import { wechatEndpoints } from './wechat'

/**
 * Every endpoint of the API, once. The server mounts this and nothing else; the mini-program's client takes its
 * types from it; OpenAPI, authorization and the tests that walk every endpoint read it.
 */
export const contract = {
  ...placesEndpoints,
  ...recordingsEndpoints,
  ...cardEndpoints,
  ...groupChatEndpoints,
  ...peopleEndpoints,
  ...signInEndpoints,
  ...intakeEndpoints,
  ...attachmentsEndpoints,
  ...ownDataEndpoints,
  ...caseworkEndpoints,
  ...decisionEndpoints,
  ...closingEndpoints,
  ...filingEndpoints,
  ...reliefEndpoints,
  ...transferEndpoints,
  ...departmentEndpoints,
  ...rosterEndpoints,
  ...rosterImportEndpoints,
  ...visitEndpoints,
  ...villageEndpoints,
  ...householdEndpoints,
  ...settingsEndpoints,
  ...reliefSettingsEndpoints,
  ...noticeEndpoints,
  ...clocksEndpoints,
  ...wechatEndpoints,
  ...serviceEndpoints,
}

/** The contract's type: all that the mini-program imports of it, so that no schema is bundled. */
export type Contract = typeof contract

/** The contract's entries, typed by the shape of an endpoint. */
export const contractEntries = Object.entries(contract) as [keyof Contract, Endpoint][]
