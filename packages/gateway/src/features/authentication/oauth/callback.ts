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

/** What a returning browser sends: the state in the address, and the secret in its cookie. */
type Returning = { state: string; browser: string | undefined }

type Answer = Returning & {
  code: string
  iss?: string | undefined
  /** The header Origin of a page's request, if it has one. */
  page: string | undefined
}

/** handleOAuthCallback (docs/decisions/0006). Every failure of a sign-in is answered with the same `oauth_failed`, except that of a member whose account is suspended. */
export type OAuthCallback = {
  /**
   * Finds out to which origin a browser that comes back from the provider belongs, and whether it is the browser that
   * began the sign-in. Undefined if no live state proves an origin. The state stays usable.
   */
  land(from: Returning): Promise<{ origin: string; sameBrowser: boolean } | undefined>
  /** Gives up a sign-in that the provider or the user has refused. */
  abandon(from: Returning): Promise<void>
  /** Completes the sign-in; the state and the code work once. */
  signIn(answer: Answer, origin: Origin): Promise<SignInOutcome>
}

/** Why a sign-in failed, for the audit log only. */
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

  async function take({ state, browser }: Returning): Promise<OAuthState | undefined> {
    if (browser === undefined) return undefined
    const key = { stateHash: sha256(state), browserHash: sha256(browser) }
    return database.transaction((tx) => takeState(tx, key, Date.now()))
  }

  function refuse(
    reason: Reason,
    origin: Origin,
    known: { user?: User | undefined; accountName?: string } = {},
  ): Promise<never> {
    const provenFor = reason === 'membership' ? { accountName: known.accountName } : undefined
    return refuseSignIn('oauth_failed', {
      ...known,
      origin,
      details: { method: 'oauth', reason },
      ...(provenFor && { provenFor }),
    })
  }

  /** Finds the linked user, whatever their address is now, or else the user who has the verified address. */
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
      // The link was removed meanwhile (by a password reset or a change of the address), or the membership was.
      return refuse(outcome.what === 'factor' ? 'person' : 'membership', origin, { user, accountName })
    },
  }
}
