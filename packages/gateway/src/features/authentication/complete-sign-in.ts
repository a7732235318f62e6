import type { PublicAccount } from '../../access/public-account.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { type LockedUser, lockAccount } from '../../platform/database/locks.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { Challenges } from './challenges.ts'
import { describeClient } from './client-name.ts'
import { isKnownDevice, isKnownFor } from './devices.ts'
import type { ChallengedFactor, InteractiveMethod } from './methods.ts'
import type { ByDevice, Sessions, TokenPair } from './sessions.ts'
import {
  type Factors,
  findUser,
  isLiveMember,
  listDevices,
  type NamedAccount,
  type SignInAccount,
  type User,
} from './store.ts'

/** The result of a sign-in: tokens, or the token of a challenge that the second factor completes. */
export type SignInOutcome =
  | {
      kind: 'signed_in'
      pair: TokenPair
      account: PublicAccount
      factors: Factors
      /** How many of the oldest sessions this one ended, because a user may have a hundred. */
      endedSessions?: number
    }
  | { kind: 'factor_required'; challenge: string; factors: Factors }

export type SignedIn = Extract<SignInOutcome, { kind: 'signed_in' }>

/** The first factor, which the user has proven. */
export type FirstFactor = {
  method: ChallengedFactor
  /**
   * Locks the user, so that what was proven holds until `tx` ends; undefined if it no longer holds. A new password or
   * another address revokes the sessions and challenges that exist, but cannot see those that are just being made: so
   * these check it here.
   */
  lock(tx: Tx): Promise<LockedUser | undefined>
}

/** Something that was true when the sign-in began and is not true any more at its end. */
type Gone = { kind: 'gone'; what: 'membership' | 'factor' }

export type CompleteSignIn = {
  /** After the first factor: a session, or a challenge if a second factor is on. */
  afterFirstFactor(user: User, chosen: SignInAccount, first: FirstFactor, origin: Origin): Promise<SignInOutcome | Gone>
  /**
   * After the first factor of a user who is in several accounts and named none: a challenge if a second factor is on.
   * Without a second factor, the user has to choose the account at once: `which_account`.
   */
  afterFirstFactorAnywhere(
    user: User,
    accounts: readonly NamedAccount[],
    first: FirstFactor,
    origin: Origin,
  ): Promise<SignInOutcome | Gone | { kind: 'which_account' }>
  /**
   * After all factors, or after an approval in another session: a session; undefined if the membership was removed or suspended since it was chosen. `prove`
   * runs in the same transaction and throws if the proof no longer holds, or another request has used it up. The user
   * gets a mail if the browser and the network are not ones that they used lately, or not those that a device asked from.
   */
  start(
    user: User,
    chosen: SignInAccount,
    method: InteractiveMethod | ByDevice,
    origin: Origin,
    prove: (tx: Tx) => Promise<void>,
  ): Promise<SignedIn | undefined>
}

type Deps = {
  database: Database
  sessions: Sessions
  challenges: Challenges
  sendMail: SendMail
}

type Prepared = Awaited<ReturnType<Sessions['prepare']>>

/** The end of every interactive sign-in, whatever the first factor was. */
export function createCompleteSignIn(deps: Deps): CompleteSignIn {
  const { database, sessions, challenges, sendMail } = deps

  /**
   * Whether the user is still a member who is not suspended; locks the account. A removal or a rename also locks the
   * account and then revokes the sessions that it finds. So either this check sees it, or it finds the session that is
   * stored next.
   */
  async function lockMembership(tx: Tx, { id: userId }: User, { account }: SignInAccount): Promise<boolean> {
    if (!(await lockAccount(tx, account.id))) return false
    return isLiveMember(tx.db, { userId, accountId: account.id, accountName: account.name })
  }

  /** The user as they are now, if the first factor still holds. */
  async function lockFactor(tx: Tx, found: User, lock: FirstFactor['lock']): Promise<User | undefined> {
    const user = (await lock(tx)) ? await findUser(tx.db, { id: found.id }) : undefined
    return user?.email === found.email ? user : undefined
  }

  /** Signs the tokens before the transaction, because no transaction may wait for it. */
  function prepare(user: User, { role, account }: SignInAccount, by: InteractiveMethod | ByDevice, origin: Origin) {
    const owner = { userId: user.id, accountId: account.id, role }
    const how = typeof by === 'string' ? { method: by } : by
    return sessions.prepare(owner, { kind: 'interactive', ...how }, origin)
  }

  async function store(
    tx: Tx,
    session: Prepared,
    user: User,
    { account }: SignInAccount,
    by: InteractiveMethod | ByDevice,
    origin: Origin,
  ): Promise<SignedIn> {
    const devices = await listDevices(tx.db, user.id)
    const endedSessions = await session.store(tx)
    const { method, askedFrom } = typeof by === 'string' ? { method: by } : by
    const known = devices.filter((device) => isKnownFor(method, device))
    // There is no mail about a user's very first sign-in.
    if (devices.length > 0 && (askedFrom !== undefined || !isKnownDevice(known, origin))) {
      const { browser, platform } = describeClient(origin.userAgent)
      const place = { browser, platform, ip: origin.ip, location: session.location }
      const mail = { account: account.display_name, ...place, signedInAt: Date.now() }
      await sendMail(tx, { template: 'new-device', to: user.email, ...mail })
    }
    return { kind: 'signed_in', pair: session.pair, account, factors: user.factors, endedSessions }
  }

  async function challenge(
    tx: Tx,
    { id: userId, factors }: User,
    to: { accountId: string; isAccountChosen: boolean },
    method: ChallengedFactor,
    origin: Origin,
  ): Promise<SignInOutcome> {
    const token = await challenges.add(tx, { userId, ...to, method })
    await record(tx, {
      action: 'session.factor_required',
      accountId: to.isAccountChosen ? to.accountId : null,
      actor: { kind: 'anonymous', userId },
      origin,
      target: { type: 'user', id: userId },
      details: { method },
    })
    return { kind: 'factor_required', challenge: token, factors }
  }

  return {
    async start(user, chosen, method, origin, prove) {
      const session = await prepare(user, chosen, method, origin)
      return database.transaction(async (tx) => {
        if (!(await lockMembership(tx, user, chosen))) return undefined
        await prove(tx)
        return store(tx, session, user, chosen, method, origin)
      })
    },

    async afterFirstFactor(found, chosen, { method, lock }, origin) {
      const session = await prepare(found, chosen, method, origin)
      return database.transaction(async (tx) => {
        if (!(await lockMembership(tx, found, chosen))) return { kind: 'gone', what: 'membership' }
        // From here on the factors cannot change either, because switching one writes the same locked row.
        const user = await lockFactor(tx, found, lock)
        if (!user) return { kind: 'gone', what: 'factor' }
        const to = { accountId: chosen.account.id, isAccountChosen: true }
        if (hasSecond(user)) return challenge(tx, user, to, method, origin)
        return store(tx, session, user, chosen, method, origin)
      })
    },

    afterFirstFactorAnywhere(found, [one], { method, lock }, origin) {
      return database.transaction(async (tx) => {
        const user = await lockFactor(tx, found, lock)
        if (!user || !one) return { kind: 'gone', what: 'factor' }
        if (!hasSecond(user)) return { kind: 'which_account' }
        return challenge(tx, user, { accountId: one.id, isAccountChosen: false }, method, origin)
      })
    },
  }
}

/** Whether a sign-in of the user takes a second factor. */
export function hasSecond({ factors }: User): boolean {
  return factors.totp || factors.passkey
}
