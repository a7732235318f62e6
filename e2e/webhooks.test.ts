import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../packages/gateway/test/database/engines.ts'
import { meddle } from '../packages/gateway/test/database/inspect.ts'
import { openReceiver, type Receiver } from '../packages/gateway/test/services/https-receiver.ts'
import { call } from './http.ts'
import { expectOk, type GatewayProcess, signUp, startGateway } from './process.ts'

const EVENTS = 40

describeEngines('webhooks of a gateway that is killed', (engine) => {
  let receiver: Receiver
  let place: Place
  let gateway: GatewayProcess
  beforeAll(async () => {
    receiver = await openReceiver()
  })
  beforeEach(async () => {
    place = await openPlace(engine)
    gateway = await startGateway(place, receiver.environment)
    receiver.received.length = 0
  })
  afterEach(async () => {
    await gateway.end('SIGKILL')
    await place.remove()
  })
  afterAll(() => receiver.close())

  it('in the middle of its deliveries get every event at least once, and none for the first time out of order', {
    timeout: 120_000,
  }, async () => {
    const { bearer } = await signUp(gateway, place)
    const body = { url: receiver.url, events: ['api_key.issued'] }
    await expectOk(call(gateway.client, 'POST /accounts/webhooks', { bearer, body }))
    const ids: string[] = []
    for (let n = 0; n < EVENTS; n += 1) {
      const { body: answer } = await expectOk(
        call(gateway.client, 'POST /accounts/api-key', { bearer, body: { key_name: 'x' } }),
      )
      ids.push(answer.data.id)
    }
    const targets = () => receiver.received.map(({ body: text }): string => JSON.parse(text).data.target.id)
    // Slow enough that each kill meets a run half-way, before it is stored.
    receiver.answer = (response) => void setTimeout(() => response.writeHead(204).end(), 30)
    for (const least of [5, 15]) {
      await expect.poll(() => receiver.received.length, { timeout: 30_000, interval: 5 }).toBeGreaterThan(least)
      await gateway.end('SIGKILL')
      // On PostgreSQL the lease of the killed one lasts a minute.
      if (engine === 'postgres') await meddle(place, 'update webhook_endpoints set leased_until = 0')
      gateway = await startGateway(place, receiver.environment)
    }
    await expect.poll(() => new Set(targets()).size, { timeout: 60_000 }).toBe(EVENTS)
    // A repetition has the same id, by which a receiver knows it.
    expect([...new Set(targets())]).toEqual(ids)
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(EVENTS)
    expect(receiver.received.length).toBeGreaterThan(EVENTS)
  })
})
