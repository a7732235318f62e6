import { deriveKey } from '../../platform/crypto/hashing.ts'
import { openWith, sealWith } from '../../platform/crypto/sealing.ts'
import { type CredsLabels, renderCreds } from '../../transport/messaging/creds.ts'
import type { CredsSigner } from '../../transport/messaging/member-keys.ts'
import type { KeyPair } from '../../transport/messaging/nkeys.ts'
import { userJwt } from '../../transport/messaging/user-claims.ts'

/** The NATS user of an API key: its public key, its seed sealed under the API key, and the creds file's text. */
export type MintedCreds = { userPublicKey: string; seedSealed: string; creds: string }

/** The keys with which a member's creds are signed; the member may be one who is just being added. */
export type Signer = Pick<CredsSigner, 'signingKey' | 'accountPublicKey'>

/** The row that a seed belongs to, and the API key with which alone it can be opened. */
export type SeedOwner = { keyId: string; apiKey: string }

/**
 * Makes the NATS user of a new API key from a new key pair. `expiresAt` is in milliseconds since the epoch; the creds
 * expire with the key.
 */
export async function mintCreds(
  owner: SeedOwner,
  { publicKey: userPublicKey, seed }: Pick<KeyPair, 'publicKey' | 'seed'>,
  signer: Signer,
  expiresAt: number,
): Promise<MintedCreds> {
  const signing = sign({ keyId: owner.keyId, userPublicKey, seed, expiresAt }, signer, 'quiva')
  // While a thread signs.
  const seedSealed = sealWith(seedKey(owner), seed, seedContext(owner.keyId))
  return { userPublicKey, seedSealed, creds: await signing }
}

/** Makes the creds of an existing key again, with a new JWT; rejects if the seed was not sealed under this API key. */
export async function renewCreds(
  owner: SeedOwner,
  stored: { userPublicKey: string; seedSealed: string; expiresAt: number },
  signer: Signer,
  labels: CredsLabels,
): Promise<string> {
  const seed = openWith(seedKey(owner), stored.seedSealed, seedContext(owner.keyId))
  return sign(
    { keyId: owner.keyId, userPublicKey: stored.userPublicKey, seed, expiresAt: stored.expiresAt },
    signer,
    labels,
  )
}

async function sign(
  user: { keyId: string; userPublicKey: string; seed: string; expiresAt: number },
  signer: Signer,
  labels: CredsLabels,
): Promise<string> {
  const jwt = await userJwt(
    {
      userPublicKey: user.userPublicKey,
      // The id and not the name that a user typed: the servers' monitoring shows it, and it leads back to the key.
      name: user.keyId,
      accountPublicKey: signer.accountPublicKey,
      issuedAtSeconds: Math.floor(Date.now() / 1000),
      expiresAtSeconds: Math.floor(user.expiresAt / 1000),
    },
    signer.signingKey,
  )
  return renderCreds(jwt, user.seed, labels)
}

/**
 * Derives one key per seed by HKDF, from the API key, which the database does not have, and with the row's id as salt.
 */
function seedKey({ keyId, apiKey }: SeedOwner): Buffer {
  return deriveKey(apiKey, keyId, 'quiva creds seed')
}

const seedContext = (keyId: string) => `api_keys.nats_seed:${keyId}`
