import { type Actor, type Origin, record } from '../audit/audit.ts'
import type { CountSignUp } from '../authentication/attempts.ts'
import type { MarkPassword } from '../authentication/pretended.ts'
import type { Passwords } from '../crypto/passwords.ts'
import type { Database, Tx } from '../database/database.ts'
import { Refusal } from '../errors/refusal.ts'
import type { SendMail } from '../mail/work.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { inEvenTime } from '../throttle/even-time.ts'
import { allows, type Limiter } from '../throttle/limiter.ts'
import { parseEmail } from '../users/email.ts'
import { holdPerson } from '../users/hold.ts'
import { checkNewPassword } from '../users/password-policy.ts'
import { type ActivateAccount, cleanupWork } from './activate.ts'
import { CONFIRMATION_MS, type Confirmation } from './confirmation.ts'
import { type AccountName, parseAccountName } from './names.ts'
import {
  accountConflict,
  addAccount,
  addUser,
  claimUser,
  type Founder,
  findFirstHoldExpiry,
  findFounder,
  holdName,
  isNameTaken,
  releaseName,
} from './store.ts'

export type CreateAccountInput = {
  name: string
  rootEmail: string
  password: string
  firstName?: string | undefined
  lastName?: string | undefined
  country?: string | undefined
  companyName?: string | undefined
  address?: string | undefined
  website?: string | undefined
  phoneNumber?: string | undefined
}

type Parts = {
  database: Database
  passwords: Passwords
  outbox: Outbox
  sendMail: SendMail
  confirmation: Confirmation
  activate: ActivateAccount
  countSignUp: CountSignUp
  /** How many notices somebody else's attempts may bring a person; beyond, only the mail is left out. */
  noticesPerPerson: Limiter
  markPassword: MarkPassword
  /** Whether a plan has to be chosen; without payments every account is active on the free one (Decision 18). */
  takesPayments: boolean
}

export type CreateAccount = (input: CreateAccountInput, origin: Origin) => Promise<{ email_confirmed: boolean }>

/**
 * createAccount. A new person founds an account that waits for their address to be confirmed; a person with a confirmed
 * address proves the password they have and gets one at once. Everybody else is answered like a new person, in the same
 * time: nothing is made, the owner of the address gets a mail, and the name looks taken from then on, so that asking
 * twice finds out no more than asking once (Decision 14).
 */
export function createCreateAccount({
  database,
  passwords,
  outbox,
  sendMail,
  confirmation,
  activate,
  countSignUp,
  noticesPerPerson,
  markPassword,
  takesPayments,
}: Parts): CreateAccount {
  return async function create(input, origin) {
    const name = parseAccountName(input.name, '/body/name')
    const email = parseEmail(input.rootEmail, '/body/root_email')
    await countSignUp({ email, origin })
    const founder = await findFounder(database.read, email)
    const proven = await passwords.verify(input.password, founder?.passwordHash ?? null)
    if (founder?.emailConfirmed && proven) return foundAnother(founder, name, input, origin)
    await checkNewPassword(input.password)
    // Hashed on both ways, so that they take the same time.
    const passwordHash = await passwords.hash(input.password)
    // Somebody may found an account with this address at the same instant: whoever is second comes upon a known person.
    await inEvenTime(async () => {
      const isKnown = founder && (founder.emailConfirmed || founder.isRootSomewhere)
      const known = isKnown ? founder : await foundFirst(email, passwordHash, name, input, origin)
      if (known) await answerLikeNew(known, name, input.password, origin)
    })
    return { email_confirmed: false }
  }

  /** Makes person and account; resolves with the person instead if the address has one by now. */
  async function foundFirst(
    email: string,
    passwordHash: string,
    name: AccountName,
    input: CreateAccountInput,
    origin: Origin,
  ): Promise<Founder | undefined> {
    return database.transaction(async (tx) => {
      if (await isNameTaken(tx.db, name.normalised, undefined, Date.now())) throw new Refusal('account_name_taken')
      const person = {
        email,
        passwordHash,
        firstName: input.firstName?.trim() ?? '',
        lastName: input.lastName?.trim() ?? '',
      }
      // An invitation binds nobody (Decision 10): who was only invited signs up like anybody.
      const userId = (await addUser(tx, person)) ?? (await claimUser(tx, person))
      if (userId === undefined) return findFounder(tx.db, email)
      const accountId = await add(tx, { userId, name, input, origin })
      const expiresAt = Date.now() + CONFIRMATION_MS
      await outbox.enqueue(tx, cleanupWork, null, { key: accountId, dueAt: expiresAt })
      await confirmation.send(tx, { userId, accountId, email, account: name.display, expiresAt })
      return undefined
    })
  }

  async function foundAnother(founder: Founder, name: AccountName, input: CreateAccountInput, origin: Origin) {
    if (founder.isRootSomewhere) throw new Refusal('already_root')
    await database.transaction(async (tx) => {
      if (!(await holdPerson(tx, founder.id))) throw new Refusal('invalid_credentials')
      if (await isNameTaken(tx.db, name.normalised, founder.id, Date.now())) throw new Refusal('account_name_taken')
      await releaseName(tx, name.normalised)
      const accountId = await add(tx, { userId: founder.id, name, input, origin })
      await activate(tx, { accountId, userId: founder.id, actor: actorOf(founder.id), origin })
    })
    return { email_confirmed: true }
  }

  async function answerLikeNew(founder: Founder, name: AccountName, password: string, origin: Origin): Promise<void> {
    const mayMail = await allows(noticesPerPerson, founder.id)
    await database.transaction(async (tx) => {
      const now = Date.now()
      if (await isNameTaken(tx.db, name.normalised, undefined, now)) throw new Refusal('account_name_taken')
      // All names of a person who never confirms are free at the same moment, 48 hours after the first.
      const first = await findFirstHoldExpiry(tx.db, founder.id, now)
      const hold = { expiresAt: first ?? now + CONFIRMATION_MS, passwordMark: markPassword(founder.id, password) }
      await holdName(tx, { name: name.normalised, userId: founder.id, ...hold })
      if (mayMail) await sendMail(tx, { template: 'account-exists', to: founder.email })
      await record(tx, {
        action: 'account.creation_refused',
        accountId: null,
        actor: actorOf(),
        origin,
        target: { type: 'user', id: founder.id },
      })
    })
  }

  async function add(
    tx: Tx,
    { userId, name, input, origin }: { userId: string; name: AccountName; input: CreateAccountInput; origin: Origin },
  ): Promise<string> {
    const { country, companyName, address, website, phoneNumber } = input
    const details = { country, companyName, address, website, phoneNumber }
    const accountId = await addAccount(tx, {
      name: name.normalised,
      displayName: name.display,
      rootUserId: userId,
      subscription: takesPayments ? { status: 'pending', plan: null } : { status: 'active', plan: 'free' },
      ...details,
    }).catch((error: unknown) => {
      // Only a race gets here: two of the same name, or of the same root, at the same instant.
      const conflict = accountConflict(error)
      if (conflict) throw new Refusal(conflict === 'name' ? 'account_name_taken' : 'already_root', { cause: error })
      throw error
    })
    await record(tx, {
      action: 'account.created',
      accountId,
      actor: actorOf(userId),
      origin,
      target: { type: 'account', id: accountId },
    })
    return accountId
  }
}

function actorOf(userId?: string): Actor {
  return userId === undefined ? { kind: 'anonymous' } : { kind: 'anonymous', userId }
}
