import { createAccessTokens } from '../../src/access/access-tokens.ts'
import { createSigningKeyStore, type SigningKeyStore } from '../../src/access/signing-key-store.ts'
import { openSigningKeys } from '../../src/access/signing-keys.ts'
import { readConfig } from '../../src/platform/config/config.ts'
import { createSettingsStore } from '../../src/platform/database/settings-store.ts'
import { openSealer } from '../../src/platform/secrets/master-key.ts'
import type { TestGateway } from '../gateway.ts'

/**
 * The signing keys as one process has them, and how often it has read them from the database; `beforeLoaded` may delay
 * a read.
 */
export async function openKeys(
  { database, place }: Pick<TestGateway, 'database' | 'place'>,
  beforeLoaded = async () => {},
) {
  const config = readConfig(place.environment)
  const sealer = await openSealer(config, createSettingsStore(database))
  const store = createSigningKeyStore(database)
  let loads = 0
  const counting: SigningKeyStore = {
    ...store,
    async list() {
      loads += 1
      const found = await store.list()
      await beforeLoaded()
      return found
    },
  }
  const keys = await openSigningKeys(counting, sealer, config.signingAlgorithm)
  return { keys, tokens: createAccessTokens(keys, 'http://gateway.test'), loads: () => loads }
}
