import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { later, SECOND } from '../../../test/run/clock.ts'
import { addMember } from '../../../test/users/members.ts'
import { addUser, freshEmail, freshName, freshPlace, join } from '../../../test/users/users.ts'
import { createSampledEvents } from './sampled-events.ts'

const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }
const WRONG = 'wrong-Horse77'

/** What administrators want to see: refused requests of their members and keys, and strangers who try their account. */
describeEngines('the log of an account', (engine) => {
  let place: Place
  let test: TestGateway
  beforeAll(async () => {
    place = await openPlace(engine)
    test = await openTestGateway(engine, { place })
  })
  afterAll(async () => {
    await test.close()
    await place.remove()
  })

  /** What was remembered is written when the gateway closes, too. */
  async function written(): Promise<void> {
    await test.close()
    test = await openTestGateway(engine, { place })
  }

  type Seen = { action: string; actor: { user_id: string | null }; ip: string; details: Record<string, unknown> }

  async function seenBy({ bearer }: { bearer: string }, action: string): Promise<Seen[]> {
    const answer = await test.call(`GET /accounts/audit-events?action=${action}&limit=1000`, { bearer })
    return answer.body.data
  }

  const signIn = (email: string, account?: string, from = freshPlace()) =>
    test.call('POST /accounts/auth-with-password', { body: { email, password: WRONG, account }, from })

  it('tells what a member may not do, and how often it was tried, in one event', async () => {
    const root = await test.signUp()
    const monitor = await addMember(test, root, 'monitor')
    for (let time = 0; time < 5; time += 1)
      expect((await test.call('PATCH /accounts', { bearer: monitor.bearer, body: { country: 'PT' } })).status).toBe(403)
    await written()
    expect(await seenBy(root, 'request.refused')).toMatchObject([
      {
        actor: { kind: 'interactive', user_id: monitor.userId },
        details: { operation: 'updateAccount', code: 'insufficient_permissions', count: 5 },
      },
    ])
  })

  it('tells what an OAuth client may not do, whose key comes in the header Basic or in the form', async () => {
    const root = await test.signUp()
    const key = async (name: string) => test.issueKey(root.bearer, name, { scopes: ['account:read'] })
    const [inHeader, inForm] = [await key('header'), await key('form')]
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const basic = `Basic ${Buffer.from(`${inHeader.id}:${inHeader.key}`).toString('base64')}`
    const secret = { client_id: inForm.id, client_secret: inForm.key }
    const introspect = (more: Record<string, string>, form: Record<string, string>) =>
      test.call('POST /introspect', {
        headers: { ...headers, ...more },
        body: new URLSearchParams({ token: root.bearer, ...form }).toString(),
      })
    expect((await introspect({ authorization: basic }, {})).status).toBe(403)
    expect((await introspect({}, secret)).status).toBe(403)
    await written()
    const seen = await seenBy(root, 'request.refused')
    expect(seen.map(({ details }) => [details.operation, details.code])).toEqual([
      ['introspectToken', 'insufficient_scope'],
      ['introspectToken', 'insufficient_scope'],
    ])
  })

  it('tells when a key is used beyond its scopes, addresses and rate, also where it is exchanged', async () => {
    const root = await test.signUp()
    const rate_limit = { requests: 1, per_seconds: 86_400 }
    const scoped = await test.issueKey(root.bearer, 'scoped', { scopes: ['account:read'], rate_limit })
    const homely = await test.issueKey(root.bearer, 'homely', { allowed_ips: ['192.0.2.0/24'] })
    await test.call('GET /accounts/users/list', { key: scoped.key })
    await test.call('GET /accounts/info', { key: scoped.key })
    await test.call('GET /accounts/info', { key: homely.key, from: '203.0.113.5' })
    await test.call('POST /accounts/auth-with-api-key', { body: { api_key: homely.key }, from: '203.0.113.5' })
    await written()
    const seen = await seenBy(root, 'request.refused')
    const told = seen.map(({ details }) => [details.operation, details.code].join(' ')).sort()
    expect(told).toEqual([
      'authWithApiKey address_not_allowed',
      'getAccountInfo address_not_allowed',
      'getAccountInfo too_many_requests',
      'listUsersByAccount insufficient_scope',
    ])
    expect(seen.find(({ details }) => details.code === 'too_many_requests')?.details.limit).toBe('key')
    expect(seen.find(({ details }) => details.operation === 'authWithApiKey')).toMatchObject({
      ip: '203.0.113.5',
      target: { type: 'api_key', id: homely.id },
    })
  })

  it('tells of strangers who name the account, and not who they are', async () => {
    const [root, other] = [await test.signUp(), await test.signUp()]
    const [nobody, elsewhere] = [freshPlace(), freshPlace()]
    for (let time = 0; time < 3; time += 1) await signIn(freshEmail(), root.account.toUpperCase(), nobody)
    await signIn(other.email, root.account, elsewhere)
    await signIn(freshEmail(), freshName())
    await signIn(freshEmail())
    await written()
    const seen = await seenBy(root, 'session.refused')
    expect(seen.map(({ ip, actor, details }) => [ip, actor.user_id, details.count]).sort()).toEqual(
      [
        [nobody, null, 3],
        [elsewhere, null, 1],
      ].sort(),
    )
    expect(JSON.stringify(seen)).not.toContain(other.email)
    expect(await seenBy(other, 'session.refused')).toEqual([])
  })

  it('tells of strangers who try a member: in each account that it may have been meant for', async () => {
    const [one, two, three] = [await test.signUp(), await test.signUp(), await test.signUp()]
    const user = await addUser(test)
    await join(test, user, one)
    await join(test, user, two, { suspended: true })
    await join(test, user, three)
    const place = freshPlace()
    await signIn(user.email, undefined, place)
    await signIn(user.email, two.account, place)
    await signIn(user.email, three.account, place)
    await written()
    const numbers = []
    for (const root of [one, two, three]) {
      const seen = await seenBy(root, 'session.refused')
      expect(seen.every(({ actor, ip }) => actor.user_id === user.userId && ip === place)).toBe(true)
      numbers.push(seen.length)
    }
    expect(numbers).toEqual([1, 2, 2])
  })

  it('tells that the way is closed for a member, since too many sign-ins failed', async () => {
    const root: SignedInUser = await test.signUp()
    const place = freshPlace()
    for (let time = 0; time < 8; time += 1) await signIn(root.email, undefined, place)
    await signIn(freshEmail(), undefined, place)
    await written()
    expect(await seenBy(root, 'session.locked_out')).toMatchObject([
      { actor: { user_id: root.userId }, ip: place, details: { limit: 'sign-in', count: 3 } },
    ])
  })

  // Attack: somebody fills an account's log, or the disk, by being refused from many networks.
  it('is not written at will: thirty samples a minute at most, and the next one says how many were left out', async () => {
    const root = await test.signUp()
    const samples = createSampledEvents(test.database, silent)
    const note = (kind: string) =>
      samples.note(kind, async (count) => [
        { action: 'session.refused', accountId: root.accountId, actor: { kind: 'anonymous' }, details: { count } },
      ])
    await later(0, async () => {
      for (let count = 0; count < 40; count += 1) note(`kind ${count}`)
      await samples.flush()
      expect(await seenBy(root, 'session.refused')).toHaveLength(30)
      await later(61 * SECOND, async () => {
        for (let count = 0; count < 3; count += 1) note('kind 7')
        await samples.flush()
        note('kind 7')
        await samples.flush()
        const seen = await seenBy(root, 'session.refused')
        expect(seen).toHaveLength(31)
        expect(seen[0]?.details).toEqual({ count: 3, left_out: 10 })
      })
    })
  })

  it('loses no count when it cannot be written: a minute later it is', async () => {
    const root = await test.signUp()
    let isAway = true
    const { transaction } = test.database
    const samples = createSampledEvents(
      {
        ...test.database,
        transaction: (work) => (isAway ? Promise.reject(new Error('away')) : transaction(work)),
      },
      silent,
    )
    const note = () =>
      samples.note('kind', async (count) => [
        { action: 'session.refused', accountId: root.accountId, actor: { kind: 'anonymous' }, details: { count } },
      ])
    note()
    note()
    await samples.flush()
    isAway = false
    note()
    await samples.flush()
    expect(await seenBy(root, 'session.refused')).toEqual([])
    await later(61 * SECOND, () => samples.flush())
    expect(await seenBy(root, 'session.refused')).toMatchObject([{ details: { count: 3 } }])
  })
})
