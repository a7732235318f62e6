import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../test/database/engines.ts'
import { meddle } from '../test/database/inspect.ts'
import { stealBackup } from '../test/database/stolen-backup.ts'
import { openTestGateway, type TestGateway } from '../test/gateway.ts'
import { later, SECOND } from '../test/run/clock.ts'
import { NODE_COMPILE_CACHE } from '../test/run/compile-cache.ts'
import { addApp, createApp } from '../test/users/factors.ts'
import { eventsAbout, exchangeKey, refreshStatusOf, signIn, statusOf, type TestSession } from '../test/users/sign-in.ts'

const run = promisify(execFile)
const OPERATIONS = path.join(import.meta.dirname, '../../../docs/operations.md')
/** A port that nobody listens on: mails wait, with their links. */
const NO_MAIL_SERVER = { SMTP_URL: 'smtp://127.0.0.1:1?requireTLS=false' }

/** Somebody has a copy of the database and of the master key: what the steps of docs/operations.md take from them. */
describeEngines('after the theft of a backup', (engine) => {
  let place: Place
  const gateways: TestGateway[] = []
  beforeEach(async () => {
    place = await openPlace(engine)
    if (place.environment.MASTER_KEY === undefined) place.environment.MASTER_KEY = randomBytes(32).toString('base64')
  })
  afterEach(async () => {
    await close()
    await place.remove()
  })

  async function open(environment: Record<string, string> = {}): Promise<TestGateway> {
    const gateway = await openTestGateway(engine, { environment, place })
    gateways.push(gateway)
    return gateway
  }
  async function close(): Promise<void> {
    for (const gateway of gateways.splice(0)) await gateway.close()
  }

  /** The gateways afterwards: on PostgreSQL those that went on running beside the step. */
  async function step<T>(work: () => Promise<T>): Promise<{ done: T; after: TestGateway[] }> {
    if (engine === 'sqlite') await close()
    const done = await work()
    return { done, after: engine === 'sqlite' ? [await open()] : gateways }
  }
  const command = (name: string, more: Record<string, string> = {}, ...args: string[]) =>
    run(process.execPath, [path.join(import.meta.dirname, 'commands', `${name}.ts`), ...args], {
      env: { ...place.environment, NODE_COMPILE_CACHE, ...more },
    })
  const revoke = () => command('rotate-signing-key', {}, '--revoke')
  /** The statements of that section of the documentation, by a word of them. */
  async function documented(word: string): Promise<string> {
    const [, section = ''] = (await readFile(OPERATIONS, 'utf8')).split('\n## After a stolen backup\n')
    const blocks = [...(section.split('\n## ')[0] ?? '').matchAll(/```sql\n([^`]+)```/g)].map(([, sql = '']) => sql)
    const block = blocks.find((sql) => sql.includes(word))
    if (!block) throw new Error(`the documentation has no statement with ${word}`)
    return block
  }
  const jwksOf = async (gateway: TestGateway) => (await gateway.call('GET /.well-known/jwks.json')).body
  const trusts = async (gateway: TestGateway, token: string) =>
    jwtVerify(token, createLocalJWKSet(await jwksOf(gateway)), { typ: 'at+jwt' }).then(
      () => true,
      () => false,
    )

  // Before, the id of the one honoured token lay there in clear: with the key that signs, that was the token.
  it('a token that is forged from it opens nothing at a gateway, though its signature is good', async () => {
    const gateway = await open()
    const root = await gateway.signUp()
    const session = await signIn(gateway, root)
    const forged = await (await stealBackup(gateway)).forge(session.id)
    expect(await trusts(gateway, forged)).toBe(true)
    expect([await statusOf(gateway, forged), await statusOf(gateway, session.bearer)]).toEqual([401, 200])
    expect(await refreshStatusOf(gateway, { ...session, bearer: forged, refreshToken: 'x'.repeat(43) })).toBe(401)
  })

  it('and is trusted by nobody who verifies by themselves once the signing keys are revoked', async () => {
    const [gateway, other] = [await open(), engine === 'postgres' ? await open() : undefined]
    const root = await gateway.signUp()
    const { key } = await gateway.issueKey(root.bearer)
    const [session, fromKey] = [await signIn(gateway, root), await exchangeKey(gateway, key)]
    for (const at of other ? [gateway, other] : [gateway]) {
      expect([await statusOf(at, session.bearer), await statusOf(at, fromKey.bearer)]).toEqual([200, 200])
    }
    const thief = await stealBackup(gateway)
    const forged = await thief.forge(session.id)
    expect(await trusts(gateway, forged)).toBe(true)

    const { done, after } = await step(revoke)
    const [, kid] =
      /^The key ([\w-]{16}) signs from now on, and all other keys are revoked\. Sessions revoked: 3\.\n$/.exec(
        done.stdout,
      ) ?? ['', done.stdout]
    for (const at of after) {
      // PostgreSQL brings the news within milliseconds.
      await expect.poll(async () => (await jwksOf(at)).keys.map((jwk: { kid: string }) => jwk.kid)).toEqual([kid])
      expect(await trusts(at, forged)).toBe(false)
      for (const { bearer } of [session, fromKey]) expect(await statusOf(at, bearer)).toBe(401)
      expect(await refreshStatusOf(at, session)).toBe(401)
      // Users sign in again, under the new key at once; API keys go on.
      const again = await signIn(at, root)
      expect([await statusOf(at, again.bearer), await trusts(at, again.bearer)]).toEqual([200, true])
      expect((await at.call('GET /accounts/info', { key })).status).toBe(200)
      expect(await statusOf(at, (await exchangeKey(at, key)).bearer)).toBe(200)
    }
    const [ended] = (await eventsAbout(after[0] ?? gateway, session.id)).slice(-1)
    expect(ended).toMatchObject({
      action: 'session.ended',
      actor_kind: 'system',
      details: '{"reason":"signing_keys_revoked"}',
    })
  })

  if (engine === 'postgres') {
    // Attack: whoever refreshes and signs in without pause keeps something that was signed before.
    it('nothing that was signed before goes on, whatever people and programs do meanwhile', async () => {
      const [here, there] = [await open(), await open()]
      const root = await here.signUp()
      const { key } = await here.issueKey(root.bearer)
      const taken: TestSession[] = []
      let over = false
      const storm = async (at: TestGateway) => {
        while (!over) {
          const session = await (taken.length % 2 === 0 ? signIn(at, root) : exchangeKey(at, key)).catch(
            () => undefined,
          )
          if (session) taken.push(session)
          const last = taken.at(-1)
          if (last) await refreshStatusOf(at, last)
        }
      }
      const storms = [here, there, here].map(storm)
      await revoke()
      over = true
      await Promise.all(storms)
      const [{ kid = '' } = {}] = (await jwksOf(here)).keys
      const before = taken.filter(({ bearer }) => decodeProtectedHeader(bearer).kid !== kid)
      expect(before.length).toBeGreaterThan(3)
      for (const at of [here, there]) {
        await expect.poll(async () => (await jwksOf(at)).keys).toHaveLength(1)
        for (const { bearer, refreshToken } of before) {
          expect(await statusOf(at, bearer)).toBe(401)
          const body = { auth_token: bearer, refresh_token: refreshToken }
          expect((await at.call('POST /accounts/refresh-token', { body })).status).toBe(401)
        }
        expect(await statusOf(at, (await signIn(at, root)).bearer)).toBe(200)
      }
    })

    // A pooler that swallows LISTEN, or a connection that broke: the news does not come.
    it('a gateway that the news does not reach refuses what was signed before all the same', async () => {
      const gateway = await open()
      const deaf = await open({ DATABASE_LISTEN_URL: 'postgres://127.0.0.1:1/nowhere' })
      const root = await gateway.signUp()
      const sessions = [await signIn(gateway, root), await signIn(deaf, root)]
      for (const { bearer } of sessions) expect(await statusOf(deaf, bearer)).toBe(200)
      await revoke()
      for (const { bearer } of sessions) expect(await statusOf(deaf, bearer)).toBe(401)
      // It loads the keys once a minute in any case.
      await later(61 * SECOND, async () => expect((await jwksOf(deaf)).keys).toHaveLength(1))
      await later(62 * SECOND, async () => {
        const again = await signIn(deaf, root)
        expect([await statusOf(deaf, again.bearer), await statusOf(gateway, again.bearer)]).toEqual([200, 200])
      })
    })
  }

  it('a key that was announced when it was stolen never signs', async () => {
    const gateway = await open()
    await step(() => command('rotate-signing-key'))
    const { after } = await step(revoke)
    for (const at of after) await expect.poll(async () => (await jwksOf(at)).keys).toHaveLength(1)
    const { after: again } = await step(revoke)
    expect((await jwksOf(again[0] ?? gateway)).keys).toHaveLength(1)
  })

  it('the stolen master key opens nothing that is sealed after its rotation', async () => {
    const [gateway, stolen] = [await open(), place.environment.MASTER_KEY ?? '']
    await gateway.signUp()
    await close()
    const fresh = randomBytes(32).toString('base64')
    await command('rotate-master-key', { MASTER_KEY: fresh, MASTER_KEY_PREVIOUS: stolen })
    const after = await openTestGateway(engine, { environment: { MASTER_KEY: fresh }, place })
    try {
      await expect(stealBackup(after)).rejects.toThrow('is not the key that this database was sealed with')
    } finally {
      await after.close()
    }
  })

  it('links of mails that waited in it are worth nothing once they are dropped', async () => {
    const users = await open()
    const root = await users.signUp()
    await close()
    const gateway = await open(NO_MAIL_SERVER)
    await gateway.call('POST /accounts/request-reset-password', { body: { email: root.email } })
    const reset = (token: string) => ({ body: { token, new_password: 'other-Horse8' } })
    const linkIn = async () =>
      /token=([\w-]+)/.exec((await stealBackup(gateway)).waiting().find((text) => text.includes(root.email)) ?? '')
    await expect.poll(linkIn).not.toBeNull()
    const [, stolen = ''] = (await linkIn()) ?? []
    const { after } = await step(async () => meddle(place, await documented('mailed_tokens')))
    expect((await (after[0] ?? gateway).call('POST /accounts/reset-password', reset(stolen))).status).toBe(400)
    expect(await signIn(after[0] ?? gateway, root)).toBeDefined()
  })

  it('the statements that the documentation has for that leave out no table of mailed links', async () => {
    const { database } = await open()
    const tables = await database.read.introspection.getTables()
    const withLinks = tables.filter(({ columns }) => columns.some(({ name }) => name === 'token_hash'))
    const statements = await documented('mailed_tokens')
    // What these hold is never mailed: it is given to a program or page in the answer.
    const others = ['embed_tokens', 'refresh_tokens', 'sign_in_challenges']
    const left = withLinks.map(({ name }) => name).filter((name) => !statements.includes(`delete from ${name};`))
    expect(left.sort()).toEqual(others)
  })

  it('codes of an authenticator app whose secret was in it are worth nothing once it is set up anew', async () => {
    const gateway = await open()
    const root = await gateway.signUp()
    await addApp(gateway, root.bearer)
    const thief = createApp((await stealBackup(gateway)).appSecretOf(root.userId))
    const withCode = async (at: TestGateway, code: string) => {
      const { email, password } = root
      const { token } = (await at.call('POST /accounts/auth-with-password', { body: { email, password } })).body.data
      return at.call('POST /accounts/auth-with-totp', { body: { token, code } })
    }
    expect((await withCode(gateway, thief.code())).status).toBe(200)
    const { after } = await step(async () => meddle(place, await documented('totp_secrets')))
    const at = after[0] ?? gateway
    const { app } = await addApp(at, (await signIn(at, root)).bearer)
    expect((await withCode(at, thief.code(1))).status).toBe(401)
    expect((await withCode(at, app.code(1))).status).toBe(200)
  })
})
