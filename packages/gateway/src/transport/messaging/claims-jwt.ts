import { hash } from 'node:crypto'
import { type KeyPair, signWith, signWithInThread } from './nkeys.ts'

/**
 * What NATS reads from a JWT. `nats` is the part that depends on `type`; times are Unix seconds. Without
 * `expiresAtSeconds` the claims never expire.
 */
export type Claims = {
  subject: string
  name: string
  type: 'operator' | 'account' | 'user' | 'activation' | 'generic'
  nats: Record<string, unknown>
  issuedAtSeconds: number
  expiresAtSeconds?: number
}

const header = encode('{"typ":"JWT","alg":"ed25519-nkey"}')

/**
 * A NATS JWT, version 2. The same claims and signer give the same text, and jti (the base64 of SHA-512 over the rest)
 * changes with any other member: servers believe that they already have claims with an equal jti.
 *
 * The order of the members is that of `@nats-io/jwt`, so that its output serves as the oracle in tests.
 */
export function signClaims(claims: Claims, signer: KeyPair): string {
  const signed = toBeSigned(claims, signer)
  return withSignature(signed, signWith(signer, Buffer.from(signed, 'ascii')))
}

/** The same, signed in one of libuv's threads: for JWTs that requests make by the thousand. */
export async function signClaimsInThread(claims: Claims, signer: KeyPair): Promise<string> {
  const signed = toBeSigned(claims, signer)
  return withSignature(signed, await signWithInThread(signer, Buffer.from(signed, 'ascii')))
}

function toBeSigned(claims: Claims, signer: KeyPair): string {
  const json = JSON.stringify({
    exp: claims.expiresAtSeconds,
    aud: 'NATS',
    name: claims.name,
    sub: claims.subject,
    nats: { ...claims.nats, type: claims.type, version: 2 },
    iss: signer.publicKey,
    iat: claims.issuedAtSeconds,
  })
  const jti = hash('sha512', json, 'base64')
  return `${header}.${encode(`${json.slice(0, -1)},"jti":"${jti}"}`)}`
}

function withSignature(signed: string, signature: Buffer): string {
  return `${signed}.${signature.toString('base64url')}`
}

function encode(json: string): string {
  return Buffer.from(json, 'utf8').toString('base64url')
}
