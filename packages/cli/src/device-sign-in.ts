import { type Client, ConnectionError, type operations, QuivaError } from '@quiva/client'
import { CliError } from './errors.ts'

export type DeviceCodes = operations['requestDeviceAuthorization']['responses'][200]['content']['application/json']
export type DeviceTokens = operations['requestDeviceToken']['responses'][200]['content']['application/json']

const CLIENT_ID = 'quiva'

/** RFC 8628, §3.5: by how much to slow down when told so, and at least and at most how long to wait. */
const SLOWER_BY_SECONDS = 5
const LEAST_SECONDS = 1
const MOST_SECONDS = 60

/** requestDeviceAuthorization; undefined if the gateway has no device sign-in: an older one, or one without a console. */
export async function beginDeviceSignIn(client: Client): Promise<DeviceCodes | undefined> {
  try {
    return await client.POST('/device/authorization', { body: { client_id: CLIENT_ID } })
  } catch (error) {
    if (error instanceof QuivaError && (error.status === 404 || error.status === 405)) return undefined
    throw error
  }
}

type Waiting = {
  client: Client
  /** Waits so many milliseconds; rejects if the person stops the command. */
  sleep(ms: number): Promise<unknown>
}

/** requestDeviceToken, again and again until the person has decided in the browser, or it is too late. */
export async function waitForTokens(codes: DeviceCodes, { client, sleep }: Waiting): Promise<DeviceTokens> {
  const body = {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: codes.device_code,
    client_id: CLIENT_ID,
  }
  const endsAt = Date.now() + codes.expires_in * 1000
  let seconds = Math.max(codes.interval, LEAST_SECONDS)
  let pause = seconds
  while (Date.now() < endsAt) {
    await sleep(pause * 1000)
    try {
      return await client.POST('/device/token', { body })
    } catch (error) {
      const next = judge(error, seconds)
      seconds = next.seconds
      pause = Math.max(seconds, next.atLeast ?? 0)
    }
  }
  throw refused('expired_token')
}

/** How long to wait from now on; throws what cannot be mended by waiting. */
function judge(error: unknown, seconds: number): { seconds: number; atLeast?: number } {
  if (error instanceof ConnectionError && error.kind === 'no_answer') return { seconds: slower(seconds) }
  if (!(error instanceof QuivaError)) throw error
  const { code, status, retryAfterSeconds: atLeast = 0 } = error
  if (code === 'authorization_pending') return { seconds }
  if (code === 'slow_down') return { seconds: seconds + SLOWER_BY_SECONDS }
  if (status === 429) return { seconds, atLeast }
  if (status >= 500) return { seconds: slower(seconds) }
  if (code === 'access_denied' || code === 'expired_token' || code === 'invalid_grant') throw refused(code)
  throw error
}

/** RFC 8628, §3.5: without an answer, a client asks less often from then on. */
const slower = (seconds: number) => Math.max(seconds, Math.min(seconds * 2, MOST_SECONDS))

const reasons = {
  access_denied: 'The sign-in was denied, or whoever approved it was signed out before it was done.',
  expired_token: 'Nobody approved the sign-in in time. Run again: quiva login',
  invalid_grant: 'The gateway does not know this sign-in any more. Run again: quiva login',
}

const refused = (code: keyof typeof reasons) => new CliError('refused', code, reasons[code])
