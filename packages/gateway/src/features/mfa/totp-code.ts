import { readTypedCode } from '../../platform/crypto/typed-code.ts'

/** SHA-1, six digits, 30 seconds: Google Authenticator and similar apps support only these, whatever the URL says. */
const STEP_MS = 30_000
/** RFC 4226, §4, R6: 160 bits. */
const SECRET_BYTES = 20
/** RFC 6238, §5.2: one step back for a slow network or clock, and one forward. */
const WINDOW = 1

// The library is loaded at its first use: most processes check no code for a long time.
const load = () => import('otpauth')

/** A new secret, base32. */
export async function newSecret(): Promise<string> {
  const { Secret } = await load()
  return new Secret({ size: SECRET_BYTES }).base32
}

/** The key URI that a QR code carries to the app (generateTotpKey); apps show the name beside the address. */
export function keyUri(appName: string, email: string, secret: string): string {
  const issuer = encodeURIComponent(appName)
  const account = encodeURIComponent(email).replaceAll('%40', '@')
  return `otpauth://totp/${issuer}:${account}?secret=${secret}&issuer=${issuer}&algorithm=SHA1&digits=6&period=30`
}

/** The time step of the code, if it is the present one, the one before or the one after. */
export async function findStep(secret: string, code: string, now: number): Promise<number | undefined> {
  const digits = readTypedCode(code)
  if (!/^\d{6}$/.test(digits)) return undefined
  const { Secret, TOTP } = await load()
  const totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: STEP_MS / 1000 })
  const delta = totp.validate({ token: digits, timestamp: now, window: WINDOW })
  return delta === null ? undefined : Math.floor(now / STEP_MS) + delta
}
