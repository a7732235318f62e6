import { decode } from '@nats-io/jwt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import type { SignedInUser } from '../../../test/gateway.ts'
import { type BusGateway, openBusGateway } from '../../../test/nats/bus-gateway.ts'
import { describeWithNatsServer } from '../../../test/nats/with-nats-server.ts'
import { DAY, later, MINUTE } from '../../../test/run/clock.ts'
import { addMember } from '../../../test/users/members.ts'
import { setSuspended } from '../../../test/users/users.ts'
import { readClaims } from './read-claims.ts'

const refusal = /authorization violation/i

type AccountClaims = {
  nats: { revocations?: Record<string, number>; signing_keys?: { key: string; role: string }[] }
}

describeWithNatsServer('the life of a key on the message bus', () => {
  describeEngines('', (engine) => {
    let bus: BusGateway
    let root: SignedInUser
    beforeAll(async () => {
      bus = await openBusGateway(engine)
      root = await bus.test.signUp()
    })
    afterAll(() => bus?.close())

    const call = (route: string, body?: object, bearer = root.bearer) =>
      bus.test.call(route, { bearer, ...(body && { body }) })
    const rotated = async (body: object) => (await call('POST /accounts/api-key/rotate', body)).body.data
    async function claims(): Promise<AccountClaims['nats']> {
      const state = await readClaims(bus.test.database, bus.sealer, root.accountId)
      return decode<AccountClaims['nats']>(await bus.claimsAtServer(state?.state.accountPublicKey ?? '')).nats
    }
    const userOf = async (id: string) =>
      (
        await bus.test.database.read
          .selectFrom('api_keys')
          .select('nats_user_key')
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
      ).nats_user_key

    // The old creds were signed for 90 days: only a revocation ends them sooner.
    test('old creds work until the end of the grace and are cut off then, however they were rendered; the new ones go on', async () => {
      const old = await bus.test.issueKey(root.bearer)
      const child = await bus.test.issueKey(old.key)
      const heir = await rotated({ id: old.id, grace_seconds: 60 })
      const rendered = (await bus.test.call('GET /accounts/api-creds', { key: old.key })).body.data
      const [oldClient, childsClient, newClient] = await Promise.all(
        [old.creds, child.creds, heir.creds].map((creds) => bus.client(creds)),
      )
      await (await bus.client(rendered)).close()
      expect((await claims()).revocations ?? {}).not.toHaveProperty(await userOf(old.id))
      await later(2 * MINUTE, async () => {
        await Promise.all([oldClient?.closed(), childsClient?.closed()])
      })
      for (const creds of [old.creds, child.creds, rendered]) await expect(bus.client(creds)).rejects.toThrow(refusal)
      await newClient?.flush()
      await newClient?.close()
      // For as long as the old creds would have worked.
      expect((await claims()).revocations).toMatchObject({
        [await userOf(old.id)]: Date.parse(old.expires_on) / 1000,
        [await userOf(child.id)]: Date.parse(child.expires_on) / 1000,
      })
    })

    test('without a grace old creds are cut off at once', async () => {
      const old = await bus.test.issueKey(root.bearer)
      const client = await bus.client(old.creds)
      const heir = await rotated({ id: old.id, grace_seconds: 0 })
      await client.closed()
      await expect(bus.client(old.creds)).rejects.toThrow(refusal)
      await (await bus.client(heir.creds)).close()
    })

    test('a revocation is kept until the old creds have ended by themselves, long after the grace', async () => {
      const old = await bus.test.issueKey(root.bearer, 'x', { expiry_days: 2 })
      await rotated({ id: old.id, grace_seconds: 60 })
      const user = await userOf(old.id)
      const isRevoked = async () => user in ((await claims()).revocations ?? {})
      await later(DAY, () => expect.poll(isRevoked, { timeout: 10_000, interval: 20 }).toBe(true))
      await later(2 * DAY + 10 * MINUTE, () => expect.poll(isRevoked, { timeout: 10_000, interval: 20 }).toBe(false))
    })

    test('a key of the account connects at once, may what its role may, and stays when whoever made it is suspended', async () => {
      const admin = await addMember(bus.test, root, 'admin')
      const reader = await bus.test.issueKey(admin.bearer, 'reader', { owner: 'account', role: 'monitor' })
      const writer = await bus.test.issueKey(admin.bearer, 'writer', { owner: 'account', role: 'developer' })
      await setSuspended(bus.test, admin, true)
      await call('DELETE /accounts/api-key', { id: (await bus.test.issueKey(root.bearer)).id })
      const [reading, writing] = [await bus.client(reader.creds), await bus.client(writer.creds)]
      const messages = reading.subscribe('news', { max: 1 })
      await reading.flush()
      reading.publish('news', 'from who may not')
      await reading.flush().catch(() => undefined)
      writing.publish('news', 'from who may')
      for await (const message of messages) expect(message.string()).toBe('from who may')
      await Promise.all([reading.close(), writing.close()])
    })

    test('a deleted key of the account is cut off, and its signing key leaves the claims', async () => {
      const before = (await claims()).signing_keys ?? []
      const { id, creds } = await bus.test.issueKey(root.bearer, 'x', { owner: 'account', role: 'admin' })
      const client = await bus.client(creds)
      expect((await claims()).signing_keys).toHaveLength(before.length + 1)
      const deleted = await call(`DELETE /accounts/api-key?id=${id}`)
      expect(deleted.body.data.creds_revoked).toBe(true)
      await client.closed()
      await expect(bus.client(creds)).rejects.toThrow(refusal)
      expect((await claims()).signing_keys).toEqual(before)
    })
  })
})
