import { lockUserWithPassword, upgradePasswordHash } from '../../access/directory/user-passwords.ts'
import type { CredentialAccess } from '../../access/principal.ts'
import type { Origin } from '../../platform/audit/audit.ts'
import type { Passwords } from '../../platform/crypto/passwords.ts'
import type { Database } from '../../platform/database/database.ts'
import { lockKey } from '../../platform/database/locks.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { normaliseAccountName } from '../../platform/values/account-names.ts'
import { normaliseEmail } from '../../platform/values/email.ts'
import type { AskForAccount } from './ask-for-account.ts'
import type { Attempts } from './attempts.ts'
import type { Candidate, FindCandidate } from './candidate.ts'
import type { CompleteSignIn, FirstFactor, SignedIn, SignInOutcome } from './complete-sign-in.ts'
import type { RefusedSignIn, RefuseSignIn } from './refuse-sign-in.ts'
import type { Sessions } from './sessions.ts'
import { findUser, isWaitingPassword, listSignInAccounts, type SignInAccount, type User } from './store.ts'
import type { MarkPassword } from './waiting-password.ts'

/** A reason for the log: the sign-in was right at first, and is not any more. */
const CHANGED_MEANWHILE = 'the membership or the password changed meanwhile'

export type SignIn = {
  /** authWithPassword. All refusals have the same answer in the same time, except for an unconfirmed address. */
  withPassword(
    input: { email: string; password: string; account?: string | undefined },
    origin: Origin,
  ): Promise<SignInOutcome>
  /** authWithApiKey: a `key` session, which ends with its key. `access` is the access that the key gives. */
  withApiKey(access: CredentialAccess, origin: Origin): Promise<SignedIn>
}

type Deps = {
  database: Database
  passwords: Passwords
  sessions: Sessions
  findCandidate: FindCandidate
  completeSignIn: CompleteSignIn
  refuseSignIn: RefuseSignIn
  askForAccount: AskForAccount
  attempts: Attempts
  markPassword: MarkPassword
}

export function createSignIn({
  database,
  passwords,
  sessions,
  findCandidate,
  completeSignIn,
  refuseSignIn,
  askForAccount,
  attempts,
  markPassword,
}: Deps): SignIn {
  type Refused = Pick<RefusedSignIn, 'user' | 'chosen' | 'accountName' | 'origin' | 'provenFor'>
  const refuse = (code: 'invalid_credentials' | 'email_not_confirmed', reason: string, refused: Refused) =>
    refuseSignIn(code, { ...refused, details: { method: 'password' }, reason })

  /** Whether a waiting sign-up, whose mailbox is not proven, has this password. A known address may have one too. */
  async function isWaiting(email: string, password: string): Promise<boolean> {
    return isWaitingPassword(database.read, { email, passwordMark: markPassword(email, password) }, Date.now())
  }

  /**
   * Whether the password is right, or right for an unconfirmed address; undefined if it is wrong. It always makes every
   * check, so that the time does not tell which one failed.
   */
  async function judge(
    email: string,
    user: User | undefined,
    password: string,
  ): Promise<'right' | 'unconfirmed' | undefined> {
    const proven = await passwords.verify(password, user?.passwordHash ?? null)
    if (proven && user?.emailConfirmed) return 'right'
    return (await isWaiting(email, password)) || proven ? 'unconfirmed' : undefined
  }

  /** Completes the sign-in of a user whose password is proven; undefined if the user may not sign in any more. */
  async function complete(user: User, chosen: SignInAccount, password: string, origin: Origin) {
    const outcome = await completeSignIn.afterFirstFactor(user, chosen, provenPassword(user), origin)
    if (outcome.kind !== 'gone') return outcome
    if (outcome.what === 'membership') return undefined
    // The hash has changed since it was read. The password may still be the same, if another sign-in has renewed its
    // hash.
    const now = await findUser(database.read, { id: user.id })
    if (now?.email !== user.email || !(await passwords.verify(password, now.passwordHash))) return undefined
    const again = await completeSignIn.afterFirstFactor(now, chosen, provenPassword(now), origin)
    return again.kind === 'gone' ? undefined : again
  }

  /** Answers a proven user who named no account and is root of none with the accounts to choose from. */
  async function anywhere(user: User, origin: Origin): Promise<SignInOutcome> {
    const accounts = await listSignInAccounts(database.read, user.id)
    if (accounts.length < 2)
      return refuse('invalid_credentials', 'the user is in no account', {
        user,
        origin,
        provenFor: { accountName: undefined },
      })
    const outcome = await completeSignIn.afterFirstFactorAnywhere(user, accounts, provenPassword(user), origin)
    if (outcome.kind === 'gone') return refuse('invalid_credentials', CHANGED_MEANWHILE, { user, origin })
    if (outcome.kind !== 'which_account') return outcome
    return askForAccount('invalid_credentials', { user, origin, method: 'password' })
  }

  /** Hashes the password again if it was hashed in an older form or with older parameters. */
  async function renewHash({ id, passwordHash }: User, password: string): Promise<void> {
    if (passwordHash === null || !(await passwords.isOutdated(password, passwordHash))) return
    const renewed = await passwords.hash(password)
    await database.transaction((tx) => upgradePasswordHash(tx, id, passwordHash, renewed))
  }

  return {
    async withPassword(input, origin) {
      const claim = { email: normaliseEmail(input.email), origin }
      let found: Candidate = { user: undefined, chosen: undefined }
      const verdict = await attempts.prove(claim, async () => {
        // The look-ups and the hash are the same whether or not the user exists, so that the time does not tell.
        found = await findCandidate({ email: claim.email }, input.account)
        return judge(claim.email, found.user, input.password)
      })
      const { user, chosen } = found
      const accountName = input.account === undefined ? undefined : normaliseAccountName(input.account)
      const refused = { user, chosen, accountName, origin }
      if (verdict === 'unconfirmed') return refuse('email_not_confirmed', 'nobody has proven the address', refused)
      if (!user) return refuse('invalid_credentials', 'nobody has the address', refused)
      if (verdict !== 'right') return refuse('invalid_credentials', 'the password is wrong', refused)
      if (!chosen && accountName === undefined) return anywhere(user, origin)
      const proven = { ...refused, provenFor: { accountName: chosen?.account.name ?? accountName } }
      if (!chosen) return refuse('invalid_credentials', 'the user is not in that account', proven)
      const outcome = await complete(user, chosen, input.password, origin)
      if (!outcome) return refuse('invalid_credentials', CHANGED_MEANWHILE, proven)
      if (outcome.kind === 'signed_in') await attempts.completed(claim)
      await renewHash(user, input.password)
      return outcome
    },

    async withApiKey({ principal, account }, origin) {
      const { userId, accountId, role, credentialId: apiKeyId, expiresAt } = principal
      const session = await sessions.prepare({ userId, accountId, role }, { kind: 'key', apiKeyId, expiresAt }, origin)
      const endedSessions = await database.transaction(async (tx) => {
        // The key is locked first: if many exchanges come at once, each counts the sessions of those before it; and an
        // exchange that waited for the deletion of the key does not find it any more.
        if (!(await lockKey(tx, accountId, apiKeyId, Date.now())))
          throw new Refusal('unauthorized', { reason: 'the key was deleted or has expired' })
        return session.store(tx)
      })
      const user = await findUser(database.read, { id: userId })
      return {
        kind: 'signed_in',
        pair: session.pair,
        account,
        factors: user?.factors ?? { totp: false, passkey: false },
        endedSessions,
      }
    },
  }
}

function provenPassword({ id, passwordHash }: User): FirstFactor {
  return { method: 'password', lock: (tx) => lockUserWithPassword(tx, id, passwordHash) }
}
