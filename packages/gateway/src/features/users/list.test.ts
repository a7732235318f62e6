import { sql as rawSql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { watchSql } from '../../../test/database/watch-sql.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { fastestOf } from '../../../test/http/pace.ts'
import { listMembers } from '../../../test/users/invitations.ts'
import { addMember } from '../../../test/users/members.ts'
import { addUser, join } from '../../../test/users/users.ts'
import { newId } from '../../platform/crypto/random.ts'

const MANY = 10_000
/** The rows have to be checked and written as JSON once more. */
const MOST_TIMES = 6
const BATCH = 1000
const MOST_ROUNDS = 20

describeEngines('listUsersByAccount', (engine) => {
  const sql = watchSql()
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine, { watch: sql.watch })
    root = await test.signUp()
  })
  afterAll(() => test.close())

  async function seed(count: number): Promise<void> {
    const ids = Array.from({ length: count }, (_, n) => ({ n, id: newId('usr') }))
    for (let start = 0; start < count; start += BATCH) {
      const batch = ids.slice(start, start + BATCH)
      await test.database.transaction(async ({ db }) => {
        const user = { first_name: 'Ada', last_name: 'Lovelace', theme: 'auto', sound: 1, created_at: 1 }
        await db
          .insertInto('users')
          .values(batch.map(({ n, id }) => ({ id, email: `m${n}@example.com`, email_confirmed_at: 1, ...user })))
          .execute()
        const member = {
          account_id: root.accountId,
          role: 'developer' as const,
          nats_signing_version: 0,
          created_at: 1,
        }
        await db
          .insertInto('memberships')
          .values(batch.map(({ n, id }) => ({ user_id: id, accepted_at: n % 3 === 0 ? null : 1, ...member })))
          .execute()
      })
    }
  }

  it('has the root, members, suspended and pending ones, by address as bytes sort, and nobody of another account', async () => {
    const other = await test.signUp()
    const users = await Promise.all([addUser(test), addUser(test), addUser(test)])
    const [suspended, pending, foreign] = users
    if (!suspended || !pending || !foreign) throw new Error('three people were asked for')
    // Languages would sort these another way round than bytes do.
    await test.database.transaction(async ({ db }) => {
      for (const [user, email] of [
        [suspended, 'a-b@example.com'],
        [pending, 'ab@example.com'],
      ] as const)
        await db.updateTable('users').set({ email }).where('id', '=', user.userId).execute()
    })
    await join(test, suspended, root, { role: 'billing', suspended: true })
    await join(test, pending, root, { role: 'monitor', accepted: false })
    await join(test, foreign, other)
    const admin = await addMember(test, root, 'admin')
    const list = await listMembers(test, admin)
    expect(
      list.map(({ email, role, is_suspended, invitation_pending }) => [email, role, is_suspended, invitation_pending]),
    ).toEqual([
      ['a-b@example.com', 'billing', true, false],
      ['ab@example.com', 'monitor', false, true],
      [admin.email, 'admin', false, false],
      [root.email, 'root', false, false],
    ])
    expect(list.map(({ id }) => id)).toEqual([suspended.userId, undefined, admin.userId, root.userId])
  })

  it.each(['developer', 'monitor', 'billing'] as const)('is not for a %s', async (role) => {
    const { bearer } = await addMember(test, root, role)
    expect((await test.call('GET /accounts/users/list', { bearer })).body.code).toBe('insufficient_permissions')
  })

  it(`answers for ${MANY} members in one query, and not much slower than their rows can be read`, async () => {
    await seed(MANY)
    // PostgreSQL looks by itself within a minute. Until then it plans for what an earlier test left in these tables.
    if (engine === 'postgres') await rawSql`analyze`.execute(test.database.read)
    const { key } = await test.issueKey(root.bearer)
    const headers = { 'x-api-key': key }
    const times: number[] = []
    const reading = await fastestOf(5, async () => {
      const { rows } = await rawSql`select u.*, m.role from memberships m join users u on u.id = m.user_id
        where m.account_id = ${root.accountId}`.execute(test.database.read)
      JSON.stringify(rows)
    })
    // Again and again, since other programs may be at work on this machine: the fastest counts.
    while (times.length < MOST_ROUNDS && !times.some((ms) => ms < MOST_TIMES * reading)) {
      const first = times.length === 0
      const start = performance.now()
      const statements = await sql.during(async () => {
        const answer = await test.gateway.server.inject({ url: '/accounts/users/list', headers })
        times.push(performance.now() - start)
        expect(answer.statusCode).toBe(200)
        expect(answer.json().data.length).toBeGreaterThanOrEqual(MANY)
      })
      // The first time the key is looked up, too.
      expect(statements).toBe(first ? 2 : 1)
    }
    expect(Math.min(...times) / reading, times.map(Math.round).join(' ')).toBeLessThan(MOST_TIMES)
  })
})
