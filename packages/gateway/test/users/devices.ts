import type { Answer, TestGateway } from '../gateway.ts'
import { succeed } from './factors.ts'
import { freshPlace } from './users.ts'

export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

/** A device that waits to be approved. */
export type TestDevice = {
  deviceCode: string
  userCode: string
  /** Asks for the tokens; by default as the client, and from the address, that began. */
  poll(more?: { clientId?: string; deviceCode?: string; from?: string }): Promise<Answer>
}

/** A device begins, by default from an address of its own. */
export async function beginDevice(
  test: TestGateway,
  { clientId = 'quiva', from = freshPlace(), agent = 'quiva-cli/0.1.0' } = {},
): Promise<TestDevice> {
  const headers = { 'user-agent': agent }
  const { body } = await succeed(test, 'POST /device/authorization', { body: { client_id: clientId }, from, headers })
  const { device_code: deviceCode, user_code: userCode } = body
  return {
    deviceCode,
    userCode,
    poll: (more = {}) =>
      test.call('POST /device/token', {
        body: {
          grant_type: DEVICE_GRANT,
          device_code: more.deviceCode ?? deviceCode,
          client_id: more.clientId ?? clientId,
        },
        from: more.from ?? from,
        headers,
      }),
  }
}

/** What a user does about a device on the page that shows it. */
export function decideDevice(
  test: TestGateway,
  what: 'find' | 'approve' | 'deny',
  userCode: string,
  by: { bearer?: string; key?: string; from?: string },
): Promise<Answer> {
  return test.call(`POST /device/${what}`, { from: freshPlace(), ...by, body: { user_code: userCode } })
}

/** A device is approved and fetches its tokens. */
export async function signInDevice(test: TestGateway, bearer: string, how: Parameters<typeof beginDevice>[1] = {}) {
  const device = await beginDevice(test, how)
  const approved = await decideDevice(test, 'approve', device.userCode, { bearer })
  if (approved.status !== 200) throw new Error(`approveDeviceSignIn answered ${approved.text}`)
  const { status, body, text } = await device.poll()
  if (status !== 200) throw new Error(`requestDeviceToken answered ${text}`)
  const { access_token: token, refresh_token: refreshToken } = body
  return { bearer: String(token), refreshToken: String(refreshToken), id: sessionOf(token), body }
}

/** The id of the session of an access token. */
export function sessionOf(token: string): string {
  const [, payload = ''] = token.split('.')
  return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sid: string }).sid
}
