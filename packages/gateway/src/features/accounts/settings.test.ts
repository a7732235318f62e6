import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { openAccount, signedInMember } from '../../../test/users/accounts.ts'
import { eventsAbout } from '../../../test/users/sign-in.ts'

describeEngines('the settings of an account', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  const members = new Map<string, SignedInUser>()
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await openAccount(test)
    for (const role of ['admin', 'developer', 'billing'] as const)
      members.set(role, await signedInMember(test, root, { role }))
    members.set('root', root)
  })
  afterAll(() => test.close())

  const bearerOf = (role: string) => members.get(role)?.bearer ?? ''
  const info = async (by: { bearer?: string; key?: string } = root) =>
    (await test.call('GET /accounts/info', by)).body.data
  const refusal = ({ status, body }: Awaited<ReturnType<TestGateway['call']>>) => [
    status,
    body.code,
    body.details?.map(({ path }: { path: string }) => path),
  ]

  describe('updateAccount', () => {
    const update = (body: unknown, by: { bearer?: string; key?: string } = root) =>
      test.call('PATCH /accounts', { ...by, body })

    it('changes what is in the body and nothing else, for everybody who is signed in, at once', async () => {
      const { key } = await test.issueKey(root.bearer)
      const before = await info({ key })
      const changes = { country: 'PT', company_name: 'ACME', address: 'Rua 1', website: 'https://acme.example' }
      const more = { phone_number: '+351', region: 'eu', provider: 'aws', cloud: true, hub: true }
      await update(changes)
      const answer = await update(more)
      expect(answer.status).toBe(200)
      expect(answer.body).toEqual({ data: { ...before, ...changes, ...more, version: expect.any(String) } })
      for (const by of [{ key }, root, { bearer: bearerOf('developer') }])
        expect(await info(by)).toEqual(answer.body.data)
      const events = await eventsAbout(test, root.accountId)
      expect(events.at(-1)).toMatchObject({ action: 'account.updated', actor_user_id: root.userId })
      expect(JSON.parse(events.at(-1)?.details ?? '')).toEqual({ members: 'phone_number region provider cloud hub' })
    })

    it('changes nothing for an empty object, for what is so already, and for what has an operation of its own', async () => {
      await update({ country: 'PT', cloud: true })
      const own = { name: 'x', display_name: 'x', id: '1', root_email: 'eve@example.com', role: 'root' }
      const others = { emergency_credit: 9, subscription_plan: 'pro', subscription_status: 'active', bstier: 7 }
      for (const body of [{}, { country: 'PT', cloud: true }, { ...own, ...others, deletion_scheduled_for: 1 }]) {
        const { answer, changed } = await changesOf(test, () => update(body))
        expect([answer.status, changed]).toEqual([200, []])
        expect(answer.body.data).toEqual(await info())
      }
    })

    it('clears a member with an empty text: it is absent then', async () => {
      await update({ country: 'PT', website: 'https://acme.example' })
      const { data } = (await update({ website: '' })).body
      expect([data.country, 'website' in data]).toEqual(['PT', false])
    })

    it('merges the progress of a user interface member by member, and takes out what is null', async () => {
      const progress = async (onboarding_progress: object) =>
        (await update({ onboarding_progress })).body.data.onboarding_progress
      expect(await progress({ tour: { step: 1 }, seen: ['a'] })).toEqual({ tour: { step: 1 }, seen: ['a'] })
      expect(await progress({ tour: { at: 2 }, '': 0 })).toEqual({ tour: { at: 2 }, seen: ['a'], '': 0 })
      expect(await progress({ seen: null, '': null })).toEqual({ tour: { at: 2 } })
      expect((await update({})).body.data.onboarding_progress).toEqual({ tour: { at: 2 } })
      expect(await info()).not.toHaveProperty('onboarding_progress')
      expect(await progress({ tour: null })).toBeUndefined()
    })

    it('loses nothing of ten changes at the same instant', async () => {
      const names = Array.from({ length: 10 }, (_, index) => `step ${index}`)
      await Promise.all(names.map((name) => update({ onboarding_progress: { [name]: true } })))
      const { onboarding_progress: merged } = (await update({})).body.data
      expect(Object.keys(merged).sort()).toEqual(names)
    })

    it.each<[path: string, why: string, body: unknown]>([
      ['onboarding_progress', 'too large', { onboarding_progress: { x: 'x'.repeat(16_384) } }],
      ['onboarding_progress', 'an array', { onboarding_progress: [] }],
      ['onboarding_progress', 'a text', { onboarding_progress: 'done' }],
      ['onboarding_progress', 'with NUL in a name', { onboarding_progress: { 'a\0': 1 } }],
      ['country', 'null', { country: null }],
      ['country', 'too long', { country: 'x'.repeat(201) }],
      ['website', 'half a character', { website: '\ud800' }],
      ['cloud', 'a text', { cloud: 'true' }],
      ['hub', 'a number, beside what is right', { hub: 1, country: 'DE' }],
    ])('refuses %s that is %s, and changes nothing', async (path, _why, body) => {
      const before = await info()
      expect(refusal(await update(body))).toEqual([400, 'invalid_request', [`/body/${path}`]])
      expect(await info()).toEqual(before)
    })

    it('refuses progress that would reach the prototype of everything', async () => {
      const answer = await test.call('PATCH /accounts', {
        ...root,
        headers: { 'content-type': 'application/json' },
        body: '{"onboarding_progress":{"__proto__":{"role":"root"}}}',
      })
      expect(refusal(answer)).toEqual([400, 'invalid_json', undefined])
    })

    it.each(['root', 'admin', 'developer', 'billing'])('is for root and administrators: %s', async (role) => {
      const may = ['root', 'admin'].includes(role)
      const answer = await update({ provider: role }, { bearer: bearerOf(role) })
      expect([answer.status, answer.body.code]).toEqual(may ? [200, undefined] : [403, 'insufficient_permissions'])
      expect((await info()).provider === role).toBe(may)
    })

    it('is for their keys too, and for nobody without a credential', async () => {
      const { key } = await test.issueKey(root.bearer)
      expect((await update({ provider: 'by key' }, { key })).body.data.provider).toBe('by key')
      expect((await update({ provider: 'x' }, {})).status).toBe(401)
    })
  })

  describe('setEmergencyCredit', () => {
    const set = (emergency_credit: unknown, by: { bearer?: string; key?: string } = root) =>
      test.call('PATCH /accounts/set-emergency-credit', { ...by, body: { emergency_credit } })

    it.each([
      [100, 100],
      [0.1 + 0.2, 0.3],
      [12.345, 12.35],
      [1e12, 1e12],
      [-0, 0],
      [0.004, 0],
    ])('of %d is kept as %d, and shown to everybody at once', async (amount, kept) => {
      await set(7)
      const answer = await set(amount)
      expect([answer.status, answer.body]).toEqual([200, { message: 'The emergency credit was set.' }])
      expect((await info({ bearer: bearerOf('developer') })).emergency_credit).toBe(kept)
      const event = (await eventsAbout(test, root.accountId)).at(-1)
      expect([event?.action, JSON.parse(event?.details ?? '')]).toEqual([
        'account.emergency_credit_set',
        { from: 7, to: kept },
      ])
    })

    it.each([-1, -0.01, 1e12 + 1, 1e300, '100', null, true, [], {}, undefined])('refuses %o', async (amount) => {
      await set(7)
      expect(refusal(await set(amount))).toEqual([400, 'invalid_request', ['/body/emergency_credit']])
      expect((await info()).emergency_credit).toBe(7)
    })

    it('refuses what no number holds', async () => {
      for (const text of ['1e400', '-1e400']) {
        const answer = await test.call('PATCH /accounts/set-emergency-credit', {
          ...root,
          headers: { 'content-type': 'application/json' },
          body: `{"emergency_credit":${text}}`,
        })
        expect(refusal(answer)).toEqual([400, 'invalid_request', ['/body/emergency_credit']])
      }
    })

    it('changes nothing when it is so already', async () => {
      await set(5)
      const { answer, changed } = await changesOf(test, () => set(5))
      expect([answer.status, changed]).toEqual([200, []])
    })

    it.each(['root', 'admin', 'billing', 'developer'])('is for root, admin and billing: %s', async (role) => {
      await set(1)
      const may = ['root', 'admin', 'billing'].includes(role)
      const answer = await set(2, { bearer: bearerOf(role) })
      expect([answer.status, answer.body.code]).toEqual(may ? [200, undefined] : [403, 'insufficient_permissions'])
      expect((await info()).emergency_credit).toBe(may ? 2 : 1)
    })
  })
})
