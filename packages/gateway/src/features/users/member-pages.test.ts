import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { watchSql } from '../../../test/database/watch-sql.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { addUser, join } from '../../../test/users/users.ts'

type Member = { id?: string; email: string; role: string; first_name: string; last_name: string }

const NAMES = [
  ['Ada', 'Lovelace'],
  ['ada', 'byron'],
  ['Grace', 'Hopper'],
  ['Ärne', 'Zed'],
  ['Zoë', 'A'],
  ['100%', '_x'],
  ['Grace', 'Hopper'],
] as const

describeEngines('listUsersByAccount in pages', (engine) => {
  const sql = watchSql()
  let test: TestGateway
  let root: SignedInUser
  let all: Member[]
  beforeAll(async () => {
    test = await openTestGateway(engine, { watch: sql.watch })
    root = await test.signUp()
    for (const [index, [first, last]] of NAMES.entries()) {
      const user = await addUser(test)
      await test.database.transaction(({ db }) =>
        db
          .updateTable('users')
          .set({ first_name: first, last_name: last, email: `${'badcfeg'[index]}-m@example.com` })
          .where('id', '=', user.userId)
          .execute(),
      )
      await join(test, user, root, { role: index % 2 === 0 ? 'developer' : 'billing' })
    }
    all = (await list({})).body.data
    expect(all).toHaveLength(NAMES.length + 1)
  })
  afterAll(() => test.close())

  const list = (query: Record<string, string>, bearer = root.bearer) =>
    test.call(`GET /accounts/users/list?${new URLSearchParams(query)}`, { bearer })

  async function walk(query: Record<string, string>, bearer = root.bearer): Promise<Member[]> {
    const members: Member[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const answer = await list({ ...query, ...(cursor !== undefined && { cursor }) }, bearer)
      expect(answer.status, answer.text).toBe(200)
      members.push(...answer.body.data)
      cursor = answer.body.next_cursor
    }
    return members
  }

  const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
  const asciiLower = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
  it.each<[string, (member: Member) => string]>([
    ['email', (member) => member.email],
    ['name', (member) => asciiLower(`${member.first_name} ${member.last_name}`)],
    ['role', (member) => member.role],
  ])('by %s, both ways: each member once, in order, in one statement a page', async (sort, by) => {
    const sorted = all.toSorted((a, b) => bytes(by(a), by(b)) || bytes(a.email, b.email))
    expect(await walk({ sort, limit: '3' })).toEqual(sorted)
    expect(await walk({ sort: `-${sort}`, limit: '1' })).toEqual(sorted.toReversed())
    expect((await list({ sort })).body).toEqual({ data: sorted })
    expect(await sql.during(() => list({ sort, limit: '3' }))).toBe(1)
  })

  it('finds by a part of the address or of the name', async () => {
    const found = async (search: string) => (await walk({ search, limit: '1' })).map(({ email }) => email[0])
    expect(await found('ADA ')).toEqual(['a', 'b'])
    expect(await found('e hop')).toEqual(['d', 'g'])
    expect(await found('%')).toEqual(['e'])
    expect(await found('D-M@')).toEqual(['d'])
    expect(await found('x@y')).toEqual([])
  })

  describe('a pending member', () => {
    let stranger: { userId: string }
    beforeAll(async () => {
      stranger = await addUser(test)
      await test.database.transaction(async ({ db }) => {
        const real = { first_name: 'Realname', last_name: 'Secret', email: 'zz-pending@example.com' }
        await db.updateTable('users').set(real).where('id', '=', stranger.userId).execute()
      })
      await join(test, stranger, root, { accepted: false })
      await test.database.transaction(({ db }) =>
        db
          .updateTable('memberships')
          .set({ invited_first_name: 'Typed', invited_last_name: 'Byinviter' })
          .where('user_id', '=', stranger.userId)
          .execute(),
      )
    })

    it('is found and sorted by what the inviter typed, never by the real name', async () => {
      expect((await list({ search: 'realname', limit: '5' })).body.data).toEqual([])
      expect((await list({ search: 'typed by', limit: '5' })).body.data).toMatchObject([
        { email: 'zz-pending@example.com', first_name: 'Typed' },
      ])
      const names = (await walk({ sort: 'name', limit: '2' })).map((member) => member.first_name)
      expect(names.indexOf('Typed')).toBeGreaterThan(names.indexOf('Grace'))
      expect(names.indexOf('Typed')).toBeLessThan(names.indexOf('Zoë'))
    })

    it('has neither an id nor its real name in a cursor', async () => {
      for (const sort of ['-email', '-name', '-role']) {
        const seen: string[] = []
        for (let cursor: string | null | undefined; cursor !== null; ) {
          const { body } = await list({ sort, limit: '1', ...(cursor !== undefined && { cursor }) })
          cursor = body.next_cursor
          if (cursor) seen.push(Buffer.from(cursor, 'base64url').toString())
        }
        expect(seen.join('\n')).toContain('zz-pending@example.com')
        expect(seen.join('\n')).not.toMatch(new RegExp(`${stranger.userId}|realname`, 'i'))
      }
    })
  })

  it('is not for a developer, and a cursor of another account is refused', async () => {
    const developer = await addMember(test, root, 'developer')
    expect((await list({ limit: '2' }, developer.bearer)).body.code).toBe('insufficient_permissions')
    const other = await test.signUp()
    await addMember(test, other, 'admin')
    const { next_cursor: cursor } = (await list({ limit: '1' })).body
    const refused = await list({ limit: '1', cursor }, other.bearer)
    expect(refused.status).toBe(400)
    expect(refused.body.details[0].path).toBe('/querystring/cursor')
  })

  it.each([
    { limit: '0' },
    { limit: '501' },
    { sort: 'id' },
    { search: '' },
    { search: 'a\0' },
    { limit: '1', cursor: 'x' },
    { cursor: 'x' },
  ])('answers 400 to %j', async (query) => {
    expect((await list(query as unknown as Record<string, string>)).status).toBe(400)
  })
})
