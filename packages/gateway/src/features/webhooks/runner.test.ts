import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { callerNow } from '../../platform/database/callers.ts'
import { createRunner } from './runner.ts'

describeEngines('the runner of webhooks', (engine) => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway(engine)
  })
  afterAll(() => test.close())

  // On PostgreSQL, each caller has a share of the connections: mails must not wait behind deliveries.
  it('has a lane of its own, also if a request starts it', async () => {
    const { bearer } = await test.signUp()
    const body = { url: 'https://127.0.0.1:1', events: ['api_key.issued'] }
    const refused = await test.call('POST /accounts/webhooks', { bearer, body })
    expect(refused.status).toBe(400)
    const made = await test.call('POST /accounts/webhooks', { bearer, body: { ...body, url: 'https://x.invalid' } })
    expect(made.status).toBe(200)
    const found = Promise.withResolvers<string>()
    const runner = createRunner({
      ...{ database: test.database, log: console, pollMs: 20, settlingMs: 0 },
      async deliver() {
        found.resolve(callerNow().name)
        return false
      },
    })
    await test.issueKey(bearer)
    await runner.start()
    expect(await found.promise).toBe('webhooks')
    expect(callerNow().name).toBe('the gateway itself')
    await runner.stop()
  })
})
