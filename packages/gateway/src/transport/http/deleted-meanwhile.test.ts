import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { createLog } from '../../platform/log.ts'
import { serveMetrics } from './metrics.ts'
import { createServer } from './server.ts'

describeEngines('a change that refers to what was deleted meanwhile', (engine) => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway(engine)
  })
  afterAll(() => test.close())

  it('is refused with 409 where only the database notices, changes nothing, and is counted', async () => {
    const log = createLog('silent')
    const { app } = createServer({ trustProxy: false, maxHeaderBytes: 16_384 }, log)
    const metrics = serveMetrics(
      app,
      undefined,
      {
        outbox: async () => ({ waiting: 0, retrying: 0, failed: 0, overdueMs: 0 }),
        cachedCredentials: () => 0,
        others: [],
      },
      log,
    )
    const codes = { user_id: 'nobody', codes_sealed: 'x', created_at: 0 }
    app.post('/refers', { config: { open: 'health' } }, () =>
      test.database.transaction(async ({ db }) => {
        await db.insertInto('recovery_codes').values(codes).execute()
      }),
    )
    const answer = await app.inject({ method: 'POST', url: '/refers' })
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'deleted_meanwhile'])
    expect((await metrics.read()).text).toContain('quiva_deleted_meanwhile_total 1')
    expect(await test.database.read.selectFrom('recovery_codes').selectAll().execute()).toEqual([])
    await app.close()
  })
})
