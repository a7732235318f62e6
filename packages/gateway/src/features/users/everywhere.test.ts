import { setTimeout as sleep } from 'node:timers/promises'
import type { NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describePostgres } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { type BusGateway, openBusGateway } from '../../../test/nats/bus-gateway.ts'
import { describeWithNatsServer } from '../../../test/nats/with-nats-server.ts'
import { accept, invitationsTo, invite, remove } from '../../../test/users/invitations.ts'
import { exchangeKey, signIn, statusOf } from '../../../test/users/sign-in.ts'
import { freshEmail, PASSWORD } from '../../../test/users/users.ts'

/** After the answer, everywhere. */
const SOON_MS = 1000
const refusal = /authorization violation/i

type Member = { email: string; bearer: string; key: string; creds: string; ofKey: string }

/** updateRole, suspendUser and removeUser at one gateway; the other one and the message bus have to know. */

describeWithNatsServer('a change of a member at one of two gateways holds at the other and on the message bus:', () => {
  describePostgres('', () => {
    let bus: BusGateway
    let here: TestGateway
    let there: TestGateway
    let root: SignedInUser
    let elsewhere: SignedInUser
    beforeAll(async () => {
      bus = await openBusGateway('postgres')
      here = bus.test
      there = await openTestGateway('postgres', { environment: bus.environment, place: bus.place })
      await bus.connected(there)
      root = await here.signUp()
      elsewhere = await here.signUp()
    })
    afterAll(async () => {
      await there?.close()
      await bus?.close()
    })

    async function join(account: SignedInUser, email: string, role: 'admin' | 'developer' | 'billing') {
      const earlier = (await invitationsTo(here, email, 0)).length
      expect((await invite(here, account, { email, role })).status).toBe(200)
      expect((await accept(here, email, PASSWORD, earlier + 1)).status).toBe(200)
      return signIn(here, { email, password: PASSWORD }, { account: account.account })
    }
    async function addMember(email = freshEmail()): Promise<Member> {
      const { bearer } = await join(root, email, 'developer')
      const { key, creds } = await here.issueKey(bearer)
      const ofKey = (await exchangeKey(here, key)).bearer
      // The other gateway has all of it in its cache.
      for (const token of [bearer, ofKey]) expect(await statusOf(there, token)).toBe(200)
      expect((await there.call('GET /accounts/info', { key })).status).toBe(200)
      return { email, bearer, key, creds, ofKey }
    }
    const patch = (route: string, body: object) => here.call(`PATCH ${route}`, { bearer: root.bearer, body })
    const suspend = (email: string, suspended: boolean) =>
      patch('/accounts/suspend-user', { email, suspend: suspended })

    /** Looks again until it is so, for a second from now at most. */
    async function soon(look: () => Promise<unknown>, wanted: unknown): Promise<void> {
      const from = performance.now()
      let found = await look()
      while (JSON.stringify(found) !== JSON.stringify(wanted) && performance.now() - from < SOON_MS) {
        await sleep(5)
        found = await look()
      }
      expect(found).toEqual(wanted)
    }
    const statuses =
      (at: TestGateway, { bearer, ofKey, key }: Member) =>
      async () => [
        await statusOf(at, bearer),
        await statusOf(at, ofKey),
        (await at.call('GET /accounts/info', { key })).status,
      ]
    async function closedSoon(client: NatsConnection): Promise<void> {
      expect(await Promise.race([client.closed().then(() => 'closed'), sleep(SOON_MS, 'open')])).toBe('closed')
    }
    /** Whether what the client publishes arrives at somebody who hears everything. */
    async function mayPublish(client: NatsConnection, listener: NatsConnection): Promise<boolean> {
      const subject = `app.${Math.random().toString(36).slice(2)}`
      const subscription = listener.subscribe(subject, { max: 1 })
      await listener.flush()
      client.publish(subject, 'x')
      await client.flush()
      const arrived = (async () => {
        for await (const _ of subscription) return true
        return false
      })()
      const heard = await Promise.race([arrived, sleep(200, false)])
      subscription.unsubscribe()
      return heard
    }

    test('a suspension cuts everything off, and letting them in again admits the same creds', async () => {
      const member = await addMember()
      const client = await bus.client(member.creds)
      const answer = await suspend(member.email, true)
      expect([answer.status, answer.body.creds_updated]).toEqual([200, true])
      await closedSoon(client)
      await soon(statuses(there, member), [401, 401, 401])
      expect(await statuses(here, member)()).toEqual([401, 401, 401])
      await expect(bus.client(member.creds)).rejects.toThrow(refusal)
      expect((await suspend(member.email, false)).body.creds_updated).toBe(true)
      await (await bus.client(member.creds)).close()
      await soon(statuses(there, member), [200, 200, 200])
    })

    test('a role changes what the same creds may do, both ways; who is promoted gets creds that work', async () => {
      const member = await addMember()
      const listener = await bus.client((await here.issueKey(root.bearer)).creds)
      const client = await bus.client(member.creds)
      expect(await mayPublish(client, listener)).toBe(true)
      expect((await patch('/accounts/role', { email: member.email, role: 'monitor' })).body.creds_updated).toBe(true)
      const narrowed = await bus.client(member.creds)
      expect(await mayPublish(narrowed, listener)).toBe(false)
      const listKeys = () => there.call(`GET /accounts/api-keys?email=${root.email}`, { key: member.key })
      await soon(async () => (await listKeys()).status, 403)
      await patch('/accounts/role', { email: member.email, role: 'admin' })
      await soon(async () => (await listKeys()).status, 200)
      const widened = await bus.client(member.creds)
      expect(await mayPublish(widened, listener)).toBe(true)

      const clerk = freshEmail()
      const { bearer } = await join(root, clerk, 'billing')
      await patch('/accounts/role', { email: clerk, role: 'developer' })
      const promoted = await bus.client((await there.issueKey(bearer)).creds)
      expect(await mayPublish(promoted, listener)).toBe(true)
      for (const one of [client, narrowed, widened, promoted, listener]) await one.close()
    })

    test('a removal ends everything of that account and nothing of another; coming back revives no creds', async () => {
      const member = await addMember()
      const other = await join(elsewhere, member.email, 'developer')
      const [client, kept] = [
        await bus.client(member.creds),
        await bus.client((await here.issueKey(other.bearer)).creds),
      ]
      const answer = await remove(here, { bearer: root.bearer }, member.email)
      expect([answer.status, answer.body.creds_updated]).toEqual([200, true])
      await closedSoon(client)
      await soon(statuses(there, member), [401, 401, 401])
      await expect(bus.client(member.creds)).rejects.toThrow(refusal)
      expect(await statusOf(there, other.bearer)).toBe(200)
      await kept.flush()
      const again = await join(root, member.email, 'developer')
      await (await bus.client((await here.issueKey(again.bearer)).creds)).close()
      await expect(bus.client(member.creds)).rejects.toThrow(refusal)
      expect(await statuses(there, member)()).toEqual([401, 401, 401])
      await kept.close()
    })

    test('with the message bus away a suspension is answered at once all the same, and says that it is not there yet', async () => {
      const member = await addMember()
      await bus.server().stop()
      await expect.poll(async () => (await here.call('GET /health/ready')).body.messaging).not.toBe('connected')
      const from = performance.now()
      expect((await suspend(member.email, true)).body.creds_updated).toBe(false)
      expect(performance.now() - from).toBeLessThan(SOON_MS)
    })
  })
})
