import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { decide, mayEver, type ProtectedOperationId } from '../packages/gateway/src/access/policy.ts'
import { operatorTable, policyTable } from '../packages/gateway/src/access/policy-table.ts'
import { describeEngines, describePostgres, type Engine } from '../packages/gateway/test/database/engines.ts'
import { changesOf } from '../packages/gateway/test/database/snapshot.ts'
import {
  type Call,
  openTestGateway,
  type SignedInUser,
  type TestGateway,
  waitFor,
} from '../packages/gateway/test/gateway.ts'
import { listen, openSocket, readAnswer } from '../packages/gateway/test/http/raw-http.ts'
import { openTestStripe, type TestStripe } from '../packages/gateway/test/services/stripe/stripe.ts'
import { addWaitingChange, followChange } from '../packages/gateway/test/users/address-changes.ts'
import { succeed } from '../packages/gateway/test/users/factors.ts'
import { addMember } from '../packages/gateway/test/users/members.ts'
import { exchangeKey, signIn, type TestSession } from '../packages/gateway/test/users/sign-in.ts'
import { freshEmail, freshPlace } from '../packages/gateway/test/users/users.ts'
import { type Change, changes } from './changing-requests.ts'
import { type Held, hold } from './held.ts'
import { openClient } from './http.ts'
import { type Operation, readOperations } from './operations.ts'
import { type Request, type Requests, requests } from './permission-requests.ts'

type Kind = 'session' | 'key' | 'session of a key'
const kinds: Kind[] = ['session', 'key', 'session of a key']

/** An administrator whose requests are held, with another session in which they may do something about it. */
type Scene = {
  root: SignedInUser
  user: SignedInUser
  key: { id: string; key: string }
  held: TestSession
  other: TestSession
  by: Record<Kind, Call>
}

type Loss = {
  name: string
  /** Whose requests it ends. */
  of: Kind[]
  /** In an account of its own. */
  alone?: true
  /** Only the operations that the role may not do are held. */
  lowered?: true
  happen(test: TestGateway, scene: Scene): Promise<unknown>
}

const NEW_PASSWORD = 'another-Horse7'
const ofKey: Kind[] = ['key', 'session of a key']
const sessions: Kind[] = ['session', 'session of a key']

const asRoot = (route: string, body: (scene: Scene) => object) => (test: TestGateway, scene: Scene) =>
  succeed(test, route, { bearer: scene.root.bearer, body: body(scene) })
const asThemselves = (route: string, body: (scene: Scene) => object) => (test: TestGateway, scene: Scene) =>
  succeed(test, route, { bearer: scene.other.bearer, body: body(scene) })

const losses: Loss[] = [
  {
    name: 'their key is deleted',
    of: ofKey,
    happen: asThemselves('DELETE /accounts/api-key', ({ key: { id } }) => ({ id })),
  },
  {
    name: 'their key is replaced at once',
    of: ofKey,
    happen: asThemselves('POST /accounts/api-key/rotate', ({ key: { id } }) => ({ id, grace_seconds: 0 })),
  },
  {
    name: 'their key gets other scopes',
    of: ofKey,
    happen: asThemselves('PATCH /accounts/api-key', ({ key: { id } }) => ({ id, scopes: ['orders:read'] })),
  },
  {
    name: 'their key gets other networks',
    of: ofKey,
    happen: asThemselves('PATCH /accounts/api-key', ({ key: { id } }) => ({ id, allowed_ips: ['203.0.113.0/24'] })),
  },
  {
    name: 'their role is lowered',
    of: kinds,
    lowered: true,
    happen: asRoot('PATCH /accounts/role', ({ user: { email } }) => ({ email, role: 'monitor' })),
  },
  {
    name: 'they are suspended',
    of: kinds,
    happen: asRoot('PATCH /accounts/suspend-user', ({ user: { email } }) => ({ email, suspend: true })),
  },
  {
    name: 'they are removed',
    of: kinds,
    happen: asRoot('DELETE /accounts/remove-user', ({ user: { email } }) => ({ email })),
  },
  {
    name: 'their sessions are ended by the root',
    of: sessions,
    happen: asRoot('DELETE /accounts/tokens', ({ user: { email } }) => ({ email })),
  },
  {
    name: 'their session is ended',
    of: ['session'],
    happen: (test, { other, held }) =>
      succeed(test, `DELETE /accounts/auth-token?token=${held.authHandle}`, { bearer: other.bearer }),
  },
  {
    name: 'their password is changed',
    of: sessions,
    happen: asThemselves('POST /accounts/reset-password', ({ user: { password } }) => ({
      password,
      new_password: NEW_PASSWORD,
    })),
  },
  {
    name: 'their password is reset by mail',
    of: sessions,
    async happen(test, { user: { email } }) {
      await succeed(test, 'POST /accounts/request-reset-password', { body: { email }, from: freshPlace() })
      const token = await mailedTo(test, email, 'reset-password')
      await succeed(test, 'POST /accounts/reset-password', { body: { token, new_password: NEW_PASSWORD } })
    },
  },
  {
    name: 'their address is changed',
    of: sessions,
    async happen(test, { user, other }) {
      const token = await addWaitingChange(test, 'prove', { ...user, session: other }, freshEmail())
      expect((await followChange(test, token, freshPlace())).status).toBe(200)
    },
  },
  {
    name: 'they delete themselves',
    of: kinds,
    async happen(test, { user: { email }, other: { bearer } }) {
      await succeed(test, 'GET /accounts/email-code', { bearer })
      const code = await codeTo(test, email)
      await succeed(test, `DELETE /accounts/user?email_code=${code}`, { bearer })
    },
  },
  {
    name: 'the account is deleted',
    of: kinds,
    alone: true,
    async happen(test, { root: { email, bearer } }) {
      await succeed(test, 'GET /accounts/email-code', { bearer })
      await succeed(test, 'DELETE /accounts/account', { bearer, body: { email_code: await codeTo(test, email) } })
    },
  },
]

const mailedTo = (test: TestGateway, email: string, template: string) =>
  waitFor(async () => (await test.mails()).find((mail) => mail.to === email && mail.template === template)?.token)
const codeTo = (test: TestGateway, email: string) =>
  waitFor(async () => (await test.mails()).find((mail) => mail.to === email && mail.template === 'email-code')?.code)

/** Would do something as they are, for whoever may: nothing has to be made ready for them. */
const READY: ProtectedOperationId[] = [
  'updateAccount',
  'setEmergencyCredit',
  'addExport',
  'submitContactForm',
  'createUser',
  'updateUser',
  'uploadProfileImage',
  'requestEmailAddressChange',
  'issueApiKey',
  'generateTotpKey',
  'beginPasskeyRegistration',
  'updateMeshNodes',
]

/**
 * Attack: a request is let in by its head, all but its last byte is sent, and it waits until whoever sent it has lost
 * their key, their role, or whatever else. Then the last byte comes. So every operation that takes a body is held through
 * whatever takes a right away, and none of them does anything.
 */
function describeHeld(engine: Engine, { twoGateways }: { twoGateways: boolean }): void {
  let stripe: TestStripe
  let test: TestGateway
  /** Where requests are held; what takes the right away happens at `test`. */
  let holder: TestGateway
  let port: number
  let root: SignedInUser
  let operations: Operation[]
  beforeAll(async () => {
    stripe = await openTestStripe()
    test = await openTestGateway(engine, { environment: stripe.environment })
    holder = twoGateways ? await openTestGateway(engine, { environment: stripe.environment, place: test.place }) : test
    port = await listen(holder)
    root = await test.signUp()
    const client = openClient(`http://127.0.0.1:${port}`)
    operations = (await readOperations(client)).filter(({ anonymous, body }) => !anonymous && body !== undefined)
    client.close()
  })
  afterAll(async () => {
    if (twoGateways) await holder.close()
    await test.close()
    await stripe.close()
  })

  async function setTheScene({ alone }: Loss): Promise<Scene> {
    const owner = alone ? await test.signUp() : root
    const user = await addMember(test, owner, 'admin')
    const [held, other] = [await signIn(test, user), await signIn(test, user)]
    const key = await test.issueKey(other.bearer)
    const bearer = (await exchangeKey(test, key.key)).bearer
    const by = { session: { bearer: held.bearer }, key: { key: key.key }, 'session of a key': { bearer } }
    return { root: owner, user, key, held, other, by }
  }

  /** As good a request as can be had without making anything ready; of an operation that nobody has listed, any. */
  async function requestOf({ id, method, path }: Operation, { user, key, root: owner }: Scene): Promise<Request> {
    const change: Change | undefined = READY.includes(id as ProtectedOperationId)
      ? changes.find(({ operation }) => operation === id)
      : undefined
    if (change) return change.prepare({ user, key }, { test, root: owner, stranger: owner })
    const how: Requests | undefined = Object.hasOwn(requests, id) ? requests[id as keyof typeof requests] : undefined
    return how?.account ?? how?.newcomer ?? how?.self?.(user.email) ?? { route: `${method} ${path}` }
  }

  function mayAsMonitor(id: ProtectedOperationId, kind: Kind): boolean {
    const caller = { role: 'monitor' as const, kind: kind === 'session' ? ('interactive' as const) : ('key' as const) }
    return (['account', 'self', 'member'] as const).some((target) => decide(id, caller, target).allowed)
  }

  /** Of each kind that loses something, every operation that takes a body and lets it in. */
  async function holdAll(loss: Loss, scene: Scene): Promise<{ name: string; ready: boolean; held: Held }[]> {
    const all = []
    for (const kind of loss.of) {
      const by = scene.by[kind]
      // The gate has to know the caller, so that it lets in without looking at the database.
      expect((await holder.call('GET /accounts/info', by)).status).toBe(200)
      for (const operation of operations) {
        const id = operation.id as ProtectedOperationId
        const gate = mayEver(id, 'admin', kind === 'session' ? 'interactive' : 'key')
        if (!gate.allowed || (loss.lowered && mayAsMonitor(id, kind))) continue
        const held = await hold(holder, port, await requestOf(operation, scene), by)
        all.push({ name: `${id} by ${kind}`, ready: READY.includes(id), held })
      }
    }
    return all
  }

  /** Whether the gateway that holds the requests has heard of the loss. */
  const hasHeard = async (loss: Loss, { by }: Scene) => {
    for (const kind of loss.of)
      if ((await holder.call('GET /accounts/audit-events?limit=1', by[kind])).status === 200) return undefined
    return true
  }

  it('holds every operation of the document that takes a credential and a body', () => {
    expect(operations.length).toBeGreaterThan(30)
    for (const { id } of operations) expect([...Object.keys(policyTable), ...operatorTable]).toContain(id)
  })

  // Attack: there is no body at all, but its end is still to come.
  it('does nothing after the end of an empty body in chunks that came too late', async () => {
    const { other, key } = await setTheScene({ name: '', of: [], happen: async () => {} })
    const spare = await test.issueKey(other.bearer)
    expect((await holder.call('GET /accounts/info', { key: key.key })).status).toBe(200)
    const socket = await openSocket(port)
    const arrived = once(holder.gateway.server.server, 'request')
    socket.write(
      `DELETE /accounts/api-key?id=${spare.id} HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${key.key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    )
    await arrived
    await succeed(test, 'DELETE /accounts/api-key', { bearer: other.bearer, body: { id: key.id } })
    const answer = readAnswer(socket)
    socket.write('0\r\n\r\n')
    expect((await answer).status).toBe(401)
    socket.destroy()
    expect((await test.call('GET /accounts/info', { key: spare.key })).status).toBe(200)
  })

  it.each(losses)('does nothing when $name meanwhile', async (loss) => {
    const scene = await setTheScene(loss)
    const all = await holdAll(loss, scene)
    await loss.happen(test, scene)
    const answers: [name: string, status: number, code: string][] = []
    const finish = async (some: typeof all) => {
      const done = await Promise.all(some.map(async ({ name, held }) => ({ name, ...(await held.finish()) })))
      for (const { name, status, body } of done) answers.push([name, status, body?.code])
    }
    // At another gateway these may come before the news of the loss: then it is the transaction that asks.
    await finish(all.filter(({ ready }) => ready))
    await waitFor(() => hasHeard(loss, scene))
    const { changed } = await changesOf(test, () => finish(all.filter(({ ready }) => !ready)))
    expect(answers.filter(([, status]) => status !== 401 && status !== 403)).toEqual([])
    expect(answers.length).toBe(all.length)
    expect(changed).toEqual([])
  })
}

describeEngines('a request that is held', (engine) => describeHeld(engine, { twoGateways: false }))
describePostgres('a request that is held at another gateway', () => describeHeld('postgres', { twoGateways: true }))
