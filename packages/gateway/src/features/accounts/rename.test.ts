import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { later, SECOND } from '../../../test/run/clock.ts'
import { mailedCode, openAccount, signedInMember } from '../../../test/users/accounts.ts'
import { eventsAbout, exchangeKey, refreshStatusOf, signIn, statusOf } from '../../../test/users/sign-in.ts'
import { addUser, freshEmail, freshName, freshPlace, join, PASSWORD } from '../../../test/users/users.ts'
import { readConfig } from '../../platform/config/config.ts'
import { newId } from '../../platform/crypto/random.ts'
import { createSealer } from '../../platform/crypto/sealing.ts'
import type { Database } from '../../platform/database/database.ts'
import { openDatabase } from '../../platform/database/open.ts'
import { createOutbox } from '../../platform/outbox/outbox.ts'
import { createSendMail } from '../../transport/mail/work.ts'
import { createTellMembers, mailMembers } from './tell-members.ts'

describeEngines('renameAccount', (engine) => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway(engine)
  })
  afterAll(() => test.close())

  const rename = (by: { bearer?: string; key?: string }, body: unknown) =>
    test.call('PATCH /accounts/rename', { bearer: by.bearer, key: by.key, body, from: freshPlace() } as object)
  const renameTo = async (root: SignedInUser, new_name: string) =>
    rename(root, { new_name, email_code: await mailedCode(test, root) })
  const nameNow = async (accountId: string) =>
    test.database.read.selectFrom('accounts').select(['name', 'display_name']).where('id', '=', accountId).execute()
  const noticesTo = async (email: string) =>
    (await test.mails()).filter((mail) => mail.to === email && mail.template === 'account-renamed')

  it('changes both names, ends every session of every member, and leaves the API keys alone', async () => {
    const root = await openAccount(test)
    const member = await signedInMember(test, root)
    const other = await openAccount(test)
    await join(test, member, other)
    const elsewhere = await signIn(test, member, { account: other.account })
    const { key } = await test.issueKey(root.bearer)
    const ofKey = await exchangeKey(test, key)
    expect((await test.call('GET /accounts/info', { key })).body.data.name).toBe(root.account)

    const name = freshName()
    const answer = await renameTo(root, `  ${name.toUpperCase()} `)
    expect([answer.status, answer.body]).toEqual([200, { message: expect.stringContaining('Sign in again') }])
    expect((await test.call('GET /accounts/info', { key })).body.data).toMatchObject({
      id: root.accountId,
      name,
      display_name: name.toUpperCase(),
    })
    for (const { bearer } of [root, member, ofKey]) expect(await statusOf(test, bearer)).toBe(401)
    for (const session of [root, member, ofKey])
      expect(await refreshStatusOf(test, { id: '', authHandle: '', refreshHandle: '', ...session })).toBe(401)
    expect(await statusOf(test, elsewhere.bearer)).toBe(200)
    const password = (account: string) =>
      test.call('POST /accounts/auth-with-password', { body: { email: member.email, password: PASSWORD, account } })
    expect((await password(root.account)).status).toBe(401)
    expect((await password(name)).status).toBe(200)
    const renamed = (await eventsAbout(test, root.accountId)).find(({ action }) => action === 'account.renamed')
    expect(renamed).toMatchObject({ actor_user_id: root.userId, actor_kind: 'interactive' })
    expect(JSON.parse(renamed?.details ?? '')).toEqual({ former_name: root.account, name })
    const ended = await test.database.read
      .selectFrom('audit_events')
      .select('details')
      .where('account_id', '=', root.accountId)
      .where('action', '=', 'session.ended')
      .execute()
    expect(ended.map(({ details }) => JSON.parse(details))).toEqual(Array(3).fill({ reason: 'account_renamed' }))
  })

  it('mails everybody who has accepted, suspended or not, and nobody else', async () => {
    const root = await openAccount(test)
    const [member, suspended, pending, stranger] = [
      await signedInMember(test, root),
      await addUser(test),
      await addUser(test),
      await addUser(test),
    ]
    await join(test, suspended, root, { suspended: true })
    await join(test, pending, root, { accepted: false })
    const name = freshName()
    await renameTo(root, name)
    for (const { email } of [root, member, suspended]) {
      const [mail] = await waitFor(async () => ((await noticesTo(email)).length > 0 ? noticesTo(email) : undefined))
      expect(mail?.text).toContain(`renamed the account “${root.account}”. Its new name is “${name}”`)
    }
    for (const { email } of [pending, stranger]) expect(await noticesTo(email)).toEqual([])
  })

  it('of only the case or the spaces of the own name is no clash', async () => {
    const root = await openAccount(test)
    const answer = await renameTo(root, ` ${root.account.toUpperCase()}  `)
    expect(answer.status).toBe(200)
    expect(await nameNow(root.accountId)).toEqual([{ name: root.account, display_name: root.account.toUpperCase() }])
  })

  it('to a name that another account has is a 409 that changes nothing; the same code is good for another name', async () => {
    const [root, other] = [await openAccount(test), await openAccount(test)]
    const email_code = await mailedCode(test, root)
    const { answer, changed } = await changesOf(test, () =>
      rename(root, { new_name: ` ${other.account.toUpperCase()}`, email_code }),
    )
    expect([answer.status, answer.body.code]).toEqual([409, 'account_name_in_use'])
    // Only the try that the code has less.
    expect(changed).toEqual(['email_codes'])
    expect(await statusOf(test, root.bearer)).toBe(200)
    expect((await rename(root, { new_name: freshName(), email_code })).status).toBe(200)
  })

  // Attack: signing up with any address, again and again, to keep a name from those who have proven theirs.
  it('takes a name that only a sign-up asks for', async () => {
    const root = await openAccount(test)
    const new_name = freshName()
    const body = { name: new_name, root_email: freshEmail(), password: PASSWORD }
    expect((await test.call('POST /accounts', { body, from: freshPlace() })).status).toBe(200)
    expect((await renameTo(root, new_name)).status).toBe(200)
  })

  it('of two accounts to the same name at the same instant, one gets it', async () => {
    const roots = [await openAccount(test), await openAccount(test)]
    const new_name = freshName()
    const codes = [await mailedCode(test, roots[0] as SignedInUser), await mailedCode(test, roots[1] as SignedInUser)]
    const answers = await Promise.all(roots.map((root, at) => rename(root, { new_name, email_code: codes[at] })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const loser = answers[0]?.status === 409 ? 0 : 1
    expect(
      (await rename(roots[loser] as SignedInUser, { new_name: freshName(), email_code: codes[loser] })).status,
    ).toBe(200)
  })

  it('twice at the same instant with one code happens once', async () => {
    const root = await openAccount(test)
    const email_code = await mailedCode(test, root)
    const names = [freshName(), freshName(), freshName()]
    const answers = await Promise.all(names.map((new_name) => rename(root, { new_name, email_code })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    const winner = names[answers.findIndex(({ status }) => status === 200)] ?? ''
    expect((await nameNow(root.accountId))[0]?.name).toBe(winner)
  })

  describe('refuses, and changes nothing', () => {
    let root: SignedInUser
    beforeAll(async () => {
      root = await openAccount(test)
    })

    it('who is not the root, an admin too, before the body is looked at; and nobody', async () => {
      const admin = await signedInMember(test, root, { role: 'admin' })
      const answer = await rename(admin, { new_name: 5 })
      expect([answer.status, answer.body.code]).toEqual([403, 'insufficient_permissions'])
      expect((await rename({}, {})).status).toBe(401)
    })

    it("the root's API keys, and sessions made from them", async () => {
      const { key } = await test.issueKey(root.bearer)
      for (const by of [{ key }, await exchangeKey(test, key)]) {
        const answer = await rename(by, { new_name: freshName(), email_code: '123456' })
        expect([answer.status, answer.body.code]).toEqual([403, 'interactive_required'])
      }
    })

    it.each<[what: string, body: Record<string, unknown>, path: string]>([
      ['no name', { email_code: '123456' }, '/body/new_name'],
      ['no code', { new_name: 'x' }, '/body/email_code'],
      ['an empty name', { new_name: '', email_code: '123456' }, '/body/new_name'],
      ['a name of spaces', { new_name: '   ', email_code: '123456' }, '/body/new_name'],
      ['a name that is too long', { new_name: 'x'.repeat(65), email_code: '123456' }, '/body/new_name'],
      ['invisible characters', { new_name: 'ac\u200bme', email_code: '123456' }, '/body/new_name'],
      ['a number for the name', { new_name: 5, email_code: '123456' }, '/body/new_name'],
      ['a number for the code', { new_name: 'x', email_code: 123456 }, '/body/email_code'],
    ])('%s', async (_what, body, path) => {
      const answer = await rename(root, body)
      expect([answer.status, answer.body.details?.[0]?.path]).toEqual([400, path])
    })

    // Attack: whoever has stolen a session asks which names there are.
    it('a wrong code, before it tells whether the name is taken', async () => {
      const other = await openAccount(test)
      const code = await mailedCode(test, root)
      const email_code = code === '000000' ? '000001' : '000000'
      for (const new_name of [other.account, freshName()])
        expect((await rename(root, { new_name, email_code })).body.code).toBe('invalid_email_code')
      expect(await nameNow(root.accountId)).toEqual([{ name: root.account, display_name: root.account }])
      expect(await statusOf(test, root.bearer)).toBe(200)
    })
  })
})

describeEngines('telling very many members', (engine) => {
  let place: Place
  let database: Database
  beforeAll(async () => {
    place = await openPlace(engine)
    database = await openDatabase(readConfig(place.environment))
  })
  afterAll(async () => {
    await database.close()
    await place.remove()
  })

  it('goes in rounds that let others pass; a round that is done again, after a kill, writes no mail twice', async () => {
    const accountId = '1234567890'
    await addAccount(database, accountId)
    await addMembers(database, accountId, 150)
    const outbox = createOutbox(createSealer(Buffer.alloc(32, 7)))
    const tell = createTellMembers(outbox)
    const { handler } = mailMembers({ database, outbox, sendMail: createSendMail(outbox) })
    const items = (kind: string) => database.read.selectFrom('outbox').selectAll().where('kind', '=', kind).execute()

    await later(0, async () => {
      const mail = { template: 'account-renamed' as const, formerName: 'a', newName: 'b', renamedAt: 0 }
      await database.transaction((tx) => tell(tx, accountId, mail))
      const [first] = await items('tell-members')
      const run = (after: string, item = first) =>
        handler?.({ accountId, mail, after }, { id: item?.id ?? '', key: item?.key ?? '', attempts: 1 })
      // Two workers have it, and one of them dies before it can tick it off.
      await Promise.all([run(''), run('')])
      await run('')
      expect(await items('mail')).toHaveLength(100)
      const rounds = await items('tell-members')
      expect(rounds).toMatchObject([{ due_at: Date.now() + SECOND }])
      const ids = await database.read.selectFrom('memberships').select('user_id').orderBy('user_id').execute()
      await run(ids[99]?.user_id ?? '', rounds[0])
      expect(await items('mail')).toHaveLength(150)
      expect(await items('tell-members')).toEqual([])
    })
  })
})

/** An account without anybody in it. */
async function addAccount(database: Database, id: string): Promise<void> {
  await database.transaction(async ({ db }) => {
    const names = { first_name: '', last_name: '', theme: 'auto', sound: 0, created_at: 1 }
    await db
      .insertInto('users')
      .values({ ...names, id: 'usr_1', email: 'root@example.com' })
      .execute()
    const claims = { claims_version: 0, claims_issued_at: 0, claims_pushed_version: 0, key_count: 0 }
    const others = { emergency_credit: 0, bstier: 0, cloud: 0, hub: 0, subscription_status: 'active' as const }
    const account = { id, name: 'a', display_name: 'a', root_user_id: 'usr_1', created_at: 1 }
    await db
      .insertInto('accounts')
      .values({ ...account, ...claims, ...others })
      .execute()
  })
}

/** Straight into the database. */
async function addMembers(database: Database, accountId: string, count: number): Promise<void> {
  const ids = Array.from({ length: count }, () => newId('usr'))
  await database.transaction(async ({ db }) => {
    const names = { first_name: '', last_name: '', theme: 'auto', sound: 1, created_at: 1 }
    await db
      .insertInto('users')
      .values(ids.map((id) => ({ ...names, id, email: `${id}@example.com` })))
      .execute()
    const membership = { account_id: accountId, role: 'developer' as const, accepted_at: 1, created_at: 1 }
    await db
      .insertInto('memberships')
      .values(ids.map((user_id) => ({ ...membership, user_id, nats_signing_version: 0 })))
      .execute()
  })
}
