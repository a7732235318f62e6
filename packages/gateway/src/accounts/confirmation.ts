import { type Actor, type Origin, record } from '../audit/audit.ts'
import { keyedHash, sha256 } from '../crypto/hashing.ts'
import { randomDigits, randomToken } from '../crypto/random.ts'
import { readTypedCode } from '../crypto/typed-code.ts'
import type { Database, Tx } from '../database/database.ts'
import { Refusal } from '../errors/refusal.ts'
import type { SendMail } from '../mail/work.ts'
import { inEvenTime } from '../throttle/even-time.ts'
import type { Limiter } from '../throttle/limiter.ts'
import { networkOf } from '../throttle/network.ts'
import type { Tries } from '../throttle/tries.ts'
import type { ActivateAccount } from './activate.ts'
import { readConfirmed, replaceConfirmation, takeConfirmation } from './confirmation-store.ts'
import { findUnconfirmed, markEmailConfirmed } from './store.ts'

/** How long an address may stay unconfirmed: link, code and account end together (behaviour.md §1.8). */
export const CONFIRMATION_MS = 48 * 3_600_000

/** Ten digits, since the code is accepted without an address (Decision 12). */
const CODE_DIGITS = 10

export type Confirmed = { account: string; email: string; account_id: string; user_id: string }

export type Confirmation = {
  /** Mails a new link and code; earlier ones stop working. */
  send(
    tx: Tx,
    to: { userId: string; accountId: string; email: string; account: string; expiresAt: number },
  ): Promise<void>
  /** confirmEmail: exactly one of token and code. */
  confirm(proof: { token: string } | { code: string }, origin: Origin): Promise<Confirmed>
  /** resendAccountConfirmation: says nothing about whether a mail goes out. */
  resend(email: string, origin: Origin): Promise<void>
}

type Parts = {
  database: Database
  sendMail: SendMail
  activate: ActivateAccount
  publicUrl: string
  /** Hashes codes, which have too little entropy for a bare hash. */
  codeKey: Buffer
  /** Wrong codes: per network, and over all. */
  codesFromOnePlace: Tries
  codesOverAll: Tries
  /** Mails asked for by address, known or not. */
  mailsPerAddress: Limiter
  /** Whoever founds accounts with the addresses of others would mail them once a minute for days. */
  resendsPerAddress: Limiter
}

/** Proving that the root's address is theirs; the token and the code of one mail are one credential. */
export function createConfirmation(parts: Parts): Confirmation {
  const { database, sendMail, activate, publicUrl, codeKey, codesFromOnePlace, codesOverAll } = parts
  const { mailsPerAddress, resendsPerAddress } = parts
  const hashCode = (digits: string) => keyedHash(codeKey, digits)

  async function send(tx: Tx, to: Parameters<Confirmation['send']>[1]): Promise<void> {
    const token = randomToken()
    const code = randomDigits(CODE_DIGITS)
    const { userId, accountId, expiresAt } = to
    await replaceConfirmation(tx, { userId, accountId, tokenHash: sha256(token), codeHash: hashCode(code), expiresAt })
    const link = `${publicUrl}/confirm-email?token=${token}`
    await sendMail(tx, {
      template: 'confirm-email',
      to: to.email,
      account: to.account,
      code: `${code.slice(0, 5)}-${code.slice(5)}`,
      link,
      expiresAt,
    })
  }

  /** Decision 10: what was set before the address was proven does not count once it was invited. */
  async function tellOfDroppedPassword(
    tx: Tx,
    to: string,
    { accountId, userId }: { accountId: string; userId: string },
    by: { actor: Actor; origin: Origin },
  ): Promise<void> {
    const target = { type: 'user' as const, id: userId }
    await record(tx, { action: 'password.dropped', accountId, ...by, target })
    await sendMail(tx, { template: 'password-dropped', to, confirmedAt: Date.now() })
  }

  /** Runs `confirm` as a try at a code: only those that fail count in the end. */
  async function asTry<T>(origin: Origin, confirm: () => Promise<T>): Promise<T> {
    const network = networkOf(origin.ip)
    const begun = [await codesFromOnePlace.begin(network)]
    let ending: 'failed' | 'spared' = 'spared'
    try {
      begun.push(await codesOverAll.begin('all'))
      return await confirm()
    } catch (error) {
      if (error instanceof Refusal && error.code === 'invalid_confirmation') ending = 'failed'
      throw error
    } finally {
      await Promise.all(begun.map((one) => one.end(ending)))
    }
  }

  function confirmBy(by: { tokenHash: string } | { codeHash: string }, origin: Origin): Promise<Confirmed> {
    return database.transaction(async (tx) => {
      const taken = await takeConfirmation(tx, by, Date.now())
      const names = taken && (await readConfirmed(tx, taken))
      if (!taken || !names) throw new Refusal('invalid_confirmation')
      const actor: Actor = { kind: 'anonymous', userId: taken.userId }
      const passwordDropped = await markEmailConfirmed(tx, taken.userId)
      if (passwordDropped) await tellOfDroppedPassword(tx, names.email, taken, { actor, origin })
      await record(tx, {
        action: 'email.confirmed',
        accountId: taken.accountId,
        actor,
        origin,
        target: { type: 'user', id: taken.userId },
      })
      await activate(tx, { accountId: taken.accountId, userId: taken.userId, actor, origin })
      return names
    })
  }

  async function resendTo(email: string, origin: Origin): Promise<void> {
    await database.transaction(async (tx) => {
      const waiting = await findUnconfirmed(tx.db, email)
      if (!waiting) return
      const { userId, accountId, displayName: account, createdAt } = waiting
      const expiresAt = createdAt + CONFIRMATION_MS
      if (expiresAt <= Date.now()) return
      await send(tx, { userId, accountId, email, account, expiresAt })
      await record(tx, {
        action: 'email.confirmation_resent',
        accountId,
        actor: { kind: 'anonymous' },
        origin,
        target: { type: 'user', id: userId },
      })
    })
  }

  return {
    send,

    async confirm(proof, origin) {
      if ('token' in proof) return confirmBy({ tokenHash: sha256(proof.token) }, origin)
      const codeHash = hashCode(parseCode(proof.code))
      return asTry(origin, () => confirmBy({ codeHash }, origin))
    },

    async resend(email, origin) {
      const address = keyedHash(codeKey, email)
      await mailsPerAddress.count(address)
      await resendsPerAddress.count(address)
      await inEvenTime(() => resendTo(email, origin))
    },
  }
}

/** Ten digits, with or without the hyphen that the mail shows; anything else cannot be a code and isn't looked up. */
function parseCode(typed: string): string {
  const digits = readTypedCode(typed)
  if (digits.length !== CODE_DIGITS || !/^\d+$/.test(digits)) throw new Refusal('invalid_confirmation')
  return digits
}
