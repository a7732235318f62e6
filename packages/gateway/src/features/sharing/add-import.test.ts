import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { type Share, sharers } from '../../../test/users/sharing.ts'
import { deleteAccount } from '../../../test/users/users.ts'

describeEngines('addImport refuses', (engine) => {
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

  const { addExport, addImport, list, importOf, added, refusedWith, refusedAt, expectRefused } = sharers(() => test)

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
        refusedAt('/body/import/account', 'must not be your own account'),
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
    for (const user of [one, other]) await addExport(user, { subject: 'api.>', type: 'service' })
    const from = ({ accountId }: SignedInUser, local: string) => ({
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
    for (const user of ring) expect(await addExport(user, { subject: 'ring.>' })).toMatchObject(added)
    const answers = await Promise.all(
      ring.map((user, index) => addImport(user, { account: at(index + 1).accountId, subject: 'ring.>' })),
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
