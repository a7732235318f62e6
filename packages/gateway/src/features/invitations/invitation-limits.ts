import { keyedHash } from '../../platform/crypto/hashing.ts'
import type { Throttle } from '../../platform/throttle/throttle.ts'

/**
 * Counts an invitation mail before it is sent; throws `too_many_requests` beyond what an account may send in a day, or
 * an address may get, so that nobody floods a mailbox through us. Known and unknown addresses count alike.
 */
export type CountInvitation = (accountId: string, email: string) => Promise<void>

export function createCountInvitation({ limiter }: Pick<Throttle, 'limiter'>, hashKey: Buffer): CountInvitation {
  const toOneFromOne = limiter('invitations-to-one')
  const fromAccount = limiter('invitations')
  const toAddress = limiter('invitations-to-address')

  return async (accountId, email) => {
    const address = keyedHash(hashKey, email)
    // The narrowest limit comes first: an account that reaches the limit of one address may still invite others.
    await toOneFromOne.count(`${accountId}/${address}`)
    await fromAccount.count(accountId)
    await toAddress.count(address)
  }
}
