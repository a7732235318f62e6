import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'

/** The longest field that is decoded; no authenticator makes longer ones. */
const LONGEST_FIELD = 16_384

/**
 * Reads a PublicKeyCredential in JSON (WebAuthn Level 3, §5.1.8) in the forms that the contract allows: an object, or
 * the text of one. Its bytes may be in base64url, as browsers write them, or in base64. Returns undefined for anything
 * else.
 */
export function readRegistration(value: unknown): RegistrationResponseJSON | undefined {
  const { id, response } = readCredential(value)
  const clientDataJSON = toBase64Url(response.clientDataJSON)
  const attestationObject = toBase64Url(response.attestationObject)
  if (!id || !clientDataJSON || !attestationObject) return undefined
  const transports = readTransports(response.transports)
  return { ...common(id), response: { clientDataJSON, attestationObject, transports } }
}

/** The same for the credential of a sign-in. */
export function readAssertion(value: unknown): AuthenticationResponseJSON | undefined {
  const { id, response } = readCredential(value)
  const clientDataJSON = toBase64Url(response.clientDataJSON)
  const authenticatorData = toBase64Url(response.authenticatorData)
  const signature = toBase64Url(response.signature)
  if (!id || !clientDataJSON || !authenticatorData || !signature) return undefined
  // It is absent, null or empty if the authenticator stores none.
  const userHandle = response.userHandle ? toBase64Url(response.userHandle) : undefined
  if (response.userHandle && !userHandle) return undefined
  return {
    ...common(id),
    response: { clientDataJSON, authenticatorData, signature, ...(userHandle !== undefined && { userHandle }) },
  }
}

/** Converts base64 or base64url to the form in which ids are stored; undefined for anything else. */
export function toBase64Url(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > LONGEST_FIELD || !/^[\w+/-]+={0,2}$/.test(value)) return undefined
  return value.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

const common = (id: string) => ({
  id,
  rawId: id,
  type: 'public-key' as const,
  clientExtensionResults: {},
})

function readCredential(value: unknown): { id: string | undefined; response: Record<string, unknown> } {
  const { id, rawId = id, type, response } = toRecord(typeof value === 'string' ? parse(value) : value)
  const text = toBase64Url(rawId)
  const isKey = type === 'public-key' && text === toBase64Url(id)
  return { id: isKey ? text : undefined, response: toRecord(response) }
}

const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const

/** Hints for the browser, as the authenticator gave them. Unknown ones are left out, since nobody could use them. */
function readTransports(value: unknown): (typeof TRANSPORTS)[number][] {
  return Array.isArray(value) ? TRANSPORTS.filter((transport) => value.includes(transport)) : []
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
