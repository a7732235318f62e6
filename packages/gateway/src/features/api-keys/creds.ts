import { deriveKey } from '../../platform/crypto/hashing.ts'
import { openWith, sealWith } from '../../platform/crypto/sealing.ts'
import { type CredsLabels, renderCreds } from '../../transport/messaging/creds.ts'
import type { CredsSigner } from '../../transport/messaging/member-keys.ts'
import { createKeyPair } from '../../transport/messaging/nkeys.ts'
import { userJwt } from '../../transport/messaging/user-claims.ts'

/** The NATS user of an API key: its public key, its seed sealed under the API key, and the creds file's text. */
export type MintedCreds = { userPublicKey: string; seedSealed: string; creds: string }

/** What creds are signed with: of a member, or of one who is about to be added. */
export type Signer = Pick<CredsSigner, 'signingKey' | 'accountPublicKey'>

/** The row that a seed belongs to, and the API key without which nobody gets it back. */
type SeedOwner = { keyId: string; apiKey: string }

/** Makes the NATS user of a new API key. `expiresAt` in milliseconds since the epoch; the creds end with the key. */
export function mintCreds(owner: SeedOwner, signer: Signer, expiresAt: number): MintedCreds {
  const { publicKey: userPublicKey, seed } = createKeyPair('user')
  const seedSealed = sealWith(seedKey(owner), seed, seedContext(owner.keyId))
  return {
    userPublicKey,
    seedSealed,
    creds: sign({ keyId: owner.keyId, userPublicKey, seed, expiresAt }, signer, 'quiva'),
  }
}

/** The creds of an existing key, with a fresh JWT; throws if the seed was not sealed under this API key. */
export function renewCreds(
  owner: SeedOwner,
  stored: { userPublicKey: string; seedSealed: string; expiresAt: number },
  signer: Signer,
  labels: CredsLabels,
): string {
  const seed = openWith(seedKey(owner), stored.seedSealed, seedContext(owner.keyId))
  return sign(
    { keyId: owner.keyId, userPublicKey: stored.userPublicKey, seed, expiresAt: stored.expiresAt },
    signer,
    labels,
  )
}

function sign(
  user: { keyId: string; userPublicKey: string; seed: string; expiresAt: number },
  signer: Signer,
  labels: CredsLabels,
): string {
  const jwt = userJwt(
    {
      userPublicKey: user.userPublicKey,
      // The id, not the name that somebody typed: it shows in the servers' monitoring and leads back to the key.
      name: user.keyId,
      accountPublicKey: signer.accountPublicKey,
      issuedAtSeconds: Math.floor(Date.now() / 1000),
      expiresAtSeconds: Math.floor(user.expiresAt / 1000),
    },
    signer.signingKey,
  )
  return renderCreds(jwt, user.seed, labels)
}

/** HKDF from the API key, which the database does not hold, salted with the row's id: one key per seed. */
function seedKey({ keyId, apiKey }: SeedOwner): Buffer {
  return deriveKey(apiKey, keyId, 'quiva creds seed')
}

const seedContext = (keyId: string) => `api_keys.nats_seed:${keyId}`
