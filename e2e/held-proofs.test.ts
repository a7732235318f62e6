import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { AnonymousOperationId } from '../packages/gateway/src/access/policy.ts'
import { describeEngines } from '../packages/gateway/test/database/engines.ts'
import { changesOf } from '../packages/gateway/test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../packages/gateway/test/gateway.ts'
import { listen } from '../packages/gateway/test/http/raw-http.ts'
import { addWaitingChange } from '../packages/gateway/test/users/address-changes.ts'
import { OWN_PAGE, openConsole, sessionIdOf } from '../packages/gateway/test/users/console-browser.ts'
import {
  addApp,
  addPasskey,
  beginStep,
  challenge,
  freshenSession,
  succeed,
} from '../packages/gateway/test/users/factors.ts'
import { invitationsTo, invite, remove } from '../packages/gateway/test/users/invitations.ts'
import { addMember } from '../packages/gateway/test/users/members.ts'
import { signIn } from '../packages/gateway/test/users/sign-in.ts'
import { freshEmail, freshPlace } from '../packages/gateway/test/users/users.ts'
import { hold } from './held.ts'
import { openClient } from './http.ts'
import { readOperations } from './operations.ts'
import type { Request } from './permission-requests.ts'

type Scene = { test: TestGateway; root: SignedInUser; user: SignedInUser }

/** A request whose proof is in its body or in a cookie, and what makes that proof worthless. */
type Proof = { request: Request; headers?: Record<string, string>; lose(): Promise<unknown> }

const NEW_PASSWORD = 'another-Horse7'

async function resetLink(test: TestGateway, email: string): Promise<string> {
  await succeed(test, 'POST /accounts/request-reset-password', { body: { email }, from: freshPlace() })
  return waitFor(
    async () =>
      (await test.mails()).findLast(({ to, template }) => to === email && template === 'reset-password')?.token,
  )
}

async function resetPassword(test: TestGateway, { email }: SignedInUser): Promise<void> {
  const token = await resetLink(test, email)
  await succeed(test, 'POST /accounts/reset-password', { body: { token, new_password: NEW_PASSWORD } })
}

/** What is recorded of a sign-in that was refused, and of a token that was tried in vain. */
const MAY_CHANGE = ['audit_events', 'passkey_ceremonies', 'sign_in_challenges']

type Prepare = (scene: Scene) => Promise<Proof>

/** The same proof, sent to an operation of the console. */
const toConsole =
  (prepare: () => Prepare | undefined, route: string): Prepare =>
  async (scene) => {
    const proof = await prepare()?.(scene)
    if (!proof) throw new Error('there is no such proof')
    return { ...proof, request: { ...proof.request, route }, headers: OWN_PAGE }
  }

/** The cookie of a session that was begun in the console. */
const byCookie =
  (toRequest: (scene: Scene) => Request): Prepare =>
  async (scene) => {
    const { test, user } = scene
    const browser = openConsole(test, { host: '127.0.0.1' })
    const answer = await browser.signIn(user, user.account)
    const handle = `auth-${sessionIdOf(answer)}`
    return {
      request: toRequest(scene),
      headers: { ...OWN_PAGE, cookie: browser.cookie ?? '' },
      lose: () => succeed(test, `DELETE /accounts/auth-token?token=${handle}`, { bearer: user.bearer }),
    }
  }

const proofs: Partial<Record<AnonymousOperationId, Prepare>> = {
  startConsoleSession: toConsole(() => proofs.authWithPassword, 'POST /console/session'),
  startConsoleSessionWithTotp: toConsole(() => proofs.authWithTotp, 'POST /console/session/totp'),
  startConsoleSessionWithRecoveryCode: toConsole(
    () => proofs.authWithRecoveryCode,
    'POST /console/session/recovery-code',
  ),
  startConsoleSessionWithPasskey: toConsole(() => proofs.completeAuthWithPasskey, 'POST /console/session/passkey'),
  refreshConsoleSession: byCookie(() => ({ route: 'POST /console/session/refresh' })),
  switchConsoleAccount: byCookie(({ user: { account } }) => ({
    route: 'POST /console/session/account',
    body: { account },
  })),
  async authWithApiKey({ test, user: { bearer } }) {
    const { id, key } = await test.issueKey(bearer)
    return {
      request: { route: 'POST /accounts/auth-with-api-key', body: { api_key: key } },
      lose: () => succeed(test, 'DELETE /accounts/api-key', { bearer, body: { id } }),
    }
  },
  authWithPassword: async ({ test, user }) => ({
    request: {
      route: 'POST /accounts/auth-with-password',
      body: { email: user.email, password: user.password, account: user.account },
    },
    lose: () => resetPassword(test, user),
  }),
  async authWithTotp({ test, user }) {
    const { app } = await addApp(test, user.bearer)
    const body = { token: await challenge(test, user), code: app.code(0) }
    return { request: { route: 'POST /accounts/auth-with-totp', body }, lose: () => resetPassword(test, user) }
  },
  async authWithRecoveryCode({ test, user }) {
    const { bearer } = user
    const { codes } = await addApp(test, bearer)
    const body = { token: await challenge(test, user), recovery_code: codes[0], code: codes[0] }
    await freshenSession(test, bearer)
    return {
      request: { route: 'POST /accounts/auth-with-recovery-code', body },
      lose: () => succeed(test, 'POST /accounts/recovery-codes', { bearer }),
    }
  },
  async completeAuthWithPasskey({ test, user: { email, bearer } }) {
    const { authenticator } = await addPasskey(test, bearer)
    const begun = await succeed(test, 'POST /accounts/begin-auth-with-passkey', { body: { email } })
    return {
      request: {
        route: 'POST /accounts/complete-auth-with-passkey',
        body: { credential: authenticator.sign(begun.body.data) },
      },
      lose: () => succeed(test, 'DELETE /accounts/all-passkeys', { bearer }),
    }
  },
  async refreshToken({ test, user }) {
    const { bearer, refreshToken, authHandle } = await signIn(test, user)
    return {
      request: { route: 'POST /accounts/refresh-token', body: { auth_token: bearer, refresh_token: refreshToken } },
      lose: () => succeed(test, `DELETE /accounts/auth-token?token=${authHandle}`, { bearer: user.bearer }),
    }
  },
  async validateToken({ test, user }) {
    const { bearer, authHandle } = await signIn(test, user)
    return {
      request: { route: 'POST /accounts/token-validate', body: { token: bearer } },
      lose: () => succeed(test, `DELETE /accounts/auth-token?token=${authHandle}`, { bearer: user.bearer }),
    }
  },
  async setPassword({ test, root: { bearer } }) {
    const email = freshEmail()
    await invite(test, { bearer }, { email })
    const [token = ''] = await invitationsTo(test, email)
    return {
      request: { route: 'POST /accounts/set-password', body: { token, password: NEW_PASSWORD } },
      lose: () => remove(test, { bearer }, email),
    }
  },
  async resetPassword({ test, user }) {
    const token = await resetLink(test, user.email)
    const body = { password: user.password, new_password: 'a-third-Horse7' }
    return {
      request: { route: 'POST /accounts/reset-password', body: { token, new_password: NEW_PASSWORD } },
      lose: () => succeed(test, 'POST /accounts/reset-password', { bearer: user.bearer, body }),
    }
  },
  async changeEmailAddressAction({ test, user }) {
    const token = await addWaitingChange(test, 'approve', user, freshEmail())
    return {
      request: { route: 'POST /accounts/change-email-address-action', body: { token } },
      lose: () => resetPassword(test, user),
    }
  },
  async openEmbedSession({ test, root, user: { bearer } }) {
    const origin = 'https://app.example.com'
    await succeed(test, 'POST /accounts/embed-origins', { bearer: root.bearer, body: { origin } })
    const body = { origin, key_scopes: ['orders:read'] }
    const asked = await succeed(test, 'POST /accounts/embed-token', { bearer, body })
    return {
      request: { route: 'POST /embed/session', body: { token: asked.body.data.token } },
      headers: { origin },
      lose: () => succeed(test, 'DELETE /accounts/embed-origins', { bearer: root.bearer, body: { origin } }),
    }
  },
}

/** Anybody may, with nothing that could be taken away; or they prove themselves by a signature of the body itself. */
const PROVE_NOTHING: AnonymousOperationId[] = [
  'createAccount',
  'confirmEmail',
  'resendAccountConfirmation',
  'requestResetPassword',
  'beginAuthWithPasskey',
  'beginConsoleSessionWithPasskey',
  'processPaymentWebhook',
  'reportLeakedKeys',
  'requestDeviceAuthorization',
]

/** What proves something at an OpenID provider, or as a device: sign-in.test.ts and device-sign-in.test.ts have it. */
const PROVE_ELSEWHERE: AnonymousOperationId[] = ['startConsoleSessionWithOAuth', 'requestDeviceToken']

/** Attack: as in held-requests.test.ts, by who proves something in the body: a key, a password, a link, a token. */
describeEngines('a proof that is held', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let port: number
  beforeEach(beginStep)
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
    port = await listen(test)
  })
  afterAll(() => test.close())

  it('is one of every anonymous operation that takes a body, or there is none to lose', async () => {
    const client = openClient(`http://127.0.0.1:${port}`)
    const operations = await readOperations(client)
    client.close()
    const anonymous = operations.filter((one) => one.anonymous && one.body !== undefined).map(({ id }) => id)
    expect([...Object.keys(proofs), ...PROVE_NOTHING, ...PROVE_ELSEWHERE].toSorted()).toEqual(anonymous.toSorted())
  })

  const by = ({ headers = {} }: Proof) => ({ headers })

  it.each(Object.entries(proofs))('of %s proves nothing once it is worthless', async (_operation, prepare) => {
    const scene = async () => ({ test, root, user: await addMember(test, root, 'admin') })
    const good = await prepare(await scene())
    const { body: told, status: given } = await (await hold(test, port, good.request, by(good))).finish()
    expect([given, told?.data]).toEqual([200, told?.data || undefined])
    const proof = await prepare(await scene())
    const held = await hold(test, port, proof.request, by(proof))
    await proof.lose()
    const { answer, changed } = await changesOf(test, () => held.finish())
    const { status, body } = answer
    expect([400, 401].includes(status) || body?.data === false).toBe(true)
    expect(changed.filter((table) => !MAY_CHANGE.includes(table))).toEqual([])
  })
})
