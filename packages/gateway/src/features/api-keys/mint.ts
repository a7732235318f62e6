import { createApiKey, lastFour } from '../../access/api-key-format.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'
import { newId } from '../../platform/crypto/random.ts'
import { createSpares } from '../../platform/crypto/spares.ts'
import type { Environment } from '../../platform/values/environments.ts'
import { createKeyPairInThread } from '../../transport/messaging/nkeys.ts'
import { mintCreds, type Signer } from './creds.ts'

/** When a key begins and ends, in milliseconds since the epoch. */
export type Life = { createdAt: number; expiresAt: number }

/** The columns of a new key's row that come from minting it. */
export type MintedRow = Life & {
  id: string
  keyHash: string
  lastFour: string
  natsUserKey: string
  natsSeedSealed: string
}

/** A new key with its creds, which are shown once, and the values that its row stores. */
export type MintedKey = { key: string; creds: string; row: MintedRow }

/** Slow (an Ed25519 key pair, a signature, a sealing), so it comes before the transaction that stores the row. */
export type MintApiKey = (signer: Signer, life: Life & { environment: Environment }) => Promise<MintedKey>

/**
 * How many key pairs of NATS users are made ahead: as many keys as are issued at once under load. Only this process has
 * them: a spare is worth nothing to anybody until a key is issued with it.
 */
const SPARE_KEY_PAIRS = 32

/** Ed25519 happens in libuv's threads: on the event loop, each key would cost all other requests 85 µs more. */
export function createMint(): MintApiKey {
  const userKeys = createSpares(makeUserKey, SPARE_KEY_PAIRS)
  return async (signer, { createdAt, expiresAt, environment }) => {
    const userKey = await userKeys.take()
    const id = newId('key', createdAt)
    const key = createApiKey(environment)
    const owner = { keyId: id, apiKey: key }
    const { userPublicKey, seedSealed, creds } = await mintCreds(owner, userKey, signer, expiresAt)
    const row = {
      id,
      keyHash: sha256(key),
      lastFour: lastFour(key),
      natsUserKey: userPublicKey,
      natsSeedSealed: seedSealed,
      createdAt,
      expiresAt,
    }
    return { key, creds, row }
  }
}

/** Without the private key as an object, which nobody needs here. */
async function makeUserKey() {
  const { publicKey, seed } = await createKeyPairInThread('user')
  return { publicKey, seed }
}

/** The JWT in the creds counts whole seconds. */
export function toWholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000
}
