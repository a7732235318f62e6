import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { eventsAbout } from '../../../test/users/sign-in.ts'

describeEngines('the desired placement, on a gateway without NATS servers', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine, { environment: { MESH_REGIONS: 'eu,us,au,sa-east-1' } })
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const put = (body: unknown, bearer = root.bearer) => test.call('PUT /accounts/mesh-nodes', { bearer, body })
  const get = async (bearer = root.bearer) => (await test.call('GET /accounts/mesh-nodes', { bearer })).body.data
  const nothing = { total: null, placed: null, failing: [] }

  it('is unset until somebody asks for something', async () => {
    expect(await get()).toEqual({
      desired: null,
      applied: null,
      state: 'unset',
      reason: null,
      streams: nothing,
      checked_on: null,
      unseen_since: null,
    })
  })

  it('is stored, and the answer says that it will be applied once a server is configured', async () => {
    const answer = await put({ num_nodes: 3, regions: [' US', 'eu'] })
    expect(answer.status).toBe(200)
    expect(answer.body.message).toMatch(
      /^The desired placement was stored\. It will be applied once a NATS server is config/,
    )
    expect(await get()).toEqual({
      desired: { num_nodes: 3, regions: ['eu', 'us'] },
      applied: null,
      state: 'stored',
      reason: 'It will be applied once a NATS server is configured.',
      streams: nothing,
      checked_on: null,
      unseen_since: null,
    })
    expect(await eventsAbout(test, root.accountId)).toContainEqual(
      expect.objectContaining({
        action: 'mesh.changed',
        actor_user_id: root.userId,
        details: '{"num_nodes":3,"regions":"eu,us"}',
      }),
    )
  })

  it('replaces the one before; the same again leaves no event', async () => {
    for (const regions of [['au'], ['sa-east-1', 'AU']]) await put({ num_nodes: 5, regions })
    expect((await get()).desired).toEqual({ num_nodes: 5, regions: ['au', 'sa-east-1'] })
    const { answer, changes } = await changesOf(test, () => put({ num_nodes: 5, regions: ['au', 'sa-east-1'] }))
    expect(answer.status).toBe(200)
    // The account's claims are pushed again; the desired placement stays.
    expect(Object.keys(changes)).toEqual(['accounts'])
  })

  // A stream with more would not be loaded any more when its server starts again.
  it('the claims never allow fewer copies than streams may have had before, whatever is wished meanwhile', async () => {
    const { accountId, bearer } = await test.signUp()
    await Promise.all([1, 5, 3, 1].map((num_nodes) => put({ num_nodes, regions: ['eu'] }, bearer)))
    const row = await test.database.read
      .selectFrom('account_meshes')
      .selectAll()
      .where('account_id', '=', accountId)
      .executeTakeFirstOrThrow()
    expect(row.most_replicas).toBe(5)
  })

  it('bad input is refused at its path and changes nothing', async () => {
    const bad: [unknown, string][] = [
      [{ num_nodes: 2, regions: ['eu'] }, '/body/num_nodes'],
      [{ num_nodes: 4, regions: ['eu'] }, '/body/num_nodes'],
      [{ num_nodes: 0, regions: ['eu'] }, '/body/num_nodes'],
      [{ num_nodes: -1, regions: ['eu'] }, '/body/num_nodes'],
      [{ num_nodes: 7, regions: ['eu'] }, '/body/num_nodes'],
      [{ num_nodes: 1.5, regions: ['eu'] }, '/body/num_nodes'],
      [{ num_nodes: '3', regions: ['eu'] }, '/body/num_nodes'],
      [{ num_nodes: null, regions: ['eu'] }, '/body/num_nodes'],
      [{ regions: ['eu'] }, '/body/num_nodes'],
      [{ num_nodes: 3 }, '/body/regions'],
      [{ num_nodes: 3, regions: [] }, '/body/regions'],
      [{ num_nodes: 3, regions: 'eu' }, '/body/regions'],
      [{ num_nodes: 3, regions: ['eu', 'EU '] }, '/body/regions'],
      [{ num_nodes: 1, regions: ['eu', 'us'] }, '/body/regions'],
      [{ num_nodes: 5, regions: ['a', 'b', 'c', 'd', 'e', 'f'] }, '/body/regions'],
      [{ num_nodes: 3, regions: ['eu', 'mars'] }, '/body/regions/1'],
      [{ num_nodes: 3, regions: [3] }, '/body/regions/0'],
      [{ num_nodes: 3, regions: [''] }, '/body/regions/0'],
      [{ num_nodes: 3, regions: ['x'.repeat(65)] }, '/body/regions/0'],
      [{ num_nodes: 3, regions: ['eu\u0000'] }, '/body/regions/0'],
    ]
    const { changed } = await changesOf(test, async () => {
      for (const [body, path] of bad) {
        const { status, body: answer } = await put(body)
        expect([body, status, answer.code]).toEqual([body, 400, 'invalid_request'])
        expect(answer.details.map((problem: { path: string }) => problem.path)).toContain(path)
      }
    })
    expect(changed).toEqual([])
  })

  it('root and admin may, by key too; the others may not even look, and nobody without a credential', async () => {
    const body = { num_nodes: 1, regions: ['eu'] }
    const admin = await addMember(test, root, 'admin')
    const { key } = await test.issueKey(admin.bearer)
    expect((await test.call('PUT /accounts/mesh-nodes', { key, body })).status).toBe(200)
    expect((await test.call('GET /accounts/mesh-nodes', { key })).body.data.desired).toEqual(body)
    for (const role of ['developer', 'monitor', 'billing'] as const) {
      const { bearer } = await addMember(test, root, role)
      for (const route of ['PUT /accounts/mesh-nodes', 'GET /accounts/mesh-nodes'])
        expect(await test.call(route, { bearer, ...(route.startsWith('PUT') && { body: {} }) })).toMatchObject({
          status: 403,
          body: { code: 'insufficient_permissions' },
        })
    }
    expect((await test.call('PUT /accounts/mesh-nodes', { body })).status).toBe(401)
    expect((await test.call('GET /accounts/mesh-nodes')).status).toBe(401)
  })
})
