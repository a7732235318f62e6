import { Secret, TOTP } from 'otpauth'
import { vi } from 'vitest'
import type { Answer, Call, TestGateway } from '../gateway.ts'
import { type Authenticator, createAuthenticator } from './authenticator.ts'
import { freshPlace } from './users.ts'

const STEP_MS = 30_000

const realNow = Date.now.bind(Date)
let aheadMs = 0

/** Longer than any test of factors takes. */
const ENOUGH_MS = 20_000

/**
 * For beforeEach: if the current time step ends soon, moves the clock forward to the beginning of the next one, so that
 * no code changes during a test. The clock never goes back, so that nothing from one test lies in the future of the
 * next.
 */
export function beginStep(): void {
  const leftMs = STEP_MS - ((realNow() + aheadMs) % STEP_MS)
  if (leftMs < ENOUGH_MS) aheadMs += leftMs
  vi.spyOn(Date, 'now').mockImplementation(() => realNow() + aheadMs)
}

/** An authenticator app with one secret. */
export type App = {
  secret: string
  /** The code of the time step that is `steps` after the current one. */
  code(steps?: number): string
  /** A code that is not the code of any step that could be accepted now. */
  wrongCode(): string
}

export function createApp(secret: string): App {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  const code = (steps = 0) => totp.generate({ timestamp: Date.now() + steps * STEP_MS })
  return {
    secret,
    code,
    wrongCode() {
      const good = [-1, 0, 1].map(code)
      return ['000000', '111111', '222222', '333333'].find((digits) => !good.includes(digits)) ?? ''
    },
  }
}

/**
 * Changes the session of an access token so that it began just now with a second factor, as after another sign-in.
 * Otherwise every test that sets up more than one factor would need a step-up. The tests of the step-up do not use it.
 */
export async function freshenSession({ database }: TestGateway, bearer: string): Promise<void> {
  const [, payload = ''] = bearer.split('.')
  const { sid } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sid: string }
  const values = { method: 'password+totp', created_at: Date.now() }
  await database.transaction(async ({ db }) => {
    await db.updateTable('sessions').set(values).where('id', '=', sid).execute()
  })
}

/** Sets up an authenticator app with the code of the previous step, so that two more codes can be used at once. */
export async function addApp(
  test: TestGateway,
  bearer: string,
  { freshen = true } = {},
): Promise<{ app: App; codes: string[] }> {
  if (freshen) await freshenSession(test, bearer)
  const { body } = await succeed(test, 'POST /accounts/generate-totp-key', { bearer })
  const app = createApp(body.data.secret)
  const confirmed = { code: app.code(-1), secret: app.secret }
  const answer = await succeed(test, 'POST /accounts/confirm-totp-registration', { bearer, body: confirmed })
  return { app, codes: answer.body.data.recovery_codes }
}

/** Registers a passkey. */
export async function addPasskey(
  test: TestGateway,
  bearer: string,
  authenticator: Authenticator = createAuthenticator(),
  alias = 'key',
): Promise<{ authenticator: Authenticator; codes: string[] }> {
  await freshenSession(test, bearer)
  const { body } = await succeed(test, 'POST /accounts/begin-passkey-registration', { bearer })
  const registration = { credential: authenticator.register(body.data), credential_alias: alias }
  const answer = await succeed(test, 'POST /accounts/complete-passkey-registration', { bearer, body: registration })
  return { authenticator, codes: answer.body.data.recovery_codes }
}

/** Signs in with the password and returns the token of the challenge that waits for the second factor. */
export async function challenge(
  test: TestGateway,
  { email, password }: { email: string; password: string },
  more: { account?: string; from?: string } = {},
): Promise<string> {
  const { from = freshPlace(), account } = more
  const body = { email, password, ...(account !== undefined && { account }) }
  const answer = await succeed(test, 'POST /accounts/auth-with-password', { body, from })
  if (!answer.body.data.token) throw new Error('no second factor was asked for')
  return answer.body.data.token
}

/** Begins and completes a sign-in with a passkey. */
export async function signInWithPasskey(
  test: TestGateway,
  { email }: { email: string },
  authenticator: Authenticator,
  {
    odd,
    bearer,
    ...more
  }: { odd?: Parameters<Authenticator['sign']>[1]; bearer?: string } & Record<string, unknown> = {},
): Promise<Answer> {
  const begun = await succeed(test, 'POST /accounts/begin-auth-with-passkey', { body: { email }, from: freshPlace() })
  const body = { credential: authenticator.sign(begun.body.data, odd), ...more }
  const by = bearer === undefined ? {} : { bearer }
  return test.call('POST /accounts/complete-auth-with-passkey', { body, from: freshPlace(), ...by })
}

/** The audit log's events about a user except sign-ins: action and details, in the order of the actions' names. */
export async function factorEvents({ database }: TestGateway, { userId }: { userId: string }) {
  const rows = await database.read
    .selectFrom('audit_events')
    .select(['action', 'details', 'account_id', 'actor_user_id', 'credential_id'])
    .where('target_id', '=', userId)
    .where('action', 'not like', 'session.%')
    .orderBy('action')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, details: JSON.parse(row.details) as unknown }))
}

/** The status and the error code of an answer. */
export const verdict = ({ status, body }: Answer): unknown[] => [status, body?.code]

export async function succeed(test: TestGateway, route: string, call: Call): Promise<Answer> {
  const answer = await test.call(route, call)
  if (answer.status !== 200) throw new Error(`${route} answered ${answer.text}`)
  return answer
}
