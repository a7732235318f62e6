import { type CryptoKey, exportJWK, importJWK, type JWK } from 'jose'
import { randomToken } from '../platform/crypto/random.ts'
import type { Sealer } from '../platform/crypto/sealing.ts'
import { generateSigningKey, isSigningAlgorithm, type SigningAlgorithm } from '../platform/crypto/signing-algorithms.ts'
import { sealedColumns } from '../platform/secrets/sealed-columns.ts'
import type { StoredSigningKey } from './signing-key-store.ts'

export type SigningKey = {
  kid: string
  alg: SigningAlgorithm
  createdAt: number
  publicJwk: JWK
  publicKey: CryptoKey
  privateKey: CryptoKey
}

const sealContext = sealedColumns.tokenSigningKey.context

/** A new key as the database keeps it. */
export async function makeSigningKey(sealer: Sealer, alg: SigningAlgorithm): Promise<StoredSigningKey> {
  const { publicKey, privateKey } = await generateSigningKey(alg)
  const kid = randomToken().slice(0, 16)
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }
  const privateJwkSealed = sealer.seal(JSON.stringify(await exportJWK(privateKey)), sealContext(kid))
  return { kid, publicJwk: JSON.stringify(publicJwk), privateJwkSealed, createdAt: Date.now() }
}

export async function openSigningKey(stored: StoredSigningKey, sealer: Sealer): Promise<SigningKey> {
  const { kid, createdAt } = stored
  const publicJwk = JSON.parse(stored.publicJwk) as JWK
  const { alg } = publicJwk
  if (!isSigningAlgorithm(alg)) throw new Error(`the signing key ${kid} is for ${alg}, which is unknown here`)
  const privateJwk = JSON.parse(sealer.open(stored.privateJwkSealed, sealContext(kid))) as JWK
  const [publicKey, privateKey] = [await asKey(publicJwk, alg), await asKey(privateJwk, alg)]
  return { kid, alg, createdAt, publicJwk, publicKey, privateKey }
}

async function asKey(jwk: JWK, alg: SigningAlgorithm): Promise<CryptoKey> {
  const key = await importJWK(jwk, alg)
  if (key instanceof Uint8Array) throw new Error('the signing key is not an asymmetric one')
  return key
}
