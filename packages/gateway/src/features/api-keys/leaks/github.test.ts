import { generateKeyPairSync, sign } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../../test/database/engines.ts'
import { changesOf } from '../../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../../test/gateway.ts'
import { addMember } from '../../../../test/users/members.ts'
import { eventsAbout } from '../../../../test/users/sign-in.ts'
import { freshPlace } from '../../../../test/users/users.ts'
import { createApiKey } from '../../../access/api-key-format.ts'
import { createCheckSignature } from './github-signature.ts'

const github = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const somebody = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const der = ({ publicKey }: typeof github) => publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
const signed = (body: string, { privateKey }: typeof github) =>
  sign('sha256', Buffer.from(body), privateKey).toString('base64')
const PUSHED = 'https://github.com/octocat/hello/blob/1/config.json'

describeEngines('reportLeakedKeys', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine, {
      environment: {
        GITHUB_SECRET_SCANNING_KEYS: `current:${der(github)}`,
        RATE_LIMIT_ANONYMOUS_PER_MINUTE: '20',
      },
    })
    root = await test.signUp()
  })
  afterAll(() => test.close())

  type Sent = { body: string; identifier?: string; signature?: string; from?: string }
  const send = ({ body, identifier = 'current', signature = signed(body, github), from = freshPlace() }: Sent) =>
    test.call('POST /secret-scanning/github', {
      body: Buffer.from(body),
      from,
      headers: {
        'content-type': 'application/json',
        'github-public-key-identifier': identifier,
        'github-public-key-signature': signature,
      },
    })
  const matches = (...tokens: string[]) =>
    JSON.stringify(tokens.map((token) => ({ token, type: 'quiva_api_key', url: PUSHED, source: 'content' })))
  const status = async (key: string) => (await test.call('GET /accounts/info', { key })).status
  const mailsTo = async (to: string, least: number) => {
    const found = async () =>
      (await test.mails()).filter((mail) => mail.to === to && mail.template === 'api-key-leaked')
    await expect.poll(found, { timeout: 5000, interval: 20 }).toHaveLength(least)
    return found()
  }

  it('deletes a live key and those it issued, tells the owner and the audit log, and labels what was found', async () => {
    const { id, key } = await test.issueKey(root.bearer, 'ci')
    const child = await test.issueKey(key)
    const [unknown, nonsense] = [createApiKey(), 'ms-nonsense']
    const answer = await send({ body: matches(key, unknown, nonsense, key), from: '192.0.2.9' })
    const label = (token: string, is: boolean) => ({
      token_raw: token,
      token_type: 'quiva_api_key',
      label: is ? 'true_positive' : 'false_positive',
    })
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual([label(key, true), label(unknown, false), label(nonsense, false), label(key, true)])
    expect([await status(key), await status(child.key)]).toEqual([401, 401])
    const events = new Map((await eventsAbout(test, id)).map((event) => [event.action, event]))
    expect([...events.keys()].toSorted()).toEqual(['api_key.deleted', 'api_key.issued', 'api_key.leaked'])
    expect(JSON.parse(events.get('api_key.deleted')?.details ?? '')).toMatchObject({ reason: 'leaked' })
    const leaked = events.get('api_key.leaked')
    expect(leaked).toMatchObject({ actor_kind: 'anonymous', ip: '192.0.2.9' })
    expect(JSON.parse(leaked?.details ?? '')).toEqual({
      name: 'ci',
      owner: root.userId,
      reported_by: 'github',
      url: PUSHED,
      source: 'content',
    })
    const [mail] = await mailsTo(root.email, 1)
    expect(mail?.text).toContain('“ci”')
    expect(mail?.text).toContain('github.com/octocat/hello')
    expect(mail?.text).not.toContain(key)
  })

  // Attack: whoever finds a key in public first rotates it with itself, before the report of it comes.
  it.each([
    ['lives on in its grace', 60],
    ['is gone at once', 0],
  ])('ends what the key made by rotating itself, also if the key %s', async (_what, grace) => {
    const user = await addMember(test, root, 'developer')
    const { key } = await test.issueKey(user.bearer, 'found')
    const rotate = { key, body: { grace_seconds: grace } }
    const heir = (await test.call('POST /accounts/api-key/rotate', rotate)).body.data
    const heirsHeir = (await test.call('POST /accounts/api-key/rotate', { key: heir.key })).body.data
    expect((await send({ body: matches(key) })).body).toMatchObject([{ label: 'true_positive' }])
    for (const dead of [key, heir.key, heirsHeir.key])
      expect((await test.call('GET /accounts/info', { key: dead, from: freshPlace() })).status).toBe(401)
    await mailsTo(user.email, 1)
    const { changed } = await changesOf(test, () => send({ body: matches(key) }))
    expect(changed).toEqual([])
  })

  it('reported again is only recognised, and so is one that was deleted before', async () => {
    const [again, deleted] = [await test.issueKey(root.bearer), await test.issueKey(root.bearer)]
    await send({ body: matches(again.key) })
    await test.call(`DELETE /accounts/api-key?id=${deleted.id}`, { bearer: root.bearer })
    await mailsTo(root.email, 2)
    const { answer, changed } = await changesOf(test, () => send({ body: matches(again.key, deleted.key) }))
    expect(answer.body.map(({ label }: { label: string }) => label)).toEqual(['true_positive', 'true_positive'])
    expect(changed).toEqual([])
  })

  it('tells root and administrators of a key of the account', async () => {
    const user = await test.signUp()
    const admin = await addMember(test, user, 'admin')
    const { key } = await test.issueKey(admin.bearer, 'deploy', { owner: 'account', role: 'developer' })
    await send({ body: matches(key) })
    for (const { email } of [user, admin]) expect((await mailsTo(email, 1))[0]?.text).toContain('“deploy”')
  })

  it.each(['live', 'test'])(
    'keeps a %s key out of the audit log and the mail, also when it stands in the address',
    async (environment) => {
      const { id, key } = await test.issueKey(root.bearer, 'url', { environment })
      const body = JSON.stringify([
        { token: key, type: 'x', url: `https://example.com/?key=${key}&again=${key.toUpperCase()}` },
      ])
      expect((await send({ body })).status).toBe(200)
      expect(JSON.stringify(await eventsAbout(test, id)).toLowerCase()).not.toContain(key)
    },
  )

  it.each([
    ['over another body', (body: string) => ({ signature: signed(`${body} `, github) })],
    ['of another key', (body: string) => ({ signature: signed(body, somebody) })],
    ['with a key that is not known', () => ({ identifier: 'previous' })],
    ['with a key named like a member of every object', () => ({ identifier: '__proto__' })],
    ['that is none', () => ({ signature: '' })],
    ['that is no base64', () => ({ signature: '%%%' })],
    ['that is cut off', (body: string) => ({ signature: signed(body, github).slice(0, 40) })],
    ['that is long', () => ({ signature: 'A'.repeat(8000) })],
  ])('refuses a signature %s, and the key lives', async (_what, forged) => {
    const { key } = await test.issueKey(root.bearer)
    const body = matches(key)
    const { answer, changed } = await changesOf(test, () => send({ body, ...forged(body) }))
    expect([answer.status, answer.body.code, changed]).toEqual([400, 'invalid_signature', []])
    expect(await status(key)).toBe(200)
  })

  it('looks at the signature before it looks at the JSON', async () => {
    expect((await send({ body: '[', signature: 'AAAA' })).body.code).toBe('invalid_signature')
    expect((await send({ body: '[' })).body.code).toBe('invalid_json')
    expect((await send({ body: '{"token":"x"}' })).body.code).toBe('invalid_request')
    expect((await send({ body: '[{"token":5,"type":"x"}]' })).body.details[0].path).toBe('/body/0/token')
    expect((await send({ body: '[{"token":"a\\u0000","type":"x"}]' })).body.code).toBe('invalid_request')
    expect((await send({ body: '[]' })).body).toEqual([])
  })

  // Each signature costs a tenth of a millisecond of this very thread.
  it('counts bad signatures against their network, and nothing that is signed', async () => {
    const [bad, good] = [freshPlace(), freshPlace()]
    const statuses: number[] = []
    for (let n = 0; n < 22; n += 1) statuses.push((await send({ body: '[]', signature: 'AAAA', from: bad })).status)
    expect(statuses).toEqual([...Array(20).fill(400), 429, 429])
    for (let n = 0; n < 30; n += 1) expect((await send({ body: '[]', from: good })).status).toBe(200)
  })
})

describe('the signature of GitHub', () => {
  // GitHub Docs, "Secret scanning partner program": the sample with its test key.
  const identifier = 'f9525bf080f75b3506ca1ead061add62b8633a346606dc5fe544e29231c6ee0d'
  const publicKey =
    'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEsz9ugWDj5jK5ELBK42ynytbo38gPHzZFI03Exwz8Lh/tCfL3YxwMdLjB+bMznsanlhK0RwcGP3IDb34kQDIo3Q=='
  const signature = 'MEUCIFLZzeK++IhS+y276SRk2Pe5LfDrfvTXu6iwKKcFGCrvAiEAhHN2kDOhy2I6eGkOFmxNkOJ+L2y8oQ9A2T9GGJo6WJY='
  const body = '[{"token":"some_token","type":"some_type","url":"some_url","source":"some_source"}]'

  it('is the one that its documentation shows', () => {
    const check = createCheckSignature([{ identifier, publicKey }])
    expect(check(Buffer.from(body), { identifier, signature })).toBe(true)
    expect(check(Buffer.from(`${body}\n`), { identifier, signature })).toBe(false)
    expect(check(Buffer.from(body), { identifier: undefined, signature })).toBe(false)
    expect(check(Buffer.from(body), { identifier, signature: undefined })).toBe(false)
  })
})
