import { type Role, townshipRoles } from '../../../shared/domain/roles'
import { signedInPerson } from '../../client/session'
import { Page } from '../../components/page/page'
import { NotSignedIn } from '../../components/person-bar/person-bar'
import { Clocks } from './clocks'
import { Places } from './places-table'
import { Roster } from './roster'
import './settings.scss'

const setUp: readonly Role[] = townshipRoles

/** What a township sets up for itself: who is on duty, how long each step may take, its groups and hamlets, its own words for them. */
export default function SettingsPage() {
  const me = signedInPerson()
  const township = me?.posts.find(({ role }) => setUp.includes(role))?.territory
  return (
    <Page reader="desk" name="设置">
      {township ? (
        <>
          <Roster township={township} />
          <Clocks township={township} />
          <Places township={township} />
        </>
      ) : (
        <NotSignedIn />
      )}
    </Page>
  )
}
