import { generateKeyPairSync } from 'node:crypto'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import type { NewPasskey } from './passkey-store.ts'
import { isSoundKey } from './public-key.ts'

/**
 * The relying party of the passkeys: a domain name, the name that users see (APP_NAME), and the origins of the pages
 * that may use the passkeys.
 */
export type RelyingParty = { id: string; name: string; origins: readonly string[] }

/** How long a browser lets a user try. */
export const CEREMONY_TIMEOUT_MS = 60_000

/**
 * EdDSA, ES256, RS256, which authenticators support. They are listed here, since the library's default includes
 * experimental algorithms.
 */
const ALGORITHMS = [-8, -7, -257]

/** WebAuthn Level 3, §4 (Credential ID) and §7.1, step 25. */
const [SHORTEST_ID_BYTES, LONGEST_ID_BYTES] = [16, 1023]

/** The most characters of an origin that are logged. */
const LONGEST_ORIGIN = 300

// The library is loaded at its first use: that takes 200 ms and 26 MB.
const load = () => import('@simplewebauthn/server')

export type CreationOptions = PublicKeyCredentialCreationOptionsJSON

/** The data that a passkey signs about itself: its counter, and whether it may be copied to other devices (BE). */
export type Assertion = { counter: number; backupEligible: boolean }

export type WebAuthn = {
  /** The options with which a browser makes a passkey for a user who already has the passkeys given here. */
  creationOptions(
    user: { id: string; email: string },
    existing: readonly { credentialId: string; transports: string[] }[],
  ): Promise<CreationOptions>
  /** The passkey that was made for our challenge; undefined if the credential does not prove that. */
  verifyRegistration(credential: RegistrationResponseJSON, challenge: string): Promise<NewPasskey | undefined>
  /**
   * The data that the credential signed together with the challenge, for us, on one of our pages; undefined if the
   * signature is not valid. Without a key, the same work is done, and the answer is undefined.
   */
  verifyAssertion(
    credential: AuthenticationResponseJSON,
    expected: { challenge: string; publicKey: string | undefined; userVerification: boolean },
  ): Promise<Assertion | undefined>
}

export function createWebAuthn(relyingParty: RelyingParty): WebAuthn {
  const expectedOrigin = [...relyingParty.origins]
  const expectedRPID = relyingParty.id
  let nobodysKey: string | undefined

  return {
    async creationOptions({ id, email }, existing) {
      const { generateRegistrationOptions } = await load()
      return generateRegistrationOptions({
        rpName: relyingParty.name,
        rpID: relyingParty.id,
        userID: Buffer.from(id),
        userName: email,
        userDisplayName: email,
        timeout: CEREMONY_TIMEOUT_MS,
        attestationType: 'none',
        excludeCredentials: existing.map(({ credentialId, transports }) => ({
          id: credentialId,
          transports: transports as NonNullable<RegistrationResponseJSON['response']['transports']>,
        })),
        // A passkey without user verification still serves as a second factor.
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
        supportedAlgorithmIDs: ALGORITHMS,
      })
    },

    async verifyRegistration(credential, challenge) {
      const { verifyRegistrationResponse } = await load()
      try {
        if (isFramed(credential) || !(await isPlain(credential))) return undefined
        const { verified, registrationInfo } = await verifyRegistrationResponse({
          response: credential,
          expectedChallenge: challenge,
          expectedOrigin,
          expectedRPID,
          requireUserVerification: false,
          supportedAlgorithmIDs: ALGORITHMS,
        })
        if (!verified) return undefined
        const { id, publicKey, counter } = registrationInfo.credential
        const length = Buffer.byteLength(id, 'base64url')
        if (length < SHORTEST_ID_BYTES || length > LONGEST_ID_BYTES) return undefined
        if (!(await holdsSoundKey(publicKey))) return undefined
        return {
          credentialId: id,
          publicKey: Buffer.from(publicKey).toString('base64url'),
          counter,
          backupEligible: registrationInfo.credentialDeviceType === 'multiDevice',
          transports: credential.response.transports ?? [],
        }
      } catch {
        // The library throws for everything that cannot be decoded or does not fit, and the cause is always the
        // client's input.
        return undefined
      }
    },

    async verifyAssertion(credential, { challenge, publicKey, userVerification }) {
      const { verifyAuthenticationResponse } = await load()
      nobodysKey ??= createNobodysKey()
      try {
        const { verified, authenticationInfo } = await verifyAuthenticationResponse({
          response: credential,
          expectedChallenge: challenge,
          expectedOrigin,
          expectedRPID,
          requireUserVerification: userVerification,
          // The counter is compared only after the signature was verified (passkey-sign-in.ts). Otherwise anybody could
          // make a passkey look copied.
          credential: { id: credential.id, publicKey: Buffer.from(publicKey ?? nobodysKey, 'base64url'), counter: 0 },
        })
        const isGood = verified && publicKey !== undefined && !isFramed(credential)
        const { newCounter: counter, credentialDeviceType } = authenticationInfo
        return isGood ? { counter, backupEligible: credentialDeviceType === 'multiDevice' } : undefined
      } catch {
        return undefined
      }
    },
  }
}

type WithClientData = { response: { clientDataJSON: string } }

/** The challenge in the credential; it is not verified yet. */
export function challengeOf(credential: WithClientData): string | undefined {
  const { challenge } = clientDataOf(credential)
  return typeof challenge === 'string' ? challenge : undefined
}

/** The page named in the credential, on which it was made or used, in words for the log; it is not verified. */
export function originIn(credential: WithClientData): string {
  const { origin } = clientDataOf(credential)
  return typeof origin === 'string' && URL.canParse(origin)
    ? `it came from ${new URL(origin).origin.slice(0, LONGEST_ORIGIN)}`
    : 'it does not say from where'
}

/**
 * §7.1, steps 10 and 11, and §7.2, steps 13 and 14: our pages are never shown in a frame of another site. `crossOrigin`
 * says that this happened, and so does `topOrigin` alone.
 */
function isFramed(credential: WithClientData): boolean {
  const { crossOrigin, topOrigin } = clientDataOf(credential)
  return (crossOrigin !== undefined && crossOrigin !== false) || topOrigin !== undefined
}

type ClientData = { challenge?: unknown; origin?: unknown; crossOrigin?: unknown; topOrigin?: unknown }

function clientDataOf({ response }: WithClientData): ClientData {
  try {
    const { challenge, origin, crossOrigin, topOrigin } = JSON.parse(
      Buffer.from(response.clientDataJSON, 'base64url').toString(),
    )
    return { challenge, origin, crossOrigin, topOrigin }
  } catch {
    return {}
  }
}

/**
 * We ask for no attestation, so browsers send none, or one that the passkey signed itself (§5.1.3, step 22). Other
 * attestations carry certificates, and the library would fetch revocation lists from the addresses in them.
 */
async function isPlain({ response }: RegistrationResponseJSON): Promise<boolean> {
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers')
  const bytes = Buffer.from(response.attestationObject, 'base64url')
  await readOneItem(bytes)
  const attestation = decodeAttestationObject(bytes)
  const format = attestation.get('fmt')
  return format === 'none' || (format === 'packed' && attestation.get('attStmt').get('x5c') === undefined)
}

/** Throws unless the bytes are exactly one item of CBOR: the library reads the first item and ignores what follows. */
async function readOneItem(bytes: Uint8Array): Promise<unknown> {
  const { decodeCBOR } = await import('@levischuck/tiny-cbor')
  return decodeCBOR(Uint8Array.from(bytes))
}

async function holdsSoundKey(publicKey: Uint8Array): Promise<boolean> {
  const key = await readOneItem(publicKey)
  return key instanceof Map && isSoundKey(key)
}

/** A COSE_Key (RFC 9053, §7.1.1) of ES256 whose private key nobody has. */
function createNobodysKey(): string {
  const { x = '', y = '' } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
  const head = Buffer.from('a5010203262001215820', 'hex')
  const middle = Buffer.from('225820', 'hex')
  return Buffer.concat([head, Buffer.from(x, 'base64url'), middle, Buffer.from(y, 'base64url')]).toString('base64url')
}
