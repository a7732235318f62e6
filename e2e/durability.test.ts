import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { readConfig } from '../packages/gateway/src/platform/config/config.ts'
import { openDatabase } from '../packages/gateway/src/platform/database/open.ts'
import { describeEngines, describePostgres, openPlace, type Place } from '../packages/gateway/test/database/engines.ts'
import { inspect, meddle, sql } from '../packages/gateway/test/database/inspect.ts'
import { waitFor } from '../packages/gateway/test/gateway.ts'
import { openSmtpSink } from '../packages/gateway/test/services/smtp-sink.ts'
import { openPlainVerifier } from '../packages/gateway/test/verifiers/plain-verifier.ts'
import { type Answer, call } from './http.ts'
import { type GatewayProcess, readMails, signUp, startGateway } from './process.ts'

/** How often it is killed while keys are issued; more with QUIVA_KILLS, for a long run. */
const ROUNDS = Number(process.env.QUIVA_KILLS ?? 3)
const CLIENTS = 16
/** A killed process leaves locks and leases behind; the next start must not wait for them. */
const LONGEST_START_MS = 20_000
/** As in platform/outbox/worker.ts. */
const LEASE_MS = 120_000
const KEY = { key_name: 'a service' }
/** What the log says where PostgreSQL answered too late: the answer is 503, and acknowledges nothing. */
const TOO_LATE =
  /canceling statement due to statement timeout|Query read timeout|timeout exceeded when trying to connect|for a connection to the database in vain|gave no connection in time/

describeEngines('a gateway that is killed', (engine) => {
  let place: Place
  let gateway: GatewayProcess
  let killedAt: number
  beforeAll(async () => {
    // One that ends in peace, for the compile cache of those that don't.
    const first = await openPlace(engine, { onDisk: true })
    await (await startGateway(first)).end('SIGTERM')
    await first.remove()
  })
  beforeEach(async () => {
    // On the disk, so that a kill often meets a commit that waits for it.
    place = await openPlace(engine, { onDisk: true })
    gateway = await startGateway(place, { API_KEYS_PER_ACCOUNT: '8000' })
  })
  afterEach(async () => {
    await gateway.end('SIGKILL')
    await place.remove()
  })

  async function killAndRestart(environment: Record<string, string> = {}): Promise<void> {
    await gateway.end('SIGKILL')
    killedAt = Date.now()
    gateway = await startGateway(place, { API_KEYS_PER_ACCOUNT: '8000', ...environment })
    expect(Date.now() - killedAt).toBeLessThan(LONGEST_START_MS)
  }

  /** The statuses that these keys get, each once. */
  async function statusesOf(keys: string[]): Promise<number[]> {
    return [...new Set(await Promise.all(keys.map(statusOf)))]
  }

  async function statusOf(key: string): Promise<number> {
    for (;;) {
      const answer = await call(gateway.client, 'GET /accounts/info', { key })
      if (!isTooLate(answer)) return answer.status
    }
  }

  /** A machine that is too busy may refuse, and says why in its log. */
  const isTooLate = ({ status }: Answer) => status === 503 && engine === 'postgres' && TOO_LATE.test(gateway.output())

  function isAcknowledged(answer: Answer): boolean {
    if (isTooLate(answer)) return false
    const { status, text } = answer
    expect([status, text, status === 200 ? '' : gateway.output().slice(-2000)]).toEqual([200, text, ''])
    return true
  }

  it(`while ${CLIENTS} clients issue keys has kept every key that was acknowledged, and nothing by halves`, {
    timeout: 90_000,
  }, async () => {
    const { bearer, accountId } = await signUp(gateway, place)
    const issued: string[] = []
    const deleted: string[] = []
    for (let round = 1; round <= ROUNDS; round += 1) {
      const wanted = issued.length + 10 + Math.floor(Math.random() * 60)
      const enough = Promise.withResolvers<void>()
      const { client } = gateway
      const issueUntilTheEnd = async (thenDelete: boolean) => {
        for (;;) {
          const issue = await call(client, 'POST /accounts/api-key', { bearer, body: { key_name: 'x' } })
          if (!isAcknowledged(issue)) continue
          const { body } = issue
          if (thenDelete) {
            const gone = await call(client, `DELETE /accounts/api-key?id=${body.data.id}`, { bearer })
            if (isAcknowledged(gone)) deleted.push(body.data.key)
          } else if (issued.push(body.data.key) >= wanted) enough.resolve()
        }
      }
      const clients = Array.from({ length: CLIENTS }, (_, index) => issueUntilTheEnd(index === 0))
      await Promise.race([enough.promise, ...clients])
      await sleep(Math.random() * 10)
      const [outcomes] = await Promise.all([Promise.allSettled(clients), killAndRestart()])
      // Each client ended because the connection did, not because of an answer.
      const reasons = outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code)
      expect([...new Set(reasons)].filter((code) => !['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes(code))).toEqual(
        [],
      )
      expect(await statusesOf(issued.slice(-100))).toEqual([200])
      expect(await statusesOf(deleted.slice(-20))).toEqual(deleted.length > 0 ? [401] : [])
      await expectConsistent(place, accountId)
    }
    expect(await statusesOf(issued)).toEqual([200])
    expect(await statusesOf(deleted)).toEqual([401])
    expect(issued.length).toBeGreaterThan(ROUNDS * 10)
    expect(deleted.length).toBeGreaterThan(0)
  })

  it('at any moment between the commit and the mail sends it after the next start, once or twice, but the same', async () => {
    const acknowledged: string[] = []
    for (let round = 1; round <= 3; round += 1) {
      const users = Array.from({ length: 4 }, (_, index) => `person-${round}-${index}@example.com`)
      const requests = users.map(async (email) => {
        const { status } = await call(gateway.client, 'POST /accounts', { body: founding(email) })
        if (status === 200) acknowledged.push(email)
      })
      await Promise.race(requests)
      await sleep(Math.random() * 15)
      await Promise.all([Promise.allSettled(requests), killAndRestart()])
    }
    await passLeases()
    expect(acknowledged.length).toBeGreaterThanOrEqual(3)
    await expect.poll(pendingMails).toEqual([])
    const mails = await readMails(place)
    for (const email of acknowledged) {
      const copies = mails.filter(({ to }) => to === email)
      expect([1, 2]).toContain(copies.length)
      expect(new Set(copies.map(({ messageId, code, token }) => `${messageId} ${code} ${token}`)).size).toBe(1)
    }
  })

  it('while the mail server had yet to acknowledge a mail sends it again under the same Message-ID', async () => {
    const sink = await openSmtpSink()
    await killAndRestart({ SMTP_URL: sink.url })
    sink.holding = true
    const { status } = await call(gateway.client, 'POST /accounts', { body: founding('ada@example.com') })
    expect(status).toBe(200)
    await expect.poll(() => sink.received.length).toBe(1)
    sink.holding = false
    await killAndRestart({ SMTP_URL: sink.url })
    await passLeases()
    await expect.poll(pendingMails).toEqual([])
    const ids = sink.received.map((mail) => /^Message-ID: <(.+)>\r$/im.exec(mail)?.[1])
    expect(ids).toEqual([expect.stringMatching(/^out_\w+@localhost$/), ids[0]])
    await gateway.end('SIGKILL')
    await sink.close()
  })

  /** What a killed gateway had in hand on PostgreSQL might be in another's hands: it is free after two minutes. */
  async function passLeases(): Promise<void> {
    if (engine === 'postgres')
      await meddle(place, `update outbox set leased_until = 0 where leased_until <= ${killedAt + LEASE_MS}`)
  }
  const pendingMails = () =>
    inspect(place, (db) => db.selectFrom('outbox').select('id').where('kind', '=', 'mail').execute())
})

const founding = (email: string) => ({ name: email, root_email: email, password: 'correct-Horse7' })

/** Every key has its event and is counted, every deleted one that of its deletion, and nothing stands alone. */
async function expectConsistent(place: Place, accountId: string): Promise<void> {
  await inspect(place, async (db) => {
    const keys = await db.selectFrom('api_keys').select(['id', 'deleted_at']).orderBy('id').execute()
    const events = (action: string) =>
      db
        .selectFrom('audit_events')
        .select('target_id')
        .where('action', '=', action)
        .orderBy('target_id')
        .execute()
        .then((rows) => rows.map((row) => row.target_id))
    const account = await db.selectFrom('accounts').select('key_count').where('id', '=', accountId).execute()
    expect(account).toEqual([{ key_count: keys.length }])
    expect(await events('api_key.issued')).toEqual(keys.map(({ id }) => id))
    expect(await events('api_key.deleted')).toEqual(keys.flatMap(({ id, deleted_at }) => (deleted_at ? [id] : [])))
    if (place.engine === 'postgres') return
    expect((await sql`pragma foreign_key_check`.execute(db)).rows).toEqual([])
    expect((await sql`pragma integrity_check`.execute(db)).rows).toEqual([{ integrity_check: 'ok' }])
  })
}

// A killed process says nothing about a power cut: that takes a commit which waits for the disk.
describe('the connection that writes waits for the disk', () => {
  test('on SQLite: write-ahead log, synchronous=FULL', async () => {
    const place = await openPlace('sqlite')
    const database = await openDatabase(readConfig(place.environment))
    const pragmas = await database.transaction(async ({ db }) => [
      (await sql`pragma journal_mode`.execute(db)).rows,
      (await sql`pragma synchronous`.execute(db)).rows,
    ])
    expect(pragmas).toEqual([[{ journal_mode: 'wal' }], [{ synchronous: 2 }]])
    await database.close()
    await place.remove()
  })
})

describePostgres('the connection that writes waits for the disk', () => {
  async function synchronousCommit(place: Place): Promise<unknown> {
    const database = await openDatabase(readConfig(place.environment))
    const { rows } = await database.transaction(({ db }) => sql`show synchronous_commit`.execute(db))
    await database.close()
    return rows
  }

  it.each([
    ['nobody says otherwise', () => 'select 1'],
    ['the database says otherwise', (name: string) => `alter database ${name} set synchronous_commit = off`],
    [
      'the role says otherwise',
      (name: string) => `alter role postgres in database ${name} set synchronous_commit = off`,
    ],
  ])('with synchronous_commit=on when %s', async (_who, statement) => {
    const place = await openPlace('postgres', { ownDatabase: true })
    await meddle(place, statement(new URL(place.environment.DATABASE_URL ?? '').pathname.slice(1)))
    expect(await synchronousCommit(place)).toEqual([{ synchronous_commit: 'on' }])
    await place.remove()
  })

  it('with synchronous_commit=on when the address says otherwise', async () => {
    const place = await openPlace('postgres', { ownDatabase: true })
    const address = new URL(place.environment.DATABASE_URL ?? '')
    address.searchParams.set('options', '-c synchronous_commit=off')
    place.environment.DATABASE_URL = address.href
    expect(await synchronousCommit(place)).toEqual([{ synchronous_commit: 'on' }])
    await place.remove()
  })
})

describePostgres('a gateway that is killed, whose verifiers may go on without it for a minute', () => {
  it('is waited for as long by one that starts after it, although that one grants its own verifiers nothing', async () => {
    const place = await openPlace('postgres')
    const killed = await startGateway(place, { VERIFIER_MAX_STALE_SECONDS: '60' })
    const { bearer } = await signUp(killed, place)
    const issue = async () => (await call(killed.client, 'POST /accounts/api-key', { bearer, body: KEY })).body.data
    const [own, { id, key }] = [await issue(), await issue()]
    const hello = { max_stale_ms: 60_000 }
    const verifier = await openPlainVerifier(Number(new URL(killed.url).port), { key: own.key, hello })
    expect((await verifier.verify(key))[0]?.active).toBe(true)
    let renewedAt = 0
    await waitFor(async () => {
      renewedAt = Date.now()
      const { lease_ms, max_stale_ms } = await verifier.renew()
      return lease_ms > 1000 && max_stale_ms === 60_000 ? true : undefined
    })
    await killed.end('SIGKILL')

    const next = await startGateway(place, { REVOCATION_WAIT_SECONDS: '0' })
    const answer = await call(next.client, 'DELETE /accounts/api-key', { bearer, body: { id } })
    expect(answer.body.revocation).toMatchObject({ confirmed: false, by: expect.any(String) })
    expect(Date.parse(answer.body.revocation.by)).toBeGreaterThan(renewedAt + 61_000)
    await next.end('SIGKILL')
    await place.remove()
  })
})
