import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'

/** What a key issues ends with it. Otherwise whoever stole a key for an hour keeps one for a year. */
describeEngines('a key that a key issued', (engine) => {
  let place: Place
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    place = await openPlace(engine)
    test = await openTestGateway(engine, { place })
    root = await test.signUp()
  })
  afterAll(async () => {
    await test.close()
    await place.remove()
  })

  const status = async (key: string) => (await test.call('GET /accounts/info', { bearer: key })).status
  const remove = (id: string, bearer = root.bearer, at = test) =>
    at.call(`DELETE /accounts/api-key?id=${id}`, { bearer })
  async function sessionOf(key: string): Promise<string> {
    return (await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })).body.data.auth_token
  }

  it('cannot outlive it, by the key or by a session that was made from it, and may end sooner', async () => {
    const parent = await test.issueKey(root.bearer, 'parent', { expiry_days: 2 })
    for (const by of [parent.key, await sessionOf(parent.key)]) {
      expect((await test.issueKey(by, 'default')).expires_on).toBe(parent.expires_on)
      expect((await test.issueKey(by, 'long', { expiry_days: 365 })).expires_on).toBe(parent.expires_on)
      const sooner = await test.issueKey(by, 'short', { expiry_days: 1 })
      expect(Date.parse(parent.expires_on) - Date.parse(sooner.expires_on)).toBeCloseTo(86_400_000, -4)
      const grandchild = await test.issueKey(sooner.key, 'grandchild', { expiry_days: 365 })
      expect(grandchild.expires_on).toBe(sooner.expires_on)
    }
  })

  it('dies with it, and so do its own keys and all their sessions; keys beside it live', async () => {
    const [parent, aunt] = [await test.issueKey(root.bearer), await test.issueKey(root.bearer)]
    const child = await test.issueKey(parent.key)
    const bySession = await test.issueKey(await sessionOf(parent.key))
    const grandchild = await test.issueKey(child.key)
    const greatGrandchild = await test.issueKey(await sessionOf(grandchild.key))
    const cousin = await test.issueKey(aunt.key)
    const family = [parent, child, bySession, grandchild, greatGrandchild]
    const sessions = await Promise.all(family.map(({ key }) => sessionOf(key)))
    for (const credential of [...family.map(({ key }) => key), ...sessions]) expect(await status(credential)).toBe(200)

    const { data } = (await remove(parent.id)).body
    expect(data.also_deleted.toSorted()).toEqual(
      family
        .slice(1)
        .map(({ id }) => id)
        .toSorted(),
    )
    for (const credential of [...family.map(({ key }) => key), ...sessions]) expect(await status(credential)).toBe(401)
    for (const { key } of [aunt, cousin]) expect(await status(key)).toBe(200)
    const list = (await test.call('GET /accounts/api-keys', { bearer: root.bearer })).body.data
    const ids = list.map(({ id }: { id: string }) => id)
    for (const { id } of family) expect(ids).not.toContain(id)
  })

  it('does not take its parent with it', async () => {
    const parent = await test.issueKey(root.bearer)
    const child = await test.issueKey(parent.key)
    const grandchild = await test.issueKey(child.key)
    expect((await remove(child.id)).body.data.also_deleted).toEqual([grandchild.id])
    expect(await status(parent.key)).toBe(200)
    expect((await remove(parent.id)).body.data.also_deleted).toEqual([])
  })

  // Attack: each use of a key reads and combines all above it, so that keys thousands deep stop the gateway for everybody.
  it('issues another only up to the tenth generation, by itself, by its session and by its successor', async () => {
    const line = [await test.issueKey(root.bearer)]
    while (line.length < 10) line.push(await test.issueKey(line.at(-1)?.key ?? ''))
    const tenth = line[9]?.key ?? ''
    expect(await status(tenth)).toBe(200)
    const successor = (await test.call('POST /accounts/api-key/rotate', { key: tenth })).body.data.key
    const session = await sessionOf(tenth)
    const { changed } = await changesOf(test, async () => {
      for (const bearer of [tenth, session, successor]) {
        const refused = await test.call('POST /accounts/api-key', { bearer, body: { key_name: 'eleventh' } })
        expect([refused.status, refused.body.code]).toEqual([400, 'line_too_long'])
      }
    })
    expect(changed).toEqual([])
    expect((await test.issueKey(line[8]?.key ?? '')).key).toMatch(/^ms-/)
  })

  it('is told apart in the audit log: it was issued, and deleted, by a key', async () => {
    const parent = await test.issueKey(root.bearer)
    const child = await test.issueKey(parent.key)
    await remove(child.id, parent.key)
    const events = await test.database.read
      .selectFrom('audit_events')
      .select(['action', 'actor_kind', 'actor_user_id', 'credential_id'])
      .where('target_id', '=', child.id)
      .orderBy('action')
      .execute()
    const by = { actor_kind: 'key', actor_user_id: root.userId, credential_id: parent.id }
    expect(events).toEqual([
      { action: 'api_key.deleted', ...by },
      { action: 'api_key.issued', ...by },
    ])
  })

  // Issued in the very moment in which the parent is deleted, a child that nobody knows of would live for 90 days.
  it('does not survive a race with the deletion of the key, of its parent, or of the session that issues', async () => {
    for (let round = 0; round < 60; round += 1) {
      const parent = await test.issueKey(root.bearer)
      const child = await test.issueKey(parent.key)
      const session = await sessionOf(parent.key)
      const issuing = [parent.key, child.key, session, parent.key, child.key, session].map(async (by, n) => {
        await delay((round + n) % 4)
        return test.call('POST /accounts/api-key', { bearer: by, body: { key_name: 'heir' } })
      })
      const deleting = delay(round % 5).then(() => remove(parent.id))
      await expectNoHeir(await Promise.all(issuing), (await deleting).status)
    }
  })

  if (engine === 'postgres')
    it('does not survive a race through two gateways', async () => {
      const other = await openTestGateway(engine, { place })
      try {
        for (let round = 0; round < 60; round += 1) {
          const parent = await test.issueKey(root.bearer)
          const issuing = [0, 1, 2, 3].map(async (n) => {
            await delay((round + n) % 4)
            return other.call('POST /accounts/api-key', { bearer: parent.key, body: { key_name: 'heir' } })
          })
          const deleting = delay(round % 5).then(() => remove(parent.id))
          await expectNoHeir(await Promise.all(issuing), (await deleting).status)
        }
      } finally {
        await other.close()
      }
    })

  it('does not survive a race of the exchange for a session', async () => {
    for (let round = 0; round < 60; round += 1) {
      const { id, key } = await test.issueKey(root.bearer)
      const exchanging = [0, 1, 2, 3].map(async (n) => {
        await delay((round + n) % 4)
        return test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
      })
      const [deleted, ...answers] = await Promise.all([delay(round % 3).then(() => remove(id)), ...exchanging])
      expect(deleted?.status).toBe(200)
      for (const { status: code, body } of answers) {
        if (code === 200) expect(await status(body.data.auth_token)).toBe(401)
      }
    }
  })

  async function expectNoHeir(
    answers: { status: number; body: { data: { key: string } } }[],
    deleted: number,
  ): Promise<void> {
    expect(deleted).toBe(200)
    for (const answer of answers) {
      expect([200, 401]).toContain(answer.status)
      if (answer.status === 200) expect(await status(answer.body.data.key)).toBe(401)
    }
    const living = await test.database.read
      .selectFrom('api_keys')
      .select('id')
      .where('name', '=', 'heir')
      .where('deleted_at', 'is', null)
      .execute()
    expect(living).toEqual([])
  }
})

const delay = (turns: number) => new Promise((resolve) => setTimeout(resolve, turns))
