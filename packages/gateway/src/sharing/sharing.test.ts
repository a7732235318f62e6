import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../test/engines.ts'
import { type Answer, openTestGateway, type SignedInPerson, type TestGateway } from '../../test/gateway.ts'
import { addMember } from '../../test/members.ts'
import { addPerson, deleteAccount } from '../../test/people.ts'
import { changesOf } from '../../test/snapshot.ts'
import { overlap } from '../messaging/subjects.ts'

type Share = Record<string, unknown>

describeEngines('exports and imports', (engine) => {
  let test: TestGateway
  let acme: SignedInPerson
  let beta: SignedInPerson
  let gamma: SignedInPerson
  beforeAll(async () => {
    test = await openTestGateway(engine)
    acme = await test.signUp('Acme')
    beta = await test.signUp('Beta')
    gamma = await test.signUp('Gamma')
  })
  afterAll(() => test.close())

  let names = 0
  const fresh = (what: string) => {
    names += 1
    return `${what}-${names}`
  }
  const addExport = ({ bearer }: { bearer: string }, one: Share) =>
    test.call('POST /accounts/export', { bearer, body: { export: { type: 'stream', name: fresh('export'), ...one } } })
  const addImport = ({ bearer }: { bearer: string }, one: Share) =>
    test.call('POST /accounts/import', { bearer, body: { import: { name: fresh('import'), ...one } } })
  const removeExport = ({ bearer }: { bearer: string }, name: unknown) =>
    test.call('DELETE /accounts/export', { bearer, body: { name } })
  const removeImport = ({ bearer }: { bearer: string }, name: unknown) =>
    test.call('DELETE /accounts/import', { bearer, body: { name } })
  const list = async ({ bearer }: { bearer: string }) =>
    (await test.call('GET /accounts/imports-exports', { bearer })).body.data
  const importOf = async (person: SignedInPerson, name: string) =>
    (await list(person)).imports.find((one: Share) => one.name === name)

  const added = { status: 200, body: { confirmed: null } }
  const refusedWith = (code: string) => ({ status: 400, body: { code } })
  const refusedAt = (path: string, why: string) => ({
    status: 400,
    body: { code: 'invalid_request', details: [{ path, message: expect.stringContaining(why) }] },
  })
  async function expectRefused(work: () => Promise<Answer>, refusal: object): Promise<void> {
    const { answer, changed } = await changesOf(test, work)
    expect(answer).toMatchObject(refusal)
    expect(changed).toEqual([])
  }

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
      ['a.>.b', '> only at its end'],
      ['a b', 'spaces'],
      ['a.b*', 'tokens of their own'],
      ['>', 'wildcard there'],
      ['*.a', 'wildcard there'],
      ['$SYS.>', 'belong to the servers'],
      ['$JS.API.>', 'belong to the servers'],
      ['_INBOX.>', 'belong to the servers'],
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

  describe('addImport refuses', () => {
    beforeAll(async () => {
      await addExport(acme, { name: 'open', subject: 'open.a.>' })
      await addExport(acme, { name: 'tenant', subject: 'tenant.*.*', token_position: 2 })
      await addExport(acme, { name: 'closed', subject: 'closed.>', allowed_accounts: [beta.accountId] })
    })

    it('whatever is not exported to the caller with one answer, byte for byte: no account, no subject, no leave', async () => {
      const gone = await test.signUp('Gone')
      await addExport(gone, { subject: 'open.a.>' })
      await deleteAccount(test, gone)
      const wanted: Share[] = [
        { account: '0000000000', subject: 'open.a.b' },
        { account: 'nobody', subject: 'open.a.b' },
        { account: gone.accountId, subject: 'open.a.b' },
        { account: 'gone', subject: 'open.a.b' },
        { account: 'acme', subject: 'closed.>' },
        { account: acme.accountId, subject: 'closed.a' },
        { account: 'acme', subject: 'open.>' },
        { account: 'acme', subject: 'open.b' },
        { account: 'acme', subject: 'tenant.>', token_position: 2 },
        { account: 'beta', subject: 'open.a.b' },
        { account: `${acme.accountId}'--`, subject: 'open.a.b' },
      ]
      const answers = await Promise.all(wanted.map((one) => addImport(gamma, one)))
      expect(answers[0]).toMatchObject(refusedWith('no_matching_export'))
      for (const { status, text } of answers) expect([status, text]).toEqual([400, answers[0]?.text])
      expect((await list(gamma)).imports).toEqual([])
    })

    it("one's own account, by id and by name", async () => {
      for (const account of [acme.accountId, 'ACME'])
        await expectRefused(
          () => addImport(acme, { account, subject: 'open.a.b' }),
          refusedAt('/body/import/account', 'another account'),
        )
    })

    it('a token position that differs from the export, and the token of another account', async () => {
      const at = '/body/import/token_position'
      const from = { account: 'acme', subject: 'tenant.*.x' }
      await expectRefused(() => addImport(gamma, { ...from, token_position: 3 }), refusedAt(at, 'must be 2'))
      await expectRefused(() => addImport(gamma, from), refusedAt(at, 'must be 2'))
      await expectRefused(
        () => addImport(gamma, { account: 'acme', subject: 'open.a.*', token_position: 3 }),
        refusedAt(at, 'must be absent'),
      )
      const { account_key: strangersKey } = await list(beta)
      for (const token of [strangersKey, beta.accountId, 'x'])
        await expectRefused(
          () => addImport(gamma, { account: 'acme', subject: `tenant.${token}.x`, token_position: 2 }),
          refusedAt('/body/import/subject', 'must have * at position 2'),
        )
      const { account_key: ownKey } = await list(gamma)
      const own = { name: 'own', account: 'acme', subject: `tenant.${ownKey}.x`, token_position: 2 }
      expect(await addImport(gamma, own)).toMatchObject(added)
      expect(await importOf(gamma, 'own')).toMatchObject({
        subject: 'tenant.*.x',
        local_subject: `tenant.${ownKey}.x`,
      })
    })

    it('a name that is taken, and subjects that the account imports or exports already', async () => {
      await addImport(gamma, { name: 'mine', account: 'acme', subject: 'open.a.b.>' })
      await expectRefused(
        () => addImport(gamma, { name: 'mine', account: 'acme', subject: 'open.a.c' }),
        refusedWith('sharing_name_taken'),
      )
      const wide = { account: 'acme', subject: 'open.a.>' }
      await expectRefused(
        () => addImport(gamma, wide),
        refusedAt('/body/import/subject', 'overlaps with the import "mine"'),
      )
      await addExport(gamma, { name: 'out', subject: 'out.>' })
      await expectRefused(
        () => addImport(gamma, { ...wide, local_subject: 'out.>' }),
        refusedAt('/body/import/local_subject', 'overlaps with the export "out"'),
      )
      // What comes in does not go out again.
      await expectRefused(
        () => addExport(gamma, { subject: 'open.a.b.c' }),
        refusedAt('/body/export/subject', 'overlaps with the import "mine"'),
      )
      // Under another subject it comes in a second time, since its owner says so.
      expect(await addImport(gamma, { ...wide, local_subject: 'acme.>' })).toMatchObject(added)
    })

    it('local subjects that are malformed, reserved or have other wildcards', async () => {
      const from = { account: 'acme', subject: 'open.a.*.>' }
      const at = '/body/import/local_subject'
      for (const local_subject of ['a..b', '>', '$JS.API.>', '_INBOX.>', 'a.$1.>', 'a.{{wildcard(1)}}.*.>'])
        expect(await addImport(beta, { ...from, local_subject })).toMatchObject({
          status: 400,
          body: { details: [{ path: at }] },
        })
      for (const local_subject of ['x', 'x.>', 'x.*', 'x.*.*.>'])
        await expectRefused(() => addImport(beta, { ...from, local_subject }), refusedAt(at, 'same wildcards'))
      const tenant = { account: 'acme', subject: 'tenant.*.*', token_position: 2 }
      await expectRefused(() => addImport(beta, { ...tenant, local_subject: 'x.*.*' }), refusedAt(at, 'same wildcards'))
      expect(await addImport(beta, { ...tenant, local_subject: 'x.*' })).toMatchObject(added)
    })

    // The servers would take it and deliver only one of the two.
    it('a stream that is imported already, under whatever subject and name', async () => {
      await addExport(acme, { subject: 'twice.>' })
      await addExport(acme, { subject: 'twosvc.>', type: 'service' })
      const one = { account: 'acme', subject: 'twice.a.>' }
      expect(await addImport(beta, { ...one, name: 'first', local_subject: 'tw.a.>' })).toMatchObject(added)
      await expectRefused(
        () => addImport(beta, { ...one, local_subject: 'tw.b.>' }),
        refusedAt('/body/import/subject', 'imported already, as "first"'),
      )
      expect(await addImport(beta, { account: 'acme', subject: 'twice.a.b' })).toMatchObject(added)
      const service = { account: 'acme', subject: 'twosvc.a' }
      expect(await addImport(beta, { ...service, local_subject: 'tws.a' })).toMatchObject(added)
      expect(await addImport(beta, { ...service, local_subject: 'tws.b' })).toMatchObject(added)
    })

    // Attack: the id of an account that is gone, chosen as a name, to get what others send there.
    it('an account that has the id of another as its name, by that', async () => {
      const gone = await test.signUp()
      await deleteAccount(test, gone)
      const stranger = await test.signUp(gone.accountId)
      await addExport(stranger, { subject: 'pay.card', type: 'service' })
      const pay = { subject: 'pay.card', local_subject: 'stranger.pay' }
      await expectRefused(() => addImport(beta, { ...pay, account: gone.accountId }), refusedWith('no_matching_export'))
      expect(await addImport(beta, { ...pay, account: stranger.accountId })).toMatchObject(added)
    })

    // Two accounts at the same instant, neither of which could see the other's import.
    it('what the servers would take for a circle of services, at whatever instant', async () => {
      const [one, other, third] = [await test.signUp(), await test.signUp(), await test.signUp()]
      for (const person of [one, other]) await addExport(person, { subject: 'api.>', type: 'service' })
      const from = ({ accountId }: SignedInPerson, local: string) => ({
        account: accountId,
        subject: 'api.>',
        ...(local !== '' && { local_subject: local }),
      })
      expect(await addImport(third, from(one, ''))).toMatchObject(added)
      const answers = await Promise.all([addImport(one, from(other, 'o.>')), addImport(other, from(one, 'o.>'))])
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400])
      expect(answers.find(({ status }) => status === 400)).toMatchObject(
        refusedAt('/body/import/local_subject', 'circle'),
      )
    })

    // Accounts that import from each other in a ring, all at the same instant: none of them could see it coming.
    it('cycles: what an account exports it cannot import, so that no ring closes, at whatever instant', async () => {
      const ring = [acme, beta, gamma]
      const at = (index: number) => ring[index % ring.length] ?? acme
      for (const person of ring) expect(await addExport(person, { subject: 'ring.>' })).toMatchObject(added)
      const answers = await Promise.all(
        ring.map((person, index) => addImport(person, { account: at(index + 1).accountId, subject: 'ring.>' })),
      )
      for (const answer of answers)
        expect(answer).toMatchObject(refusedAt('/body/import/subject', 'overlaps with the export'))
      // Both add at once what would close the ring: one of each two is refused.
      const [imported, exported] = await Promise.all([
        addImport(beta, { account: 'acme', subject: 'ring.a', local_subject: 'around.a' }),
        addExport(beta, { subject: 'around.>' }),
      ])
      expect([imported.status, exported.status].toSorted()).toEqual([200, 400])
    })

    it('all but one of several that overlap and come at the same instant', async () => {
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          addImport(beta, { account: 'acme', subject: 'open.a.>', local_subject: `r.${index < 3 ? 'x.' : ''}>` }),
        ),
      )
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    })
  })

  it('a withdrawn export leaves its imports broken and listed; added again, they work again, but for who is shut out', async () => {
    const out = { name: 'coming', subject: 'coming.>' }
    await addExport(acme, out)
    for (const person of [beta, gamma])
      expect(await addImport(person, { name: 'coming', account: 'acme', subject: 'coming.a' })).toMatchObject(added)
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
    const roots = await Promise.all(Array.from({ length: 120 }, () => addPerson(test)))
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
    const more = { account: 'acme', subject: 'open.a.b' }
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
