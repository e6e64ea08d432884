import { type Role, townshipRoles } from '../../../shared/domain/roles'
import { signedInPerson } from '../../client/session'
import { Page } from '../../components/page/page'
import { NotSignedIn } from '../../components/person-bar/person-bar'
import { Clocks } from './clocks'
import { CountyRoster } from './county-roster'
import { Places } from './places-table'
import { Recordings } from './recordings'
import { ReliefSettings } from './relief-settings'
import { Roster } from './roster'
import '../../components/block/block.scss'
import './settings.scss'

const setUp: readonly Role[] = townshipRoles

/** What a township sets up for itself: duty roster, clocks, relief, groups and hamlets, its words for them, its pages read aloud; and what a county does. */
export default function SettingsPage() {
  const posts = signedInPerson()?.posts ?? []
  const township = posts.find(({ role }) => setUp.includes(role))?.territory
  const county = posts.find(({ role }) => role === 'county_officer')?.territory
  return (
    <Page reader="desk" name="设置">
      {township && (
        <>
          <Roster township={township} />
          <Clocks township={township} />
          <ReliefSettings township={township} />
          <Places township={township} />
          <Recordings township={township} />
        </>
      )}
      {county && <CountyRoster county={county} />}
      {!township && !county && <NotSignedIn />}
    </Page>
  )
}
