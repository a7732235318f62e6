import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../../test/database/engines.ts'
import { watchSql } from '../../../../test/database/watch-sql.ts'
import { type Answer, openTestGateway, type SignedInUser, type TestGateway } from '../../../../test/gateway.ts'
import { later, MINUTE, SECOND } from '../../../../test/run/clock.ts'
import { eventsAbout } from '../../../../test/users/sign-in.ts'
import { createApiKey } from '../../../access/api-key-format.ts'
import { sha256 } from '../../../platform/crypto/hashing.ts'
import { createDeletedKeyAlarm } from './deleted-key-alarm.ts'

const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }

describeEngines('a key that is tried after it was deleted', (engine) => {
  const sql = watchSql()
  let place: Place
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    place = await openPlace(engine)
    test = await openTestGateway(engine, { place, watch: sql.watch })
    root = await test.signUp()
  })
  afterAll(async () => {
    await test.close()
    await place.remove()
  })

  const from = (ip: string) => ({ ip, userAgent: 'curl/8' })
  async function deleted(): Promise<{ id: string; key: string }> {
    const issued = await test.issueKey(root.bearer)
    await test.call(`DELETE /accounts/api-key?id=${issued.id}`, { bearer: root.bearer })
    return issued
  }
  const alarms = async (id: string) =>
    (await eventsAbout(test, id)).filter(({ action }) => action === 'api_key.used_after_deletion')

  it('is refused like any other and costs what any other costs; the audit log says from where, soon after', async () => {
    const { id, key } = await deleted()
    const [dead, unknown] = [key, createApiKey()]
    const answers: Answer[] = []
    for (const one of [dead, unknown]) {
      const statements = await sql.during(async () => {
        answers.push(await test.call('GET /accounts/info', { key: one, from: '198.51.100.9' }))
      })
      expect(statements).toBe(1)
    }
    const comparable = answers.map(({ status, text, headers: { date: _, 'x-request-id': __, ...headers } }) => ({
      status,
      text,
      headers,
    }))
    expect(comparable[0]).toEqual(comparable[1])
    expect(answers[0]?.status).toBe(401)
    await test.call('POST /accounts/auth-with-api-key', { body: { api_key: dead }, from: '198.51.100.9' })
    // The gateway looks when it closes, too.
    await test.close()
    test = await openTestGateway(engine, { place, watch: sql.watch })
    const [alarm, ...others] = await alarms(id)
    expect(others).toEqual([])
    expect(alarm).toMatchObject({ account_id: root.accountId, actor_kind: 'anonymous', ip: '198.51.100.9' })
    expect(JSON.parse(alarm?.details ?? '')).toEqual({ name: 'ci', owner: root.userId })
  })

  it('raises one event a minute, however often it is tried and through however many gateways', async () => {
    const { id, key } = await deleted()
    const gateways = [0, 1, 2].map(() => createDeletedKeyAlarm(test.database, silent))
    const tryEverywhere = async () => {
      for (const alarm of gateways) {
        for (let n = 0; n < 3; n += 1) alarm.suspect(sha256(key), from(`192.0.2.${n}`))
      }
      await Promise.all(gateways.map((alarm) => alarm.flush()))
    }
    await tryEverywhere()
    await tryEverywhere()
    expect(await alarms(id)).toHaveLength(1)
    await later(MINUTE - SECOND, tryEverywhere)
    expect(await alarms(id)).toHaveLength(1)
    await later(MINUTE + SECOND, tryEverywhere)
    expect(await alarms(id)).toHaveLength(2)
  })

  // Attack: random keys by the million, so that the database is busy or the memory full.
  it('is looked for among random keys without a write, and among so many at a time', async () => {
    const alarm = createDeletedKeyAlarm(
      { ...test.database, transaction: () => Promise.reject(new Error('a write')) },
      {
        ...silent,
        warn: (_fields, message) => expect.unreachable(message),
      },
    )
    for (let n = 0; n < 100_000; n += 1) alarm.suspect(`${n}`, from('192.0.2.1'))
    expect(await sql.during(() => alarm.flush())).toBe(10)
    expect(await sql.during(() => alarm.flush())).toBe(0)
  })

  it('is no concern while it lives, or once its row is gone', async () => {
    const live = await test.issueKey(root.bearer)
    const alarm = createDeletedKeyAlarm(test.database, silent)
    alarm.suspect(sha256(live.key), from('192.0.2.1'))
    await alarm.stop()
    expect(await alarms(live.id)).toEqual([])
  })
})
