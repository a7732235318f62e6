import { claimAddress, confirmUser } from '../../access/directory/users.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import { keyedHash, sha256 } from '../../platform/crypto/hashing.ts'
import type { Passwords } from '../../platform/crypto/passwords.ts'
import { randomDigits, randomToken } from '../../platform/crypto/random.ts'
import { readTypedCode } from '../../platform/crypto/typed-code.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { ErrorCode } from '../../platform/errors/table.ts'
import type { MinimumDuration } from '../../platform/throttle/minimum-duration.ts'
import type { Tries } from '../../platform/throttle/tries.ts'
import { networkOf } from '../../platform/values/ip-addresses.ts'
import { checkNewPassword } from '../../platform/values/password-policy.ts'
import type { AnonymousMails } from '../../transport/mail/anonymous-mails.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { DropFactors } from '../mfa/drop-factors.ts'
import type { OpenAccount } from './open-account.ts'
import type { SignUpPolicy } from './sign-up-policy.ts'
import { addLink, deleteSignUps, findSignUp, listWaiting, takeSignUp, type WaitingSignUp } from './sign-up-store.ts'

/** How long a sign-up can be confirmed: its link, code and password expire together. */
export const CONFIRMATION_MS = 48 * 3_600_000

/** Ten digits, because the code is accepted without an address: every guess is compared with all waiting sign-ups. */
const CODE_DIGITS = 10

/** These refusals count as a failed try of a code. */
const COUNTED: ReadonlySet<ErrorCode> = new Set(['invalid_confirmation', 'confirmation_needs_password'])

/** How many of the waiting sign-ups of one address get a new mail, the newest first. */
const MOST_RESENT = 3

type Proof = { token: string } | { code: string }
type ProofHash = { tokenHash: string } | { codeHash: string }

export type Confirmed = { account: string; email: string; account_id: string; user_id: string }

/** What the page behind the mailed link shows of a sign-up. */
export type SignUpShown = { account: string; email: string; askedAt: number }

export type Confirmation = {
  /** Mails a link and a code for a sign-up; those of earlier mails stay valid. */
  send(tx: Tx, signUp: Pick<WaitingSignUp, 'id' | 'email' | 'displayName' | 'createdAt' | 'expiresAt'>): Promise<void>
  /** Shows which sign-up a link is for, without using the link up. Undefined if the link is not valid (any more). */
  show(token: string): Promise<SignUpShown | undefined>
  /** confirmEmail, by a token or a code. The password, if one is given, is the user's password from then on. */
  confirm(proof: Proof, password: string | undefined, origin: Origin): Promise<Confirmed>
  /** resendAccountConfirmation: says nothing about whether a mail goes out. */
  resend(email: string, origin: Origin): Promise<void>
}

type Deps = {
  database: Database
  passwords: Passwords
  sendMail: SendMail
  openAccount: OpenAccount
  dropFactors: DropFactors
  signUpPolicy: SignUpPolicy
  publicUrl: string
  /** Hashes codes, which have too little entropy for a bare hash. */
  codeKey: Buffer
  /** Count wrong codes: per network, and of all networks together. */
  codesFromOnePlace: Tries
  codesOverAll: Tries
  anonymousMails: AnonymousMails
  minimumDuration: MinimumDuration
}

/**
 * A user who proves that the mailbox is theirs gets the user record and the account of one sign-up; all other sign-ups
 * for that address are dropped. So the owner of the mailbox has the password that they chose, and nobody else's works
 * (docs/decisions/0019).
 */
export function createConfirmation(deps: Deps): Confirmation {
  const { database, passwords, sendMail, openAccount, dropFactors, publicUrl, codeKey } = deps
  const { codesFromOnePlace, codesOverAll, anonymousMails, signUpPolicy, minimumDuration } = deps
  const hashCode = (digits: string) => keyedHash(codeKey, digits)

  async function send(tx: Tx, signUp: Parameters<Confirmation['send']>[1]): Promise<void> {
    const token = randomToken()
    const code = randomDigits(CODE_DIGITS)
    await addLink(tx, { signUpId: signUp.id, tokenHash: sha256(token), codeHash: hashCode(code) })
    await sendMail(tx, {
      template: 'confirm-email',
      to: signUp.email,
      account: signUp.displayName,
      code: `${code.slice(0, 5)}-${code.slice(5)}`,
      link: `${publicUrl}/confirm-email?token=${token}`,
      askedAt: signUp.createdAt,
      expiresAt: signUp.expiresAt,
    })
  }

  /** Runs `confirm` as a try of a code; only failed tries count. */
  async function asTry<T>(origin: Origin, confirm: () => Promise<T>): Promise<T> {
    const network = networkOf(origin.ip)
    const begun = [await codesFromOnePlace.begin(network)]
    let ending: 'failed' | 'spared' = 'spared'
    try {
      begun.push(await codesOverAll.begin('all'))
      return await confirm()
    } catch (error) {
      // A right code from another network counts as well: otherwise somebody could try passwords with it without limit.
      if (error instanceof Refusal && COUNTED.has(error.code)) ending = 'failed'
      throw error
    } finally {
      await Promise.all(begun.map((one) => one.end(ending)))
    }
  }

  /**
   * The hash of the password that counts. A password that was typed with the link or the code always counts. Without
   * one, the password of the sign-up counts, but only from the network that the sign-up came from: a stranger's sign-up
   * came from elsewhere, and its password must not open what the owner of the mailbox confirms. A code is so short that
   * somebody who tries for years may guess it, so from elsewhere it needs the password of the sign-up, too.
   */
  async function choosePassword(
    { passwordHash, network }: WaitingSignUp,
    by: ProofHash,
    password: string | undefined,
    origin: Origin,
  ): Promise<string> {
    const isHome = network === networkOf(origin.ip)
    if (password === undefined) {
      if (isHome) return passwordHash
      throw new Refusal('confirmation_needs_password')
    }
    if (await passwords.verify(password, passwordHash)) return passwordHash
    if ('codeHash' in by && !isHome) throw new Refusal('confirmation_needs_password')
    await checkNewPassword(password)
    return passwords.hash(password)
  }

  async function open(tx: Tx, signUp: WaitingSignUp, passwordHash: string, origin: Origin): Promise<Confirmed> {
    const { id, email, firstName, lastName, name } = signUp
    // This comes first: if several requests prove the same address at the same instant, the others wait here and are
    // refused.
    const user = await claimAddress(tx, signUp)
    if (!user || !(await takeSignUp(tx, id))) throw new Refusal('invalid_confirmation')
    const dropped = await deleteSignUps(tx, email)
    await dropFactors(tx, user)
    await confirmUser(tx, user, { passwordHash, firstName, lastName })
    const { userId } = user
    const actor = { kind: 'anonymous' as const, userId }
    const accountId = await openAccount(tx, { ...signUp, rootUserId: userId }, { actor, origin })
    await record(tx, {
      action: 'email.confirmed',
      accountId,
      actor,
      origin,
      target: { type: 'user', id: userId },
      details: { other_sign_ups_dropped: dropped },
    })
    return { account: name, email, account_id: accountId, user_id: userId }
  }

  async function confirmBy(by: ProofHash, password: string | undefined, origin: Origin): Promise<Confirmed> {
    const signUp = await findSignUp(database.read, by, Date.now())
    // If the operator has closed sign-ups for this address since, its waiting sign-ups are no longer valid.
    if (!signUp || signUpPolicy(signUp.email) !== 'anybody') throw new Refusal('invalid_confirmation')
    const passwordHash = await choosePassword(signUp, by, password, origin)
    return database.transaction((tx) => open(tx, signUp, passwordHash, origin))
  }

  async function resendTo(email: string, origin: Origin): Promise<void> {
    const asked = await listWaiting(database.read, email, MOST_RESENT, Date.now())
    if (asked.length === 0) return
    // Beyond the limits nothing is lost: the links of earlier mails are valid as long as their sign-ups.
    if ((await anonymousMails.ask('confirmation', email, asked.length)) !== 'send') return
    await database.transaction(async (tx) => {
      const waiting = await listWaiting(tx.db, email, MOST_RESENT, Date.now())
      if (waiting.length === 0) return
      for (const signUp of waiting) await send(tx, signUp)
      await record(tx, {
        action: 'email.confirmation_resent',
        accountId: null,
        actor: { kind: 'anonymous' },
        origin,
        details: { sign_ups: waiting.length },
      })
    })
  }

  return {
    send,

    async show(token) {
      const signUp = await findSignUp(database.read, { tokenHash: sha256(token) }, Date.now())
      return signUp && { account: signUp.displayName, email: signUp.email, askedAt: signUp.createdAt }
    },

    async confirm(proof, password, origin) {
      if ('token' in proof) return confirmBy({ tokenHash: sha256(proof.token) }, password, origin)
      const codeHash = hashCode(parseCode(proof.code))
      return asTry(origin, () => confirmBy({ codeHash }, password, origin))
    },

    async resend(email, origin) {
      await minimumDuration.hold(() => resendTo(email, origin))
    },
  }
}

/** Ten digits, with or without the hyphen that the mail shows; anything else cannot be a code and isn't looked up. */
function parseCode(typed: string): string {
  const digits = readTypedCode(typed)
  if (digits.length !== CODE_DIGITS || !/^\d+$/.test(digits)) throw new Refusal('invalid_confirmation')
  return digits
}
