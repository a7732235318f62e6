import type { Origin } from '../../../platform/audit/audit.ts'
import { equalSecrets, sha256 } from '../../../platform/crypto/hashing.ts'
import type { Sealer } from '../../../platform/crypto/sealing.ts'
import type { Database } from '../../../platform/database/database.ts'
import { sealedColumns } from '../../../platform/secrets/sealed-columns.ts'
import type { CompleteSignIn, FirstFactor, SignInOutcome } from '../complete-sign-in.ts'
import type { RefuseSignIn } from '../refuse-sign-in.ts'
import { chooseAccount, findUser, type User } from '../store.ts'
import type { Link } from './link.ts'
import type { Identity, OpenIdProvider, Secrets } from './provider.ts'
import { findLinkedUser, findState, type OAuthState, takeState } from './store.ts'

/** What the browser brings: the state of its address bar and the secret of its cookie. */
type Bearer = { state: string; browser: string | undefined }

type Answer = Bearer & {
  code: string
  iss?: string | undefined
  /** Header Origin of a page's request, if it has one. */
  page: string | undefined
}

/** handleOAuthCallback (docs/decisions/0006). Whatever is wrong with a sign-in is one `oauth_failed`. */
export type OAuthCallback = {
  /**
   * A browser that comes back from the provider: to which origin it belongs, and whether it is the one that left.
   * Undefined if no live state proves an origin. Uses nothing up.
   */
  land(from: Bearer): Promise<{ origin: string; sameBrowser: boolean } | undefined>
  /** The sign-in that will not be completed, since the provider or the user said no. */
  abandon(from: Bearer): Promise<void>
  /** Completes the sign-in; state and code work once. */
  signIn(answer: Answer, origin: Origin): Promise<SignInOutcome>
}

/** Why, for the audit log only. */
type Reason = 'state' | 'code' | 'person' | 'membership'

type Deps = {
  database: Database
  sealer: Sealer
  provider: OpenIdProvider
  completeSignIn: CompleteSignIn
  refuseSignIn: RefuseSignIn
  link: Link
  appOrigins: readonly string[]
}

export function createOAuthCallback(deps: Deps): OAuthCallback {
  const { database, sealer, provider, completeSignIn, refuseSignIn, link, appOrigins } = deps

  async function take({ state, browser }: Bearer): Promise<OAuthState | undefined> {
    if (browser === undefined) return undefined
    const key = { stateHash: sha256(state), browserHash: sha256(browser) }
    return database.transaction((tx) => takeState(tx, key, Date.now()))
  }

  function refuse(
    reason: Reason,
    origin: Origin,
    known: { user?: User | undefined; accountName?: string } = {},
  ): Promise<never> {
    return refuseSignIn('oauth_failed', { ...known, origin, details: { method: 'oauth', reason } })
  }

  /** The linked user whatever their address is now, else who has the verified address here. */
  async function findSignedIn(identity: Identity): Promise<{ user: User | undefined; linked: boolean }> {
    const linkedTo = await findLinkedUser(database.read, identity)
    if (linkedTo !== undefined) return { user: await findUser(database.read, { id: linkedTo }), linked: true }
    return { user: await link.findCandidate(identity), linked: false }
  }

  return {
    async land({ state, browser }) {
      const found = await findState(database.read, sha256(state), Date.now())
      if (!found || !appOrigins.includes(found.origin)) return undefined
      const sameBrowser = browser !== undefined && equalSecrets(sha256(browser), found.browserHash)
      return { origin: found.origin, sameBrowser }
    },

    async abandon(from) {
      await take(from)
    },

    async signIn({ state, browser, code, iss, page }, origin) {
      const taken = await take({ state, browser })
      if (!taken || (page !== undefined && page !== taken.origin)) return refuse('state', origin)
      const { accountName } = taken
      const sealed = sealer.open(taken.secretsSealed, sealedColumns.oauthState.context(taken.stateHash))
      const secrets: Secrets = JSON.parse(sealed)
      const identity = await provider.redeem({ code, state, iss }, secrets)
      if (!identity) return refuse('code', origin, { accountName })
      const { user, linked } = await findSignedIn(identity)
      if (!user?.emailConfirmed) return refuse('person', origin, { user, accountName })
      const chosen = await chooseAccount(database.read, user.id, accountName)
      if (!chosen) return refuse('membership', origin, { user, accountName })
      if (!linked && !(await link.make(identity, user, chosen, origin)))
        return refuse('person', origin, { user, accountName })
      const first: FirstFactor = { method: 'oauth', lock: (tx) => link.lock(tx, identity, user) }
      const outcome = await completeSignIn.afterFirstFactor(user, chosen, first, origin)
      if (outcome.kind !== 'gone') return outcome
      // The link was removed at this moment (by a reset of the password, or another address), or the membership was.
      return refuse(outcome.what === 'factor' ? 'person' : 'membership', origin, { user, accountName })
    },
  }
}
