import { keyedHash } from '../../platform/crypto/hashing.ts'
import type { Database } from '../../platform/database/database.ts'
import { createLimiter } from '../../platform/throttle/limiter.ts'

const DAY_SECONDS = 86_400
/** Mails that one account may send to one address in a day, resent ones too. */
const FROM_ONE_ACCOUNT = 5
/** Mails to one address in a day, whichever accounts send them. */
const FROM_ALL_ACCOUNTS = 20

/**
 * Counts an invitation mail before it is sent; throws `too_many_requests` beyond what an account may send in a day, or
 * an address may get, so that nobody floods a mailbox through us. Known and unknown addresses count alike.
 */
export type CountInvitation = (accountId: string, email: string) => Promise<void>

export function createCountInvitation(database: Database, hashKey: Buffer, perAccountAndDay: number): CountInvitation {
  const daily = (name: string, quota: number) => createLimiter({ name, quota, windowSeconds: DAY_SECONDS }, database)
  const toOneFromOne = daily('invitations-to-one', FROM_ONE_ACCOUNT)
  const fromAccount = daily('invitations', perAccountAndDay)
  const toAddress = daily('invitations-to-address', FROM_ALL_ACCOUNTS)

  return async (accountId, email) => {
    const address = keyedHash(hashKey, email)
    // The narrowest first: an account that is at its end with one address takes nothing from the others.
    await toOneFromOne.count(`${accountId}/${address}`)
    await fromAccount.count(accountId)
    await toAddress.count(address)
  }
}
