import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { type Answer, openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { freshEmail } from '../../../test/users/users.ts'

describeEngines('If-Match', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let member: SignedInUser
  let keyId: string
  let webhookId: string
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
    member = await addMember(test, root, 'monitor')
    keyId = (await test.issueKey(root.bearer)).id
    const body = { url: 'https://hooks.invalid/', disabled: true }
    webhookId = (await test.call('POST /accounts/webhooks', { bearer: root.bearer, body })).body.data.id
  })
  afterAll(() => test.close())

  const get = async (route: string) => (await test.call(`GET ${route}`, { bearer: root.bearer })).body.data
  const entryOf = async (list: string, which: object) =>
    (await get(list)).find((one: object) => Object.entries(which).every(([name, value]) => Object(one)[name] === value))

  type Thing = { route: string; read(): Promise<{ version: string }>; change(index: number): object; tells: boolean }
  const things: Record<string, Thing> = {
    updateApiKey: {
      route: 'PATCH /accounts/api-key',
      read: () => entryOf('/accounts/api-keys', { id: keyId }),
      change: (index) => ({ id: keyId, key_name: `name ${index}` }),
      tells: true,
    },
    updateWebhook: {
      route: 'PATCH /accounts/webhooks',
      read: () => entryOf('/accounts/webhooks', { id: webhookId }),
      change: (index) => ({ id: webhookId, description: `text ${index}` }),
      tells: true,
    },
    updateAccount: {
      route: 'PATCH /accounts',
      read: () => get('/accounts/info'),
      change: (index) => ({ company_name: `company ${index}` }),
      tells: true,
    },
    updateRole: {
      route: 'PATCH /accounts/role',
      read: () => entryOf('/accounts/users/list', { email: member.email }),
      change: (index) => ({ email: member.email, role: index % 2 === 0 ? 'developer' : 'billing' }),
      tells: false,
    },
    suspendUser: {
      route: 'PATCH /accounts/suspend-user',
      read: () => entryOf('/accounts/users/list', { email: member.email }),
      change: (index) => ({ email: member.email, suspend: index % 2 === 0 }),
      tells: false,
    },
    'updateUser of a member': {
      route: 'PATCH /accounts/user',
      read: () => entryOf('/accounts/users/list', { email: member.email }),
      change: (index) => ({ email: member.email, first_name: `Ada ${index}` }),
      tells: false,
    },
    'updateUser of oneself': {
      route: 'PATCH /accounts/user',
      read: () => get('/accounts/user-login-data'),
      change: (index) => ({ theme: index % 2 === 0 ? 'dark' : 'light' }),
      tells: false,
    },
  }
  const send = (route: string, body: object, ifMatch?: string): Promise<Answer> =>
    test.call(route, {
      bearer: root.bearer,
      body,
      ...(ifMatch !== undefined && { headers: { 'if-match': ifMatch } }),
    })

  describe.each(Object.entries(things))('of %s', (_name, { route, read, change, tells }) => {
    it('lets the first of two changes through, and refuses the second, which changes nothing', async () => {
      const { version } = await read()
      expect(version).toMatch(/^[\w-]{16}$/)
      expect((await read()).version).toBe(version)
      const first = await send(route, change(0), `"${version}"`)
      expect(first.status, first.text).toBe(200)
      const now = (await read()).version
      expect(now).not.toBe(version)
      expect(first.headers.etag).toBe(tells ? `"${now}"` : undefined)
      const { answer: second, changed } = await changesOf(test, () => send(route, change(1), `"${version}"`))
      expect([second.status, second.body.code, changed]).toEqual([412, 'changed_meanwhile', []])
      const again = await send(route, change(1), `"${now}"`)
      expect(again.status, again.text).toBe(200)
    })

    it('changes without a condition as before, and with several versions or * if one is right', async () => {
      expect((await send(route, change(2))).status).toBe(200)
      expect((await send(route, change(3), '*')).status).toBe(200)
      const { version } = await read()
      expect((await send(route, change(4), `"x,y", "${version}"`.replace(',y', ''))).status).toBe(200)
    })

    it('refuses what was not seen, also if the change would change nothing, and weak versions (RFC 9110, 13.1.1)', async () => {
      await send(route, change(0))
      const { version } = await read()
      for (const other of ['"x"', '""', `W/"${version}"`, `"${version}~"`])
        expect([other, (await send(route, change(0), other)).status]).toEqual([other, 412])
    })

    it('says where the header is wrong', async () => {
      const { version } = await read()
      for (const bad of [version, `"${version}`, `"${version}",`, ',', `"${'x'.repeat(1000)}"`]) {
        const answer = await send(route, change(1), bad)
        expect([bad, answer.status]).toEqual([bad, 400])
        expect(answer.body.details[0].path).toBe('/headers/if-match')
      }
    })
  })

  it('lets one of two through that come at the same instant', async () => {
    for (const name of ['updateApiKey', 'updateWebhook', 'updateAccount', 'updateRole']) {
      const { route, read, change } = things[name] as Thing
      await send(route, change(9))
      const { version } = await read()
      const both = await Promise.all([10, 12].map((index) => send(route, change(index), `"${version}"`)))
      const statuses = both.map(({ status }) => status).sort()
      expect([name, statuses]).toEqual([name, [200, 412]])
    }
  })

  it('of a member who looks at their own entry of the list counts as well as that of their profile', async () => {
    const { version } = await entryOf('/accounts/users/list', { email: root.email })
    expect((await send('PATCH /accounts/user', { first_name: 'Grace' }, `"${version}"`)).status).toBe(200)
    expect((await send('PATCH /accounts/user', { first_name: 'Grace' }, `"${version}"`)).status).toBe(412)
  })

  it('knows no difference where a key is only used', async () => {
    const { id, key } = await test.issueKey(root.bearer)
    const { version } = await entryOf('/accounts/api-keys', { id })
    expect((await test.call('GET /accounts/info', { key })).status).toBe(200)
    await test.database.transaction(({ db }) =>
      db.updateTable('api_keys').set({ last_used_at: Date.now() }).where('id', '=', id).execute(),
    )
    expect((await entryOf('/accounts/api-keys', { id })).version).toBe(version)
  })

  // Attack: somebody invites an address, and reads in the version whether a user has it already, or their name.
  it('tells nothing of a user who is only invited: the version is made of what the list shows', async () => {
    const stranger = await test.signUp()
    const versions: string[] = []
    for (const email of [freshEmail(), stranger.email]) {
      const body = { email, role: 'developer', first_name: 'x', last_name: 'y' }
      expect((await test.call('POST /accounts/users', { bearer: root.bearer, body })).status).toBe(200)
      versions.push((await entryOf('/accounts/users/list', { email })).version)
    }
    expect(versions[1]).toBe(versions[0])
    const named = await test.call('PATCH /accounts/user', { bearer: stranger.bearer, body: { first_name: 'Real' } })
    expect(named.status).toBe(200)
    expect((await entryOf('/accounts/users/list', { email: stranger.email })).version).toBe(versions[0])
  })

  // Attack: 412 instead of "unknown" would say that the key of another account exists.
  it('is never asked about what the caller may not know of', async () => {
    const stranger = await test.signUp()
    for (const id of [keyId, 'key_unknown']) {
      const body = { id, key_name: 'mine' }
      const answer = await test.call('PATCH /accounts/api-key', {
        ...{ bearer: stranger.bearer, body },
        headers: { 'if-match': '"x"' },
      })
      expect([answer.status, answer.body.code]).toEqual([400, 'unknown_api_key'])
    }
    const monitor = await addMember(test, root, 'monitor')
    const answer = await test.call('PATCH /accounts', {
      ...{ bearer: monitor.bearer, body: {} },
      headers: { 'if-match': '"x"' },
    })
    expect([answer.status, answer.body.code]).toEqual([403, 'insufficient_permissions'])
  })
})
