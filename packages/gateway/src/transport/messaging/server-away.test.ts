import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { slackOf } from '../../../test/http/pace.ts'
import { type BusGateway, openBusGateway } from '../../../test/nats/bus-gateway.ts'
import { describeWithNatsServer } from '../../../test/nats/with-nats-server.ts'

const refusal = /authorization violation/i

describeWithNatsServer('while the NATS server is away', () => {
  describeEngines('', (engine) => {
    let bus: BusGateway
    beforeEach(async () => {
      bus = await openBusGateway(engine, { withServer: false })
    })
    afterEach(() => bus?.close())

    const remove = (id: string, bearer: string) => bus.test.call(`DELETE /accounts/api-key?id=${id}`, { bearer })
    async function timed<T>(work: Promise<T>): Promise<[result: T, ms: number]> {
      const from = performance.now()
      return [await work, performance.now() - from]
    }
    const refusedSoon = (creds: string) =>
      expect
        .poll(() => bus.client(creds).then((client) => client.close(), String), { timeout: 8000, interval: 50 })
        .toMatch(refusal)

    test('accounts are made and keys issued without waiting for it, and their creds work when it comes', async () => {
      const root = await bus.test.signUp()
      const slack = await slackOf(() => bus.test.call('GET /accounts/api-keys', { bearer: root.bearer }))
      const [issued, ms] = await timed(bus.test.issueKey(root.bearer))
      expect(ms).toBeLessThan(200 + slack)
      await bus.startServer()
      await bus.connected()
      await expect
        .poll(() => bus.client(issued.creds).then((client) => client.close(), String), { timeout: 8000 })
        .toBeUndefined()
    })

    test('a deletion is answered at once, says that the creds are not revoked yet, and they are when it returns', async () => {
      await bus.startServer()
      await bus.connected()
      const root = await bus.test.signUp()
      const [deleted, kept] = [await bus.test.issueKey(root.bearer), await bus.test.issueKey(root.bearer)]
      await (await bus.client(deleted.creds)).close()
      await bus.server().stop()
      await expect.poll(async () => (await bus.test.call('GET /health/ready')).body.messaging).toBe('connecting')

      const slack = await slackOf(() => bus.test.call('GET /accounts/api-keys', { bearer: root.bearer }))
      const [answer, ms] = await timed(remove(deleted.id, root.bearer))
      expect(ms).toBeLessThan(1200 + slack)
      expect(answer.status).toBe(200)
      expect(answer.body.data.creds_revoked).toBe(false)
      expect((await bus.test.call('GET /accounts/info', { key: deleted.key })).status).toBe(401)

      await bus.server().restart()
      await refusedSoon(deleted.creds)
      await (await bus.client(kept.creds)).close()
    })

    test('a server that hangs keeps a deletion waiting for a second at most, and an issue for a quarter', async () => {
      await bus.startServer()
      await bus.connected()
      const root = await bus.test.signUp()
      const deleted = await bus.test.issueKey(root.bearer)
      await (await bus.client(deleted.creds)).close()
      process.kill(bus.server().pid(), 'SIGSTOP')
      try {
        const newcomer = await bus.test.signUp()
        const slack = 200 + (await slackOf(() => bus.test.call('GET /accounts/api-keys', { bearer: root.bearer })))
        const [issued, issuingMs] = await timed(bus.test.issueKey(newcomer.bearer))
        expect(issuingMs).toBeLessThan(250 + slack)
        const [answer, deletingMs] = await timed(remove(deleted.id, root.bearer))
        expect(deletingMs).toBeLessThan(1000 + slack)
        expect(answer.body.data.creds_revoked).toBe(false)
        expect(issued.creds).toContain('USER JWT')
      } finally {
        process.kill(bus.server().pid(), 'SIGCONT')
      }
      await refusedSoon(deleted.creds)
    })

    test('a new server with an empty store gets every account, revocations and all', async () => {
      await bus.startServer()
      await bus.connected()
      const users = [await bus.test.signUp(), await bus.test.signUp(), await bus.test.signUp()]
      const kept = await Promise.all(users.map(({ bearer }) => bus.test.issueKey(bearer)))
      const deleted = await Promise.all(users.map(({ bearer }) => bus.test.issueKey(bearer)))
      for (const [index, user] of users.entries()) await remove(deleted[index]?.id ?? '', user.bearer)
      await bus.server().dispose()
      await bus.startServer()
      await bus.connected()
      for (const { creds } of kept) {
        await expect
          .poll(() => bus.client(creds).then((client) => client.close(), String), { timeout: 8000 })
          .toBeUndefined()
      }
      for (const { creds } of deleted) await expect(bus.client(creds)).rejects.toThrow(refusal)
    })

    test('the gateway closes without waiting for it', async () => {
      const root = await bus.test.signUp()
      const { id } = await bus.test.issueKey(root.bearer)
      await remove(id, root.bearer)
      await sleep(50)
      const [, ms] = await timed(bus.test.gateway.close())
      expect(ms).toBeLessThan(4000)
      // For afterEach: closing twice is not what is tested here.
      bus.test.close = async () => {}
    })
  })
})
