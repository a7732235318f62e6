import { createApiKey, lastFour } from '../../access/api-key-format.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'
import { newId } from '../../platform/crypto/random.ts'
import type { Environment } from '../../platform/values/environments.ts'
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

/** This is slow (two Ed25519 key pairs, a sealing), so call it before the transaction that stores the row. */
export function mintApiKey(
  signer: Signer,
  { createdAt, expiresAt, environment }: Life & { environment: Environment },
): MintedKey {
  const id = newId('key', createdAt)
  const key = createApiKey(environment)
  const { userPublicKey, seedSealed, creds } = mintCreds({ keyId: id, apiKey: key }, signer, expiresAt)
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

/** The JWT in the creds counts whole seconds. */
export function toWholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000
}
