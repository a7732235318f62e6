import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A security key in software: it makes what a browser and an authenticator make together, with one ES256 passkey. */
export type Authenticator = {
  /** The id of its passkey, base64url. */
  credentialId: string
  /** What navigator.credentials.create gives. */
  register(options: { challenge: string }, odd?: Oddities): Credential
  /** What navigator.credentials.get gives; the counter grows by one, unless it always stays 0. */
  sign(options: { challenge: string }, odd?: Oddities): Credential
}

export type Credential = {
  id: string
  rawId: string
  type: string
  response: Record<string, unknown>
  clientExtensionResults: object
}

/** Deviations: what a browser would not do, or what other authenticators do differently. */
type Oddities = {
  origin?: string
  rpId?: string
  crossOrigin?: boolean
  type?: string
  userVerified?: boolean
  userPresent?: boolean
  counter?: number
  userHandle?: string
  credentialId?: string
  /** The origin of the page that frames this one, as a browser reports it. */
  topOrigin?: string
  /** The flag BE: the passkey may be copied to other devices. */
  backupEligible?: boolean
  /** A public key to send instead of its own, in hex. */
  coseKey?: string
  /** Bytes after the attestation object, in hex. */
  trailing?: string
  /** CBOR of the attestation's format and statement, in hex. */
  attestation?: string
}

export const ORIGIN = 'http://gateway.test'
const RP_ID = 'gateway.test'

/** In CBOR: `"fmt": "none", "attStmt": {}`. */
const NONE = '63666d74646e6f6e656761747453746d74a0'

type Traits = { idBytes?: number; transports?: string[]; hasCounter?: boolean }

export function createAuthenticator({ idBytes = 32, transports, hasCounter = true }: Traits = {}): Authenticator {
  const credentialId = randomBytes(idBytes).toString('base64url')
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  // COSE_Key: {1: 2, 3: -7, -1: 1, -2: x, -3: y}.
  const coseKey = concat('a5010203262001215820', fromBase64(x), '225820', fromBase64(y))
  let uses = 0

  function clientData(type: string, challenge: string, { origin = ORIGIN, crossOrigin = false, ...odd }: Oddities) {
    const { topOrigin } = odd
    return Buffer.from(
      JSON.stringify({ type: odd.type ?? type, challenge, origin, crossOrigin, ...(topOrigin && { topOrigin }) }),
    )
  }

  function authenticatorData(odd: Oddities, attested: Buffer = Buffer.alloc(0)): Buffer {
    const { rpId = RP_ID, userPresent = true, userVerified = true } = odd
    const flags =
      (odd.backupEligible ? 0x08 : 0) |
      (userPresent ? 0x01 : 0) |
      (userVerified ? 0x04 : 0) |
      (attested.length > 0 ? 0x40 : 0)
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(odd.counter ?? (hasCounter ? uses : 0))
    return Buffer.concat([sha256(Buffer.from(rpId)), Buffer.from([flags]), counter, attested])
  }

  const credential = (id: string, response: Record<string, unknown>): Credential => ({
    id,
    rawId: id,
    type: 'public-key',
    response,
    clientExtensionResults: {},
  })

  return {
    credentialId,
    register({ challenge }, odd = {}) {
      const id = odd.credentialId ?? credentialId
      const length = Buffer.alloc(2)
      length.writeUInt16BE(Buffer.byteLength(id, 'base64url'))
      const attested = Buffer.concat([
        Buffer.alloc(16),
        length,
        fromBase64(id),
        odd.coseKey ? concat(odd.coseKey) : coseKey,
      ])
      const data = authenticatorData(odd, attested)
      const size = Buffer.alloc(2)
      size.writeUInt16BE(data.length)
      const attestationObject = concat(
        'a3',
        odd.attestation ?? NONE,
        '68617574684461746159',
        size,
        data,
        odd.trailing ?? '',
      )
      return credential(id, {
        clientDataJSON: clientData('webauthn.create', challenge, odd).toString('base64url'),
        attestationObject: attestationObject.toString('base64url'),
        ...(transports && { transports }),
      })
    },
    sign({ challenge }, odd = {}) {
      uses += 1
      const data = authenticatorData(odd)
      const client = clientData('webauthn.get', challenge, odd)
      const signature = sign('sha256', Buffer.concat([data, sha256(client)]), privateKey)
      return credential(odd.credentialId ?? credentialId, {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: signature.toString('base64url'),
        ...(odd.userHandle !== undefined && { userHandle: odd.userHandle }),
      })
    },
  }
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest()
const fromBase64 = (text: string) => Buffer.from(text, 'base64url')
const concat = (...parts: (string | Buffer)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'hex') : part)))
