import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { type Share, sharers } from '../../../test/users/sharing.ts'
import { addUser, deleteAccount } from '../../../test/users/users.ts'
import { overlap } from '../../transport/messaging/subjects.ts'

describeEngines('exports and imports', (engine) => {
  let test: TestGateway
  let acme: SignedInUser
  let beta: SignedInUser
  let gamma: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    acme = await test.signUp('Acme')
    beta = await test.signUp('Beta')
    gamma = await test.signUp('Gamma')
  })
  afterAll(() => test.close())

  const { addExport, addImport, removeExport, removeImport, list, importOf } = sharers(() => test)
  const { added, refusedWith, refusedAt, expectRefused } = sharers(() => test)

  it('an export and an import of it are listed on both sides, with their events', async () => {
    expect(await addExport(acme, { name: ' ticks ', subject: 'listed.ticks.>' })).toMatchObject(added)
    const service = { name: 'svc', subject: 'listed.svc.*.get', type: 'service', token_position: 3 }
    expect(await addExport(acme, { ...service, allowed_accounts: [beta.accountId, beta.accountId] })).toMatchObject(
      added,
    )
    expect(await addImport(beta, { name: 'ticks', subject: 'listed.ticks.eu.*', account: ' ACME ' })).toMatchObject(
      added,
    )
    const taken = { name: 'svc', subject: 'listed.svc.*.get', account: acme.accountId, token_position: 3 }
    expect(await addImport(beta, { ...taken, local_subject: 'svc.get' })).toMatchObject(added)

    const [theirs, ours] = [await list(acme), await list(beta)]
    const at = { created_on: expect.stringMatching(/^\d{4}-.*Z$/) }
    expect(theirs.exports).toEqual([
      { ...service, ...at, allowed_accounts: [beta.accountId], importers: 1 },
      {
        name: 'ticks',
        subject: 'listed.ticks.>',
        type: 'stream',
        token_position: null,
        allowed_accounts: null,
        importers: 1,
        ...at,
      },
    ])
    expect(ours.account_key).toMatch(/^A[A-Z2-7]{55}$/)
    const from = { account: acme.accountId, account_name: 'Acme', status: 'active', ...at }
    expect(ours.imports).toEqual([
      { ...from, name: 'svc', subject: service.subject, type: 'service', token_position: 3, local_subject: 'svc.get' },
      {
        ...from,
        name: 'ticks',
        subject: 'listed.ticks.eu.*',
        type: 'stream',
        token_position: null,
        local_subject: 'listed.ticks.eu.*',
      },
    ])
    const events = await test.database.read
      .selectFrom('audit_events')
      .select(['action', 'account_id', 'actor_user_id', 'target_id', 'details'])
      .where('action', 'in', ['export.added', 'import.added'])
      .orderBy('id')
      .execute()
    expect(events.map(({ action, account_id, actor_user_id }) => [action, account_id, actor_user_id])).toEqual([
      ['export.added', acme.accountId, acme.userId],
      ['export.added', acme.accountId, acme.userId],
      ['import.added', beta.accountId, beta.userId],
      ['import.added', beta.accountId, beta.userId],
    ])
    expect(JSON.parse(events[2]?.details ?? '')).toMatchObject({ name: 'ticks', account: acme.accountId })
  })

  describe('addExport refuses', () => {
    it.each([
      ['', '1 to 200'],
      ['a..b', 'empty token'],
      ['.a', 'empty token'],
      ['a.', 'empty token'],
      ['a.>.b', '> only as its last token'],
      ['a b', 'spaces'],
      ['a.b*', 'only as whole tokens'],
      ['>', 'must not begin with a wildcard'],
      ['*.a', 'must not begin with a wildcard'],
      ['$SYS.>', 'reserved for the servers'],
      ['$JS.API.>', 'reserved for the servers'],
      ['_INBOX.>', 'reserved for the servers'],
      ['a.{{wildcard(1)}}', 'must not contain'],
    ])('the subject %j, which a server would take', async (subject, why) => {
      if (subject !== '')
        return expectRefused(() => addExport(acme, { subject }), refusedAt('/body/export/subject', why))
      await expectRefused(() => addExport(acme, { subject }), refusedWith('invalid_request'))
    })

    it('a token position that is no wildcard, beyond the end, zero, or no number', async () => {
      for (const token_position of [1, 3, 4]) {
        const refusal = refusedAt('/body/export/token_position', 'position of a *')
        await expectRefused(() => addExport(acme, { subject: 'pos.*.>', token_position }), refusal)
      }
      for (const token_position of [0, -1, 1.5, '2', null])
        expect(await addExport(acme, { subject: 'pos.*.>', token_position })).toMatchObject(
          refusedWith('invalid_request'),
        )
    })

    it('a name that is taken, even by an export of another type, and names of no or too many characters', async () => {
      await addExport(acme, { name: 'once', subject: 'once.a' })
      await expectRefused(
        () => addExport(acme, { name: 'once ', subject: 'once.b', type: 'service' }),
        refusedWith('sharing_name_taken'),
      )
      for (const name of [' ', 'x'.repeat(65), 'a\nb'])
        expect(await addExport(acme, { name, subject: 'once.b' })).toMatchObject(refusedWith('invalid_request'))
      // Another account may use it.
      expect(await addExport(gamma, { name: 'once', subject: 'once.a' })).toMatchObject(added)
    })

    it.each([
      ['the same', 'over.a.b'],
      ['a wider one', 'over.>'],
      ['a narrower one', 'over.a.*'],
      ['one that overlaps in part', 'over.*.b'],
    ])('a subject that the account exports already: %s, of either type', async (_how, subject) => {
      await addExport(acme, { name: 'over', subject: 'over.a.b' })
      for (const type of ['stream', 'service']) {
        const refusal = refusedAt('/body/export/subject', 'overlaps with the export "over" of this account (over.a.b)')
        await expectRefused(() => addExport(acme, { subject, type }), refusal)
      }
    })

    it('an unknown type, and lists of accounts that are empty, too long or hold something else', async () => {
      const bad = [[], ['acme'], ['482190736'], [4821907365], 'x', Array.from({ length: 101 }, () => '4821907365')]
      for (const allowed_accounts of bad)
        expect(await addExport(acme, { subject: 'bad.a', allowed_accounts })).toMatchObject(
          refusedWith('invalid_request'),
        )
      for (const type of ['queue', '', null, 1])
        expect(await addExport(acme, { subject: 'bad.a', type })).toMatchObject(refusedWith('invalid_request'))
    })

    it('all but one of several that overlap and come at the same instant', async () => {
      const subjects = ['race.>', 'race.a', 'race.*', 'race.a.>', 'race.*.b', 'race.a.b']
      const answers = await Promise.all(subjects.map((subject) => addExport(gamma, { subject })))
      const won = subjects.filter((_, index) => answers[index]?.status === 200)
      const { exports } = await list(gamma)
      const listed: string[] = exports.map((one: Share) => one.subject).filter((s: string) => s.startsWith('race'))
      expect(listed.toSorted()).toEqual(won.toSorted())
      expect(listed.flatMap((one) => listed.filter((other) => other !== one && overlap(one, other)))).toEqual([])
      expect(listed.length).toBeGreaterThan(0)
    })
  })

  it('a withdrawn export leaves its imports broken and listed; added again, they work again, but for who is shut out', async () => {
    const out = { name: 'coming', subject: 'coming.>' }
    await addExport(acme, out)
    for (const user of [beta, gamma])
      expect(await addImport(user, { name: 'coming', account: 'acme', subject: 'coming.a' })).toMatchObject(added)
    expect(await removeExport(acme, ' coming ')).toMatchObject(added)
    const broken = { status: 'broken', account_name: null, account: acme.accountId, subject: 'coming.a' }
    expect(await importOf(beta, 'coming')).toMatchObject(broken)
    await expectRefused(() => removeExport(acme, 'coming'), refusedWith('unknown_export'))

    // Of another type it is another thing, and so it is with a token in it.
    await addExport(acme, { ...out, type: 'service' })
    expect(await importOf(beta, 'coming')).toMatchObject(broken)
    await removeExport(acme, 'coming')
    await addExport(acme, { ...out, allowed_accounts: [gamma.accountId] })
    expect(await importOf(beta, 'coming')).toMatchObject(broken)
    expect(await importOf(gamma, 'coming')).toMatchObject({ status: 'active', account_name: 'Acme' })
    await removeExport(acme, 'coming')
    await addExport(acme, out)
    expect(await importOf(beta, 'coming')).toMatchObject({ status: 'active' })
    expect(await removeImport(beta, 'coming')).toMatchObject(added)
    expect(await importOf(beta, 'coming')).toBeUndefined()
    await expectRefused(() => removeImport(beta, 'coming'), refusedWith('unknown_import'))
  })

  it('the imports from an account that is deleted are broken, and work again when it is back', async () => {
    const shop = await test.signUp('Shop')
    await addExport(shop, { subject: 'shop.>' })
    await addImport(beta, { name: 'shop', account: 'shop', subject: 'shop.>' })
    await deleteAccount(test, shop)
    expect(await importOf(beta, 'shop')).toMatchObject({ status: 'broken', account_name: null })
    await test.database.transaction(({ db }) =>
      db.updateTable('accounts').set({ deleted_at: null }).where('id', '=', shop.accountId).execute(),
    )
    expect(await importOf(beta, 'shop')).toMatchObject({ status: 'active', account_name: 'Shop' })
    await test.call('DELETE /accounts/import', { bearer: beta.bearer, body: { name: 'shop' } })
  })

  // An import from before such subjects were refused must not go on working.
  it('an import whose subject would be refused today is broken', async () => {
    await addExport(acme, { subject: 'braces.*.*', type: 'service' })
    const row = { account_id: beta.accountId, exporter_id: acme.accountId, type: 'service' as const, created_at: 0 }
    await test.database.transaction(({ db }) =>
      db
        .insertInto('account_imports')
        .values([
          { ...row, name: 'old', subject: 'braces.{{split(1,-)}}.*', local_subject: 'br.a.*' },
          { ...row, name: 'older', subject: 'braces.x.*', local_subject: 'br.{{split(1,-)}}.*' },
        ])
        .execute(),
    )
    for (const name of ['old', 'older']) {
      expect(await importOf(beta, name)).toMatchObject({ status: 'broken' })
      expect(await removeImport(beta, name)).toMatchObject(added)
    }
  })

  it('counts the accounts that import from an export, however many there are and whatever part each takes', async () => {
    const popular = await test.signUp('Popular')
    await addExport(popular, { name: 'all', subject: 'pop.>' })
    await addExport(popular, { name: 'none', subject: 'unpop.>' })
    const imports = (account_id: string, subjects: string[]) =>
      subjects.map((subject) => ({
        account_id,
        exporter_id: popular.accountId,
        type: 'stream' as const,
        created_at: 0,
        name: subject,
        subject,
      }))
    const template = await test.database.read
      .selectFrom('accounts')
      .selectAll()
      .where('id', '=', gamma.accountId)
      .executeTakeFirstOrThrow()
    const roots = await Promise.all(Array.from({ length: 120 }, () => addUser(test)))
    await test.database.transaction(async ({ db }) => {
      for (const [index, { userId: root_user_id }] of roots.entries()) {
        const id = `pop-${String(index).padStart(3, '0')}`
        const deleted_at = index % 4 === 0 ? 1 : null
        await db
          .insertInto('accounts')
          .values({ ...template, id, name: id, root_user_id, nats_public_key: id, deleted_at })
          .execute()
        await db
          .insertInto('account_imports')
          .values(imports(id, ['pop.a', 'pop.b', 'elsewhere.a']))
          .execute()
      }
    })
    expect((await list(popular)).exports).toMatchObject([
      { name: 'all', importers: 90 },
      { name: 'none', importers: 0 },
    ])
  })

  it('an account has at most 100 exports and 100 imports', async () => {
    const full = await test.signUp()
    await test.database.transaction(async ({ db }) => {
      const numbers = Array.from({ length: 100 }, (_, index) => index)
      const row = { account_id: full.accountId, type: 'stream' as const, created_at: 0 }
      await db
        .insertInto('account_exports')
        .values(numbers.map((n) => ({ ...row, name: `n${n}`, subject: `n.${n}`, issued_at: 0 })))
        .execute()
      await db
        .insertInto('account_imports')
        .values(numbers.map((n) => ({ ...row, name: `n${n}`, subject: `i.${n}`, exporter_id: acme.accountId })))
        .execute()
    })
    await expectRefused(() => addExport(full, { subject: 'one.more' }), refusedWith('sharing_limit_reached'))
    const more = { account: 'acme', subject: 'room.a' }
    await addExport(acme, { subject: 'room.>' })
    await expectRefused(() => addImport(full, more), refusedWith('sharing_limit_reached'))
    expect(await removeImport(full, 'n7')).toMatchObject(added)
    expect(await addImport(full, more)).toMatchObject(added)
  })

  it('root, admin and developer may, by key too; monitor and billing may not even look, and nobody without a credential', async () => {
    const body = { export: { name: 'x', subject: 'may.a', type: 'stream' } }
    const routes = [
      'POST /accounts/export',
      'DELETE /accounts/export',
      'POST /accounts/import',
      'DELETE /accounts/import',
    ]
    for (const role of ['monitor', 'billing'] as const) {
      const member = await addMember(test, acme, role)
      for (const route of routes)
        expect(await test.call(route, { bearer: member.bearer, body: {} })).toMatchObject({
          status: 403,
          body: { code: 'insufficient_permissions' },
        })
      expect((await test.call('GET /accounts/imports-exports', { bearer: member.bearer })).status).toBe(403)
    }
    const developer = await addMember(test, acme, 'developer')
    const { key } = await test.issueKey(developer.bearer)
    expect(await test.call('POST /accounts/export', { key, body })).toMatchObject(added)
    // Byte for byte what another member sees; another account's name is not in reach.
    expect((await list(developer)).exports).toEqual((await list(acme)).exports)
    await expectRefused(() => removeExport(gamma, 'x'), refusedWith('unknown_export'))
    expect(await test.call('DELETE /accounts/export', { key, body: { name: 'x' } })).toMatchObject(added)
    for (const route of [...routes, 'GET /accounts/imports-exports'])
      expect((await test.call(route, route.startsWith('GET') ? {} : { body: {} })).status).toBe(401)
  })

  it('bad input is refused at its path and changes nothing', async () => {
    const bodies: [string, unknown, string][] = [
      ['POST /accounts/export', {}, '/body/export'],
      ['POST /accounts/export', { export: { name: 'a', subject: 'a.b' } }, '/body/export/type'],
      ['POST /accounts/import', { import: { name: 'a', subject: 'a.b' } }, '/body/import/account'],
      ['POST /accounts/import', { import: [] }, '/body/import'],
      ['DELETE /accounts/export', {}, '/body/name'],
      ['DELETE /accounts/import', { name: 5 }, '/body/name'],
      ['DELETE /accounts/import', { name: 'a\u0000' }, '/body/name'],
    ]
    for (const [route, body, path] of bodies)
      await expectRefused(() => test.call(route, { bearer: acme.bearer, body }), {
        status: 400,
        body: { code: 'invalid_request', details: expect.arrayContaining([expect.objectContaining({ path })]) },
      })
  })
})
