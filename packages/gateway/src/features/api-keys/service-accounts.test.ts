import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { mailedCode, openAccount } from '../../../test/users/accounts.ts'
import { listMembers, remove } from '../../../test/users/invitations.ts'
import { addMember } from '../../../test/users/members.ts'
import { freshEmail } from '../../../test/users/users.ts'
import { listAdminAddresses } from '../../access/recipients.ts'
import { listMembers as listToMail } from '../accounts/recipient-store.ts'
import { listMembers as listPayers } from '../payment/store.ts'

/** Where members are users, the member that a key of the account acts as is none (docs/decisions/0012). */
describeEngines('the machine member of a key of the account', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let admin: SignedInUser
  let deploy: { id: string; key: string }
  let serviceAccountId: string
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
    admin = await addMember(test, root, 'admin')
    deploy = await issue('admin', admin.bearer)
    serviceAccountId = await ownerOf(deploy.id)
  })
  afterAll(() => test.close())

  const issue = (role: string, bearer: string, more: object = {}) =>
    test.issueKey(bearer, 'deploy', { owner: 'account', role, ...more })
  const status = async (key: string) => (await test.call('GET /accounts/info', { key })).status
  async function ownerOf(id: string): Promise<string> {
    const row = await test.database.read
      .selectFrom('api_keys')
      .select('user_id')
      .where('id', '=', id)
      .executeTakeFirst()
    return row?.user_id ?? ''
  }
  const serviceAccounts = (accountId: string) =>
    test.database.read
      .selectFrom('memberships as m')
      .innerJoin('users as u', 'u.id', 'm.user_id')
      .select('u.id')
      .where('m.account_id', '=', accountId)
      .where('u.machine_of', 'is not', null)
      .execute()

  it('is in no list of people, and nothing that is meant for people is mailed to it', async () => {
    const { database } = test
    const users = [root.email, admin.email].toSorted()
    expect((await listMembers(test, { bearer: root.bearer })).map(({ email }) => email).toSorted()).toEqual(users)
    const all = await listToMail(database.read, root.accountId, '', 100)
    expect(all.map(({ email }) => email).toSorted()).toEqual(users)
    const [payers, admins] = await database.transaction(async (tx) => [
      (await listPayers(tx, root.accountId, ['root', 'admin', 'billing'])).map(({ email }) => email),
      await listAdminAddresses(tx, root.accountId, 100),
    ])
    expect([payers?.toSorted(), admins?.toSorted()]).toEqual([users, users])
  })

  it('has its deeds in the log, by its id and without an address, and they are found by that id', async () => {
    const child = await test.issueKey(deploy.key)
    const route = `GET /accounts/audit-events?person=${serviceAccountId}&target=${child.id}`
    const { data } = (await test.call(route, { bearer: root.bearer })).body
    expect(data).toHaveLength(1)
    expect(data[0].actor).toMatchObject({
      kind: 'key',
      user_id: serviceAccountId,
      email: null,
      credential_id: deploy.id,
    })
  })

  it('does to members what its role may, and mails name it without an address', async () => {
    const email = freshEmail()
    const body = { email, role: 'monitor', first_name: 'Ada', last_name: 'Byron' }
    expect((await test.call('POST /accounts/users', { key: deploy.key, body })).status).toBe(200)
    const mail = await waitFor(async () => (await test.mails()).find(({ to }) => to === email))
    expect(mail.text).toContain('an API key of the account')
    expect((await test.mails()).some(({ text }) => text.includes('machine:'))).toBe(false)
    expect((await remove(test, { key: deploy.key }, email)).status).toBe(200)
  })

  it('writes to nobody: the contact form is for people', async () => {
    const body = { to_email: root.email, subject: 'x', message: 'x' }
    const refused = await test.call('POST /accounts/submit-contact-form', { key: deploy.key, body })
    expect([refused.status, refused.body.code]).toEqual([403, 'person_required'])
  })

  it('is told to services as what it is: its id, no address, and that it belongs to the account', async () => {
    const { key, id } = await issue('developer', root.bearer, { scopes: ['orders:read'] })
    const told = (await test.call('POST /introspect', { bearer: root.bearer, body: { token: key } })).body
    const sub = await ownerOf(id)
    expect(told).toMatchObject({ active: true, sub, owner: 'account', kind: 'key', key_id: id, scope: 'orders:read' })
    expect(told).not.toHaveProperty('username')
    const verified = await test.call(`GET /verify?account=${root.accountId}&scope=orders:read`, { key })
    expect(verified.headers).toMatchObject({ 'x-quiva-user': sub, 'x-quiva-key-id': id, 'x-quiva-role': 'developer' })
  })

  it('has a key whose name and limits root and administrators change, and nobody else', async () => {
    const { id, key } = await issue('developer', root.bearer)
    const patch = (by: { bearer?: string; key?: string }, scopes: string[]) =>
      test.call('PATCH /accounts/api-key', { ...by, body: { id, scopes } })
    const developer = await addMember(test, root, 'developer')
    expect((await patch({ bearer: developer.bearer }, ['orders:read'])).body.code).toBe('unknown_api_key')
    const changed = await patch({ bearer: admin.bearer }, ['orders:read'])
    expect(changed.body.data).toMatchObject({ id, owner: 'account', role: 'developer', scopes: ['orders:read'] })
    expect(await status(key)).toBe(403)
    expect((await patch({ bearer: root.bearer }, ['account:read'])).status).toBe(200)
    expect(await status(key)).toBe(200)
  })

  it('stays when whoever made the key is removed, whose own keys end', async () => {
    const maker = await addMember(test, root, 'admin')
    const [own, ofAccount] = [await test.issueKey(maker.bearer), await issue('developer', maker.bearer)]
    expect((await remove(test, { bearer: root.bearer }, maker.email)).status).toBe(200)
    expect([await status(own.key), await status(ofAccount.key)]).toEqual([401, 200])
  })

  it('ends with the account, and is not there when that is restored', async () => {
    const owner = await openAccount(test)
    const { id, key } = await issue('admin', owner.bearer)
    expect(await serviceAccounts(owner.accountId)).toHaveLength(1)
    const body = { email_code: await mailedCode(test, owner) }
    const deleted = await test.call('DELETE /accounts/account', { bearer: owner.bearer, body })
    expect(deleted.status).toBe(200)
    expect([await status(key), await serviceAccounts(owner.accountId)]).toEqual([401, []])
    const row = await test.database.read.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst()
    expect(row?.deleted_at).not.toBeNull()
    // Erasing the account takes along what is left of it.
    await test.database.transaction(({ db }) => db.deleteFrom('accounts').where('id', '=', owner.accountId).execute())
    const left = test.database.read
      .selectFrom('users')
      .select('id')
      .where('id', '=', row?.user_id ?? '')
    expect(await left.execute()).toEqual([])
  })
})
