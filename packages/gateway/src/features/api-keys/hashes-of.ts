import { isWellFormedApiKey } from '../../access/api-key-format.ts'
import type { ImportedKeys } from '../../access/imported-keys/imported-keys.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'

/** The hashes under which a key of the account may be stored; none for a text that can be no key. */
export type HashesOf = (accountId: string, key: string) => Promise<string[]>

export function createHashesOf(importedKeys: Pick<ImportedKeys, 'mayBe' | 'namesWithin'>): HashesOf {
  return async (accountId, key) => {
    if (isWellFormedApiKey(key)) return [sha256(key)]
    return importedKeys.mayBe(key) ? (await importedKeys.namesWithin(accountId))(key) : []
  }
}
