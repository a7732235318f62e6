import { createPublicKey, type KeyObject, verify } from 'node:crypto'

/** A public key of GitHub, as GITHUB_SECRET_SCANNING_KEYS has it: DER (SubjectPublicKeyInfo) in base64. */
export type GitHubKey = { identifier: string; publicKey: string }

/** The signature headers of a request; undefined where a header is missing. */
export type Signed = { identifier: string | undefined; signature: string | undefined }

/** Tells whether the body is signed with one of the keys. */
export type CheckSignature = (body: Buffer, signed: Signed) => boolean

/**
 * Checks ECDSA-NIST-P256V1-SHA256 over the raw body, with the signature in base64 (GitHub Docs, "Secret scanning
 * partner program"). If the key's identifier is unknown, the signature is not verified at all.
 */
export function createCheckSignature(keys: readonly GitHubKey[]): CheckSignature {
  const known = new Map<string, KeyObject>(
    keys.map(({ identifier, publicKey }) => [
      identifier,
      createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' }),
    ]),
  )
  return (body, { identifier, signature }) => {
    const key = identifier === undefined ? undefined : known.get(identifier)
    if (!key || signature === undefined) return false
    return verify('sha256', body, key, Buffer.from(signature, 'base64'))
  }
}
