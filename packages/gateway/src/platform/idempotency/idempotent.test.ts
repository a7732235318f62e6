import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { dump } from '../../../test/database/inspect.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { type Answer, openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { later, MINUTE } from '../../../test/run/clock.ts'
import { addMember } from '../../../test/users/members.ts'
import { exchangeKey, signIn } from '../../../test/users/sign-in.ts'
import { deriveKey } from '../crypto/hashing.ts'
import { openWith } from '../crypto/sealing.ts'
import { canonical } from './canonical.ts'

describeEngines('a request with an Idempotency-Key', (engine) => {
  let place: Place
  let test: TestGateway
  let root: SignedInUser
  let admin: SignedInUser
  beforeAll(async () => {
    place = await openPlace(engine)
    test = await openTestGateway(engine, { place })
    root = await test.signUp()
    admin = await addMember(test, root, 'admin')
  })
  afterAll(async () => {
    await test.close()
    await place.remove()
  })

  type By = { bearer?: string; key?: string }
  const send = (route: string) => (by: By, header: string, body: object) =>
    test.call(route, { ...by, body, headers: { 'idempotency-key': header } })
  const issue = send('POST /accounts/api-key')
  const rotate = send('POST /accounts/api-key/rotate')
  /** A repeated answer says nothing of a revocation: that was confirmed, or not, to the first. */
  const sameText = ({ body }: Answer) => JSON.stringify(body)
  const isReplay = ({ headers }: Answer) => headers['idempotency-replayed'] === 'true'
  const kept = () => test.database.read.selectFrom('idempotent_answers').selectAll().execute()

  it.each([
    ['a key', 'POST /accounts/api-key', { key_name: 'ci', expiry_days: 3 }],
    ['a successor', 'POST /accounts/api-key/rotate', undefined],
  ])('that gives %s gives the very same again, secrets included, and does nothing', async (_what, route, given) => {
    const body = given ?? { id: (await test.issueKey(root.bearer)).id }
    const header = randomUUID()
    const first = await send(route)({ bearer: root.bearer }, header, body)
    expect([first.status, isReplay(first)]).toEqual([200, false])
    const { answer: second, changed } = await changesOf(test, () =>
      send(route)({ bearer: root.bearer }, header, Object.fromEntries(Object.entries(body).reverse())),
    )
    expect([second.status, sameText(second), isReplay(second)]).toEqual([200, sameText(first), true])
    expect(second.body).not.toHaveProperty('revocation')
    // Quoted, as the draft has it, is the same.
    expect(sameText(await send(route)({ bearer: root.bearer }, `"${header}"`, body))).toBe(sameText(first))
    expect(changed).toEqual([])
  })

  it('gives the same also to a key that calls, and after the session was refreshed', async () => {
    const { key } = await test.issueKey(root.bearer)
    const header = randomUUID()
    const first = await issue({ key }, header, { key_name: 'x' })
    expect((await issue({ key }, header, { key_name: 'x' })).text).toBe(first.text)
    const session = await signIn(test, root)
    const before = await issue({ bearer: session.bearer }, header, { key_name: 'x' })
    const refreshed = await test.call('POST /accounts/refresh-token', {
      body: { auth_token: session.bearer, refresh_token: session.refreshToken },
    })
    const bearer: string = refreshed.body.data.auth_token
    const after = await issue({ bearer }, header, { key_name: 'x' })
    expect([after.status, after.text]).toEqual([200, before.text])
    expect(before.body.data.id).not.toBe(first.body.data.id)
  })

  it('is refused when it asks for something else, and neither answer is touched', async () => {
    const header = randomUUID()
    const first = await issue({ bearer: root.bearer }, header, { key_name: 'one' })
    const { answer, changed } = await changesOf(test, () => issue({ bearer: root.bearer }, header, { key_name: 'two' }))
    expect([answer.status, answer.body.code, changed]).toEqual([422, 'idempotency_key_reused', []])
    expect((await issue({ bearer: root.bearer }, header, { key_name: 'one' })).text).toBe(first.text)
  })

  // Whoever learns somebody's idempotency key (from a log, say) must learn nothing by it, not even that it was used.
  it('tells another caller nothing: another member, another session or key of the same person, a session of the key', async () => {
    const { key } = await test.issueKey(root.bearer)
    const header = randomUUID()
    const callers: By[] = [{ bearer: root.bearer }, { bearer: admin.bearer }, { key }]
    callers.push({ bearer: (await signIn(test, root)).bearer }, { bearer: (await exchangeKey(test, key)).bearer })
    callers.push({ bearer: (await test.signUp()).bearer })
    const ids = new Set<string>()
    for (const [index, by] of callers.entries()) {
      const answer = await issue(by, header, { key_name: `caller ${index}` })
      expect([answer.status, isReplay(answer)]).toEqual([200, false])
      ids.add(answer.body.data.id)
    }
    expect(ids.size).toBe(callers.length)
  })

  it('is not mixed up with the other operation', async () => {
    const header = randomUUID()
    const issued = await issue({ bearer: root.bearer }, header, { key_name: 'x' })
    const { id } = issued.body.data
    expect((await rotate({ bearer: root.bearer }, header, { id })).body.data).toMatchObject({ replaces: id })
  })

  it('sent several times at once is done once, and each gets that answer', async () => {
    const { id } = await test.issueKey(root.bearer)
    for (const [ask, body, name] of [
      [issue, { key_name: 'once' }, 'once'],
      [rotate, { id, grace_seconds: 60 }, 'ci'],
    ] as const) {
      const header = randomUUID()
      const answers = await Promise.all([0, 1, 2, 3, 4].map(() => ask({ bearer: root.bearer }, header, body)))
      expect(new Set(answers.map((answer) => `${answer.status} ${sameText(answer)}`)).size).toBe(1)
      expect(answers[0]?.body.data).toMatchObject({ name })
      expect(answers.filter(isReplay)).toHaveLength(4)
    }
    const once = await test.database.read.selectFrom('api_keys').select('id').where('name', '=', 'once').execute()
    expect(once).toHaveLength(1)
  })

  it('is forgotten after ten minutes', async () => {
    const header = randomUUID()
    const first = await issue({ bearer: root.bearer }, header, { key_name: 'x' })
    await later(10 * MINUTE - 1000, async () => {
      expect((await issue({ bearer: root.bearer }, header, { key_name: 'x' })).text).toBe(first.text)
    })
    await later(10 * MINUTE + 1000, async () => {
      const again = await issue({ bearer: root.bearer }, header, { key_name: 'other' })
      expect([again.status, isReplay(again)]).toEqual([200, false])
      expect(again.body.data.id).not.toBe(first.body.data.id)
    })
  })

  it('keeps no refusal: the next try is a new one', async () => {
    const header = randomUUID()
    const before = await kept()
    expect((await rotate({ bearer: root.bearer }, header, { id: 'key_unknown' })).body.code).toBe('unknown_api_key')
    expect((await issue({ bearer: root.bearer }, header, { key_name: '' })).status).toBe(400)
    expect(await kept()).toEqual(before)
    expect((await issue({ bearer: root.bearer }, header, { key_name: 'x' })).status).toBe(200)
  })

  it('still asks who is calling: a key that was deleted gets nothing again', async () => {
    const { id, key } = await test.issueKey(root.bearer)
    const header = randomUUID()
    await issue({ key }, header, { key_name: 'x' })
    await test.call(`DELETE /accounts/api-key?id=${id}`, { bearer: root.bearer })
    expect((await issue({ key }, header, { key_name: 'x' })).status).toBe(401)
  })

  // Attack: an administrator who loses the role asks for the secret of a key of the account once more.
  it('still asks what the caller may: a role that was taken gets no secret again, with its answer kept', async () => {
    const former = await addMember(test, root, 'admin')
    const account = { owner: 'account', role: 'developer' }
    const { id } = await test.issueKey(root.bearer, 'deploy', account)
    const headers = [randomUUID(), randomUUID()] as const
    const rotateAgain = () => rotate({ bearer: former.bearer }, headers[0], { id })
    const issueAgain = () => issue({ bearer: former.bearer }, headers[1], { key_name: 'x', ...account })
    for (const first of [await rotateAgain(), await issueAgain()]) expect(first.status).toBe(200)
    for (const again of [await rotateAgain(), await issueAgain()])
      expect([again.status, isReplay(again)]).toEqual([200, true])
    const role = { email: former.email, role: 'developer' }
    expect((await test.call('PATCH /accounts/role', { bearer: root.bearer, body: role })).status).toBe(200)
    const refused = [await rotateAgain(), await issueAgain()]
    expect(refused.map(({ body }) => body.code)).toEqual(['unknown_api_key', 'insufficient_permissions'])
    for (const { text } of refused) expect(text).not.toContain('ms-')
    expect((await rotate({ bearer: former.bearer }, randomUUID(), { id })).text).toBe(refused[0]?.text)
  })

  // Whoever asks again would take the dead key for a good one, and search for the fault elsewhere.
  it.each(['deleted', 'expired'])('gives no key again that is %s by now', async (how) => {
    const by = { bearer: root.bearer }
    const [first, second] = [randomUUID(), randomUUID()]
    const issued = (await issue(by, first, { key_name: 'x' })).body.data
    const successor = (await rotate(by, second, { id: issued.id })).body.data
    if (how === 'deleted')
      for (const { id } of [issued, successor]) await test.call(`DELETE /accounts/api-key?id=${id}`, by)
    else
      await test.database.transaction(({ db }) =>
        db
          .updateTable('api_keys')
          .set({ expires_at: Date.now() - 1 })
          .where('id', 'in', [issued.id, successor.id])
          .execute(),
      )
    for (const again of [() => issue(by, first, { key_name: 'x' }), () => rotate(by, second, { id: issued.id })]) {
      const { answer, changed } = await changesOf(test, again)
      expect([answer.status, answer.body.code, changed]).toEqual([409, 'replayed_key_is_gone', []])
      expect([isReplay(answer), answer.text.includes('ms-')]).toEqual([false, false])
    }
    // What else is asked for with it is still told apart, and a new one gives a new key.
    expect((await issue(by, first, { key_name: 'y' })).body.code).toBe('idempotency_key_reused')
    expect((await issue(by, randomUUID(), { key_name: 'x' })).status).toBe(200)
  })

  it('leaves neither the key nor its answer readable in the database, not even with the master key', async () => {
    const { key } = await test.issueKey(root.bearer)
    const header = randomUUID()
    const before = new Set((await kept()).map(({ id }) => id))
    const { data } = (await issue({ key }, header, { key_name: 'sealed' })).body
    const seed = /SU[A-Z2-7]{56}/.exec(data.creds)?.[0] ?? ''
    const text = await dump(place)
    for (const secret of [header, data.key, seed]) expect(text.includes(secret)).toBe(false)
    // What the master key would give is known here: the row's id. It takes the idempotency key and the API key as well.
    const { id, answer_sealed: sealed } = (await kept()).find((row) => !before.has(row.id)) ?? {
      id: '',
      answer_sealed: '',
    }
    const open = (secret: string) =>
      openWith(deriveKey(secret, id, 'quiva idempotent answer'), sealed, `idempotent_answers.answer:${id}`)
    expect(open(`${header}\n${key}`)).toContain(data.key)
    for (const guess of [`\n${key}`, `${header}\n`, header, key]) expect(() => open(guess)).toThrow()
  })

  it.each([
    'short',
    'x'.repeat(15),
    'x'.repeat(129),
    'spaces are not allowed',
    '"unbalanced-quotes-x',
    'a,b,c,d,e,f,g,h,i,j',
    'ünïcödé-is-not-allowed',
  ])('is refused when the key is %j, with its path', async (header) => {
    const answer = await issue({ bearer: root.bearer }, Buffer.from(header).toString('latin1'), { key_name: 'x' })
    expect([answer.status, answer.body.details?.[0]?.path]).toEqual([400, '/headers/idempotency-key'])
  })
})

it('two requests are the same whatever the order of their members, and only then', () => {
  expect(canonical({ a: 1, b: { c: [1, { e: 1, d: 2 }], f: null } })).toBe(
    canonical({ b: { f: null, c: [1, { d: 2, e: 1 }] }, a: 1 }),
  )
  expect(canonical({ a: [1, 2] })).not.toBe(canonical({ a: [2, 1] }))
  expect(canonical({ a: '1' })).not.toBe(canonical({ a: 1 }))
  expect(canonical(undefined)).toBe(canonical(undefined))
})
