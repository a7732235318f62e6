import { keyedHash, sha256 } from '../../platform/crypto/hashing.ts'

/** A secret under which an account's keys were hashed before they were imported. */
export type ImportSecret = { id: string; accountId: string; secret: Buffer }

/**
 * Fewer characters could be guessed: 20 hex digits are 80 bits, and each guess costs one request. A key of more is a
 * mistake.
 */
export const SHORTEST_KEY = 20
const LONGEST_KEY = 512
/** What begins like a key of this gateway is one, mistyped, cut off or not. */
export const OWN_START = /^mst?-/i

/** Whether a text can be an imported key at all. */
export function mayBeImported(text: string): boolean {
  return text.length >= SHORTEST_KEY && text.length <= LONGEST_KEY && !OWN_START.test(text)
}

/**
 * The `key_hash` of an imported key. It names the account, or the secret, which belongs to one account: two accounts may
 * import the same digest, and neither learns of the other (docs/decisions/0043). The hash of one of our own keys has no
 * `@`, so it is never taken for an imported one, nor the other way round.
 */
export function storedName(digest: string, of: { accountId: string } | { secretId: string }): string {
  return `${digest}@${'secretId' in of ? of.secretId : of.accountId}`
}

/** The digests that a presented key may have been imported with. */
export function digestsOf(key: string, secrets: readonly ImportSecret[]) {
  return [
    { digest: sha256(key), secretId: undefined },
    ...secrets.map(({ id, secret }) => ({ digest: keyedHash(secret, key), secretId: id })),
  ]
}
