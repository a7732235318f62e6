import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../../test/database/engines.ts'
import type { SignedInUser } from '../../../../test/gateway.ts'
import { type BusGateway, openBusGateway } from '../../../../test/nats/bus-gateway.ts'
import { describeWithNatsServer } from '../../../../test/nats/with-nats-server.ts'
import { DAY, HOUR, later, MINUTE } from '../../../../test/run/clock.ts'

describeWithNatsServer('keys that are connected to the message bus', () => {
  describeEngines('', (engine) => {
    let bus: BusGateway
    let root: SignedInUser
    beforeAll(async () => {
      bus = await openBusGateway(engine)
      root = await bus.test.signUp()
    })
    afterAll(() => bus?.close())

    const impact = async (id: string) =>
      (await bus.test.call(`GET /accounts/api-key/impact?id=${id}`, { bearer: root.bearer })).body.data
    const isDeleted = async (id: string) => {
      const keys = bus.test.database.read.selectFrom('api_keys').select('deleted_at').where('id', '=', id)
      return (await keys.executeTakeFirstOrThrow()).deleted_at !== null
    }

    it('are in use, as are keys that issued them; other keys of the account are not, and after the end neither', async () => {
      const stranger = await bus.test.signUp()
      const [parent, other, foreign] = [
        await bus.test.issueKey(root.bearer),
        await bus.test.issueKey(root.bearer),
        await bus.test.issueKey(stranger.bearer),
      ]
      const child = await bus.test.issueKey(parent.key)
      const clients = await Promise.all([child, child, foreign].map(({ creds }) => bus.client(creds)))
      const busy = { verdict: 'in_use', connections: 2, reason: expect.stringContaining('2 connections') }
      expect([await impact(child.id), await impact(parent.id)]).toEqual([
        expect.objectContaining(busy),
        expect.objectContaining(busy),
      ])
      expect(await impact(other.id)).toMatchObject({ verdict: 'unused', connections: 0 })
      await Promise.all(clients.map((client) => client.close()))
      await expect.poll(async () => (await impact(child.id)).connections).toBe(0)
      expect((await impact(child.id)).verdict).toBe('unused')
    })

    // A program that only listens sends no request for months.
    it('do not retire as long as they are connected, and afterwards after their days', async () => {
      const { id, creds } = await bus.test.issueKey(root.bearer, 'listener', { expiry_days: 365 })
      const client = await bus.client(creds)
      const body = { id, retire: 'when_silent', silent_days: 1 }
      expect((await bus.test.call('POST /accounts/api-key/rotate', { bearer: root.bearer, body })).status).toBe(200)
      const countsFrom = async () => {
        const keys = bus.test.database.read.selectFrom('api_keys').select('retire_counts_from').where('id', '=', id)
        return (await keys.executeTakeFirstOrThrow()).retire_counts_from ?? 0
      }
      await later(DAY + 2 * MINUTE, async () => {
        await expect.poll(async () => (await countsFrom()) > Date.now() - HOUR).toBe(true)
        expect(await isDeleted(id)).toBe(false)
        await client.flush()
        await client.close()
        await later(DAY + HOUR, () => expect.poll(() => isDeleted(id)).toBe(true))
      })
    })

    it('are not called unused, and do not retire, while the server does not say', async () => {
      const [idle, old] = [await bus.test.issueKey(root.bearer), await bus.test.issueKey(root.bearer)]
      const body = { id: old.id, retire: 'when_silent', silent_days: 1, grace_seconds: 20 * 86_400 }
      expect((await bus.test.call('POST /accounts/api-key/rotate', { bearer: root.bearer, body })).status).toBe(200)
      const pid = bus.server().pid()
      process.kill(pid, 'SIGSTOP')
      await sleep(100)
      try {
        expect(await impact(idle.id)).toMatchObject({
          verdict: 'in_use',
          connections: null,
          reason: expect.stringContaining('did not say'),
        })
        await later(DAY + HOUR, async () => {
          await sleep(4000)
          expect(await isDeleted(old.id)).toBe(false)
        })
      } finally {
        process.kill(pid, 'SIGCONT')
      }
      await bus.connected()
      await later(DAY + 2 * HOUR, () => expect.poll(() => isDeleted(old.id), { timeout: 15_000 }).toBe(true))
    })
  })
})
