import { lockUserWithPassword } from '../../access/directory/user-passwords.ts'
import type { Principal } from '../../access/principal.ts'
import { type Actor, type Origin, record } from '../../platform/audit/audit.ts'
import type { Passwords } from '../../platform/crypto/passwords.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { MinimumDuration } from '../../platform/throttle/minimum-duration.ts'
import { parseAccountName } from '../../platform/values/account-names.ts'
import { parseEmail } from '../../platform/values/email.ts'
import { networkOf } from '../../platform/values/ip-addresses.ts'
import { checkNewPassword } from '../../platform/values/password-policy.ts'
import type { AnonymousMails } from '../../transport/mail/anonymous-mails.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { CountSignUp } from '../authentication/attempts.ts'
import type { MarkPassword } from '../authentication/waiting-password.ts'
import type { StepUp } from '../mfa/step-up.ts'
import { CONFIRMATION_MS, type Confirmation } from './confirmation.ts'
import type { OpenAccount } from './open-account.ts'
import type { SignUpPolicy } from './sign-up-policy.ts'
import { addSignUp, isNameReserved, reserveName, type SignUpInput } from './sign-up-store.ts'
import { findKnownUser, isNameTaken, type KnownUser } from './store.ts'

/**
 * How long a sign-up keeps its name from the sign-ups of other addresses; only a confirmed account keeps it for good.
 */
const NAME_RESERVED_MS = 15 * 60_000

export type CreateAccountInput = {
  name: string
  rootEmail: string
  password: string
  /** The token of a completed second factor, required if one is on. */
  mfaToken?: string | undefined
  firstName?: string | undefined
  lastName?: string | undefined
  country?: string | undefined
  companyName?: string | undefined
  address?: string | undefined
  website?: string | undefined
  phoneNumber?: string | undefined
}

type Deps = {
  database: Database
  passwords: Passwords
  sendMail: SendMail
  confirmation: Confirmation
  openAccount: OpenAccount
  stepUp: StepUp
  countSignUp: CountSignUp
  /** Beyond its limits only the mail is left out. */
  anonymousMails: AnonymousMails
  markPassword: MarkPassword
  signUpPolicy: SignUpPolicy
  minimumDuration: MinimumDuration
}

/** `principal` is the signed-in caller, if the request has a credential. */
export type CreateAccount = (
  input: CreateAccountInput,
  principal: Principal | undefined,
  origin: Origin,
) => Promise<{ email_confirmed: boolean }>

/**
 * createAccount. A user with a confirmed address proves the password they have, and the second factor if one is on:
 * that is a sign-in, and opens an account at once. Everybody else signs up: a sign-up is only a row that waits until
 * the mailbox is proven (confirmation.ts). A known address with a wrong password is answered like an unknown one, in
 * the same time and with the same work; only the mail differs (docs/decisions/0005).
 */
export function createCreateAccount(deps: Deps): CreateAccount {
  const { database, passwords, sendMail, confirmation, openAccount, stepUp, countSignUp } = deps
  const { anonymousMails, markPassword, signUpPolicy, minimumDuration } = deps

  async function openAnother(
    user: KnownUser,
    signUp: SignUpInput,
    proof: { principal: Principal | undefined; mfaToken: string | undefined },
    origin: Origin,
  ) {
    if (user.isRootSomewhere) throw new Refusal('already_root')
    await database.transaction(async (tx) => {
      // The proven password may have been changed since.
      if (!(await lockUserWithPassword(tx, user.id, user.passwordHash))) throw new Refusal('invalid_credentials')
      await stepUp.useAsSignIn(tx, user.id, proof)
      const by = { actor: actorOf(user.id), origin }
      await openAccount(tx, { ...signUp, rootUserId: user.id }, by)
      const mail = { account: signUp.displayName, foundedAt: Date.now() }
      await sendMail(tx, { template: 'account-founded', to: user.email, ...mail })
    })
    return { email_confirmed: true }
  }

  /** Writes the same rows whether or not somebody has the address and has proven it; only the mail differs. */
  async function wait(signUp: SignUpInput, password: string, passwordHash: string, origin: Origin): Promise<void> {
    const { email, name } = signUp
    // This check comes before the mail is counted, because no mail is sent for a taken name.
    if ((await isNameTaken(database.read, signUp)) || (await isNameReserved(database.read, name, email, Date.now())))
      throw new Refusal('account_name_taken')
    const mayMail = (await anonymousMails.ask('sign-up', email)) === 'send'
    await database.transaction(async (tx) => {
      const now = Date.now()
      const isFree = !(await isNameTaken(tx.db, signUp))
      if (!isFree || !(await reserveName(tx, { name, email, expiresAt: now + NAME_RESERVED_MS }, now)))
        throw new Refusal('account_name_taken')
      const known = await findKnownUser(tx.db, email)
      const isProven = known?.emailConfirmed === true
      const expiresAt = now + CONFIRMATION_MS
      const id = await addSignUp(tx, {
        ...signUp,
        passwordHash: isProven ? null : passwordHash,
        passwordMark: markPassword(email, password),
        network: networkOf(origin.ip),
        expiresAt,
      })
      if (isProven) {
        if (mayMail) await sendMail(tx, { template: 'account-exists', to: email })
        await recordRefusal(tx, known.id, origin)
        return
      }
      if (mayMail) await confirmation.send(tx, { ...signUp, id, createdAt: now, expiresAt })
      await record(tx, { action: 'account.requested', accountId: null, actor: actorOf(), origin, details: { name } })
    })
  }

  return async function create(input, principal, origin) {
    const name = parseAccountName(input.name, '/body/name')
    const email = parseEmail(input.rootEmail, '/body/root_email')
    const allowed = signUpPolicy(email)
    if (allowed === 'nobody') throw new Refusal('sign_up_not_allowed')
    await countSignUp({ email, origin })
    const { country, companyName, address, website, phoneNumber, mfaToken } = input
    const signUp = {
      email,
      name: name.normalised,
      displayName: name.display,
      firstName: input.firstName?.trim() ?? '',
      lastName: input.lastName?.trim() ?? '',
      ...{ country, companyName, address, website, phoneNumber },
    }
    const user = await findKnownUser(database.read, email)
    const proven = await passwords.verify(input.password, user?.passwordHash ?? null)
    if (user?.emailConfirmed && proven) return openAnother(user, signUp, { principal, mfaToken }, origin)
    // A known address with a wrong password is answered like an unknown one, in the same time.
    if (allowed === 'members') throw new Refusal('sign_up_not_allowed')
    await checkNewPassword(input.password)
    // The password is hashed for known and unknown addresses, so that both take the same time.
    const passwordHash = await passwords.hash(input.password)
    await minimumDuration.hold(() => wait(signUp, input.password, passwordHash, origin))
    return { email_confirmed: false }
  }
}

function recordRefusal(tx: Tx, userId: string, origin: Origin): Promise<void> {
  const target = { type: 'user' as const, id: userId }
  return record(tx, { action: 'account.creation_refused', accountId: null, actor: actorOf(), origin, target })
}

function actorOf(userId?: string): Actor {
  return userId === undefined ? { kind: 'anonymous' } : { kind: 'anonymous', userId }
}
