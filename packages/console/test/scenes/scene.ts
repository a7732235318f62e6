import type { SignedInUser } from '../../../gateway/test/gateway.ts'
import type { ConsolePage, World } from '../world.ts'

/**
 * One screen in one state: what is drawn to a picture (`npm run console:pictures`), and checked for accessibility, for
 * violations of the policy and for what sticks out, in both themes at two widths.
 */
export type Scene = {
  /** The name of the picture: `keys-list`. */
  name: string
  /** The address below /console; a function where it has an id in it. */
  path: string | ((made: Made) => string)
  /** Who looks: nobody, or the root of an account with everything in it, of an empty one, or a member with this role. */
  as: 'nobody' | 'root' | 'newcomer' | 'developer' | 'monitor' | Other
  /** Nothing in it that another scene has not: it is drawn, and not checked in each run of the tests. */
  pictureOnly?: true
  /** What a person does there before the picture: opens a menu, types something. */
  act?: (page: ConsolePage['page'], made: Made) => Promise<void>
}

/** Somebody whom the scenes of one area need: of an account that is going to be deleted, an operator of the gateway. */
export type Other = 'closing' | 'operator'

/** What was made for the scenes. `pages`: one for each who looks and each look, in a profile that is signed in once. */
export type Made = {
  world: World
  root: SignedInUser
  newcomer: SignedInUser
  others: Partial<Record<Other, SignedInUser & { codes?: string[] }>>
  ids: Record<string, string>
  pages: Map<string, ConsolePage>
}

/** Fills the account of `root` for the scenes of one area; puts ids that paths need into `made.ids`. */
export type Prepare = (made: Made) => Promise<void>
