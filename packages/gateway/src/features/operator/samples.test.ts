import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { openTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { addOperator, OPERATOR, type TestOperator } from '../../../test/users/operator.ts'
import { BOUNDS_MS, type RequestTotals } from '../../platform/request-totals.ts'
import { createTally } from '../../platform/tally.ts'
import { quantile } from './read-metrics.ts'
import { createSamples, DAY_MS, HOUR_MS, MINUTE_MS, tidySamples } from './samples.ts'
import { addSamples, bucketColumns } from './samples-store.ts'

const environment = { OPERATORS: OPERATOR }
const counts = { client_errors: 0, server_errors: 0, sign_ins: 0, issued_keys: 0 }
const nothing = {
  ...counts,
  ...{ ms_1: 0, ms_2_5: 0, ms_5: 0, ms_10: 0, ms_25: 0, ms_50: 0, ms_100: 0, ms_250: 0 },
  ...{ ms_1000: 0, ms_5000: 0, ms_more: 0, outbox_waiting: 0, outbox_failed: 0 },
}

describeEngines('the metrics over time', (engine) => {
  let place: Place
  let test: TestGateway
  let operator: TestOperator
  beforeAll(async () => {
    place = await openPlace(engine)
  })
  afterAll(async () => {
    await test.close()
    await place.remove()
  })

  const read = async (window: string) => {
    const { status, body, text } = await test.call(`GET /operator/metrics?window=${window}`, operator)
    expect(status, text).toBe(200)
    return body.data
  }
  const empty = () => test.database.transaction(({ db }) => db.deleteFrom('samples').execute())

  it('a gateway writes what it did when it stops, and the next one shows it', async () => {
    test = await openTestGateway(engine, { place, environment })
    const { bearer } = await test.signUp()
    const { id } = await test.issueKey(bearer)
    expect((await test.call('POST /accounts/api-key/rotate', { bearer, body: { id } })).status).toBe(200)
    expect((await test.call('POST /accounts/api-key', { bearer, body: {} })).status).toBe(400)
    expect((await test.call('GET /accounts/info')).status).toBe(401)
    expect((await test.call('GET /nothing')).status).toBe(404)
    for (let n = 0; n < 50; n += 1) await test.call('GET /health/live')
    await test.close()

    test = await openTestGateway(engine, { place, environment })
    const written = await test.database.read.selectFrom('samples').selectAll().orderBy('span_ms').execute()
    expect(written.map(({ span_ms }) => span_ms)).toEqual([MINUTE_MS, HOUR_MS])
    operator = await addOperator(test)
    const { total, points, step_seconds } = await read('hour')
    // The health checks are none of them.
    expect(total.requests).toBeGreaterThanOrEqual(6)
    expect(total.requests).toBeLessThan(50)
    expect(total).toMatchObject({ client_errors: 3, server_errors: 0, sign_ins: 1, issued_keys: 2 })
    expect(total.p99_ms).toBeGreaterThan(0)
    expect(step_seconds).toBe(60)
    expect(points).toEqual([{ at: expect.any(String), ...total, outbox_waiting: expect.any(Number), outbox_failed: 0 }])
    // Its recurring jobs wait in it.
    expect(points[0].outbox_waiting).toBeGreaterThan(0)
  })

  it('what several gateways write at once adds up, and what cannot be written is written later', async () => {
    await empty()
    const warned: unknown[] = []
    const log = { warn: (fields: unknown) => void warned.push(fields) }
    const gateway = (database = test.database) => {
      const totals: RequestTotals = { clientErrors: 5, serverErrors: 0, buckets: BOUNDS_MS.concat(0).map(() => 7) }
      const samples = createSamples({
        ...{ database, totals: () => structuredClone(totals), tally: createTally(), everyMs: undefined },
        log: log as unknown as Parameters<typeof createSamples>[0]['log'],
      })
      return { totals, samples }
    }
    let isAway = true
    const all = [
      gateway(),
      gateway(),
      gateway({
        ...test.database,
        transaction: (work) => (isAway ? Promise.reject(new Error('away')) : test.database.transaction(work)),
      }),
    ]
    for (const { totals } of all) {
      totals.clientErrors += 2
      totals.serverErrors += 1
      totals.buckets[3] = 17
    }
    await Promise.all(all.map(({ samples }) => samples.flush()))
    expect(warned).toHaveLength(1)
    // What was counted before the samples began is none of theirs.
    expect((await read('hour')).total).toMatchObject({ requests: 20, client_errors: 4, server_errors: 2 })
    isAway = false
    await Promise.all(all.map(({ samples }) => samples.stop()))
    expect((await read('hour')).total).toMatchObject({ requests: 30, client_errors: 6, server_errors: 3 })
    expect((await read('month')).total).toMatchObject({ requests: 30, client_errors: 6, server_errors: 3 })
  })

  it('each window has its own length and steps, and what is too old is deleted', async () => {
    await empty()
    const now = Date.now()
    const at = (spanMs: number, agoMs: number) => ({
      ...nothing,
      ...{ span_ms: spanMs, begins_at: now - agoMs - ((now - agoMs) % spanMs), ms_5: 1, outbox_failed: 2 },
    })
    const minutes = [0, 1, 30, 59, 120, 121, 23 * 60, 25 * 60, 27 * 60].map((n) => at(MINUTE_MS, n * MINUTE_MS))
    const hours = [0, 26, 20 * 24, 29 * 24, 32 * 24, 40 * 24].map((n) => at(HOUR_MS, n * HOUR_MS))
    await test.database.transaction((tx) => addSamples(tx, [...minutes, ...hours]))

    const seen = async (window: string) => {
      const { total, points, from, to, step_seconds: step } = await read(window)
      expect(Date.parse(from) % (step * 1000)).toBe(0)
      const times: number[] = points.map((point: { at: string }) => Date.parse(point.at))
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      expect(times.every((time) => time % (step * 1000) === 0 && time >= Date.parse(from))).toBe(true)
      expect(Math.max(...points.map((point: { outbox_failed: number }) => point.outbox_failed))).toBe(2)
      return [total.requests, step, Math.ceil((Date.parse(to) - Date.parse(from)) / step / 1000)]
    }
    expect(await seen('hour')).toEqual([4, 60, 60])
    expect(await seen('day')).toEqual([7, 900, 96])
    expect(await seen('month')).toEqual([4, 21_600, 120])

    await test.database.transaction((tx) => tidySamples(tx, now))
    const left = await test.database.read.selectFrom('samples').select('begins_at').execute()
    expect(left).toHaveLength(7 + 4)
    expect(left.every(({ begins_at }) => begins_at > now - 31 * DAY_MS)).toBe(true)
  })

  it('a gateway without samples answers with none', async () => {
    await empty()
    const total = { requests: 0, client_errors: 0, server_errors: 0, sign_ins: 0, issued_keys: 0, p99_ms: null }
    expect(await read('day')).toMatchObject({ points: [], total })
  })

  it('another window is refused', async () => {
    for (const query of ['', '?window=year', '?window=', '?window=hour&window=day', '?window=hour&from=0']) {
      const { status, body } = await test.call(`GET /operator/metrics${query}`, operator)
      expect([query, status, body.code]).toEqual([query, 400, expect.any(String)])
    }
  })
})

describe('a quantile of a histogram', () => {
  const buckets = (filled: Record<number, number>) => bucketColumns.map((_, index) => filled[index] ?? 0)

  it('has a column for each bucket', () => {
    expect(bucketColumns).toEqual([...BOUNDS_MS.map((bound) => `ms_${String(bound).replace('.', '_')}`), 'ms_more'])
  })

  it.each([
    ['of nothing is unknown', {}, null],
    ['lies within its bucket', { 3: 100 }, 5 + 5 * 0.99],
    ['leaves out the slowest of a hundred', { 0: 99, 9: 1 }, 1],
    ['does not leave out two', { 0: 98, 9: 2 }, 1000 + 4000 / 2],
    ['is at most the last bound', { 10: 3 }, 5000],
  ])('%s', (_, filled, expected) => {
    const value = quantile(buckets(filled), 0.99)
    if (expected === null) expect(value).toBeNull()
    else expect(value).toBeCloseTo(expected)
  })
})
