import { afterAll, beforeAll, expect, it } from 'vitest'
import { describePostgres, openPlace, type Place } from '../../../test/database/engines.ts'
import { openTestGateway, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { openReceiver, type Receiver } from '../../../test/services/https-receiver.ts'
import { record } from '../../platform/audit/audit.ts'
import { readBound, settlingOf } from './delivery-store.ts'

describePostgres('webhooks of several gateways on one PostgreSQL', () => {
  let receiver: Receiver
  let place: Place
  let gateways: TestGateway[]
  let test: TestGateway
  beforeAll(async () => {
    receiver = await openReceiver()
    place = await openPlace('postgres')
    const { environment } = receiver
    gateways = await Promise.all([0, 1, 2].map(() => openTestGateway('postgres', { place, environment })))
    ;[test] = gateways as [TestGateway]
  })
  afterAll(async () => {
    for (const gateway of gateways) await gateway.close()
    await place.remove()
    await receiver.close()
  })

  const at = (path: string) => receiver.received.filter(({ url }) => url === `/${path}`)

  it('get each event once, in order, and never two at the same time', async () => {
    const { bearer } = await test.signUp()
    const body = { url: `${receiver.url}/many`, events: ['api_key.issued'] }
    expect((await test.call('POST /accounts/webhooks', { bearer, body })).status).toBe(200)
    let open = 0
    let most = 0
    receiver.answer = (response) => {
      open += 1
      most = Math.max(most, open)
      setTimeout(() => {
        open -= 1
        response.writeHead(204).end()
      }, 2)
    }
    const ids: string[] = []
    // Long enough for several runs of each.
    for (let n = 0; n < 120; n += 1) ids.push(((await gateways[n % 3]?.issueKey(bearer)) ?? { id: '' }).id)
    await waitFor(async () => (at('many').length >= 120 ? true : undefined))
    expect(at('many').map((one) => JSON.parse(one.body).data.target.id)).toEqual(ids)
    expect(most).toBe(1)
  })

  // An id is made before its commit: a cursor would pass over what becomes visible late.
  it('get an event that is committed long after later ones', async () => {
    const { bearer, accountId } = await test.signUp()
    const body = { url: `${receiver.url}/late`, events: ['api_key.issued', 'account.updated'] }
    expect((await test.call('POST /accounts/webhooks', { bearer, body })).status).toBe(200)
    receiver.answer = (response) => void response.writeHead(204).end()
    const commit = Promise.withResolvers<void>()
    const recorded = Promise.withResolvers<void>()
    const slow = test.database.transaction(async (tx) => {
      await record(tx, { action: 'account.updated', accountId, actor: { kind: 'system' } })
      recorded.resolve()
      await commit.promise
    })
    await recorded.promise
    const { id } = await test.issueKey(bearer)
    // Longer than the two seconds that are always left.
    await new Promise((resolve) => setTimeout(resolve, 4000))
    expect(at('late')).toEqual([])
    commit.resolve()
    await slow
    await waitFor(async () => (at('late').length >= 2 ? true : undefined))
    expect(at('late').map(({ type }) => type)).toEqual(['account.updated', 'api_key.issued'])
    expect(JSON.parse(at('late')[1]?.body ?? '').data.target.id).toBe(id)
  })

  it('read nothing that is younger than two seconds, or than a transaction that has written', async () => {
    const now = Date.now()
    const quiet = await readBound(test.database, now, settlingOf(test.database))
    expect(quiet < `evt_${'z'.repeat(26)}`).toBe(true)
    const begun = Promise.withResolvers<void>()
    const end = Promise.withResolvers<void>()
    const writing = test.database.transaction(async (tx) => {
      await record(tx, { action: 'account.updated', accountId: null, actor: { kind: 'system' } })
      begun.resolve()
      await end.promise
    })
    await begun.promise
    const early = await readBound(test.database, Date.now() + 60_000, settlingOf(test.database))
    end.resolve()
    await writing
    const late = await readBound(test.database, Date.now() + 60_000, settlingOf(test.database))
    expect(early < late).toBe(true)
  })
})
