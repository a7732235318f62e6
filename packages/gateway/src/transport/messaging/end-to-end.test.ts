import { decode } from '@nats-io/jwt'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import type { SignedInUser } from '../../../test/gateway.ts'
import { type BusGateway, openBusGateway } from '../../../test/nats/bus-gateway.ts'
import { describeWithNatsServer } from '../../../test/nats/with-nats-server.ts'
import { accountJwt } from './account-claims.ts'
import { readClaims } from './read-claims.ts'

const refusal = /authorization violation/i

describeWithNatsServer('from a key to the message bus and back', () => {
  describeEngines('', (engine) => {
    let bus: BusGateway
    let root: SignedInUser
    beforeAll(async () => {
      bus = await openBusGateway(engine)
      root = await bus.test.signUp()
    })
    afterAll(() => bus?.close())

    const remove = (id: string, bearer = root.bearer) => bus.test.call(`DELETE /accounts/api-key?id=${id}`, { bearer })
    const stateOf = async ({ accountId }: SignedInUser) => {
      const claims = await readClaims(bus.test.database, bus.sealer, accountId)
      if (!claims) throw new Error('the account has no claims')
      return claims.state
    }

    test('creds that were issued connect, publish and receive at once, in both texts', async () => {
      const { key, creds } = await bus.test.issueKey(root.bearer)
      const other = await bus.test.call(`GET /accounts/api-creds?key=${key}&format=nats`, { bearer: root.bearer })
      const [sender, receiver] = [await bus.client(creds), await bus.client(other.body.data)]
      const messages = receiver.subscribe('greetings', { max: 1 })
      await receiver.flush()
      sender.publish('greetings', 'hello')
      for await (const message of messages) expect(message.string()).toBe('hello')
      await Promise.all([sender.close(), receiver.close()])
    })

    test('a deleted key is cut off within a second, and the answer says so; nobody gets in with it again', async () => {
      const [doomed, kept] = [await bus.test.issueKey(root.bearer), await bus.test.issueKey(root.bearer)]
      const child = await bus.test.issueKey(doomed.key)
      const [client, childsClient, keptClient] = await Promise.all(
        [doomed, child, kept].map(({ creds }) => bus.client(creds)),
      )
      const rendered = await bus.test.call(`GET /accounts/api-creds?key=${doomed.key}`, { bearer: root.bearer })

      const from = performance.now()
      const answer = await remove(doomed.id)
      expect(answer.body.data.creds_revoked).toBe(true)
      await Promise.all([client?.closed(), childsClient?.closed()])
      expect(performance.now() - from).toBeLessThan(1000)
      for (const creds of [doomed.creds, rendered.body.data, child.creds])
        await expect(bus.client(creds)).rejects.toThrow(refusal)
      await keptClient?.flush()
      await keptClient?.close()
    })

    test('a deleted key stays out after a restart of the server, and others come in', async () => {
      const [deleted, kept] = [await bus.test.issueKey(root.bearer), await bus.test.issueKey(root.bearer)]
      await (await bus.client(deleted.creds)).close()
      await remove(deleted.id)
      await bus.server().restart()
      await expect(bus.client(deleted.creds)).rejects.toThrow(refusal)
      await (await bus.client(kept.creds)).close()
      await bus.connected()
    })

    // What one tenant publishes must never reach another, whatever subjects either chooses.
    test('two accounts cannot see each other’s messages', async () => {
      const stranger = await bus.test.signUp()
      const [mine, theirs] = await Promise.all([
        bus.client((await bus.test.issueKey(root.bearer)).creds),
        bus.client((await bus.test.issueKey(stranger.bearer)).creds),
      ])
      const seen: string[] = []
      for (const subject of ['>', 'secret', `$SYS.>`, '_INBOX.>'])
        theirs.subscribe(subject, { callback: (error, message) => void (error ?? seen.push(message.string())) })
      await theirs.flush()
      mine.publish('secret', 'mine')
      mine.publish('_INBOX.secret', 'mine')
      await mine.flush()
      theirs.publish('own', 'theirs')
      await vi.waitFor(() => expect(seen).toEqual(['theirs']))
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(seen).toEqual(['theirs'])
      await Promise.all([mine.close(), theirs.close()])
    })

    test('the servers hold exactly what the database says', async () => {
      const { id } = await bus.test.issueKey(root.bearer)
      await remove(id)
      const state = await stateOf(root)
      expect(await bus.claimsAtServer(state.accountPublicKey)).toBe(accountJwt(state, bus.operator.signingKey))
    })

    test('many changes at once make few pushes, the last of which has them all', async () => {
      const user = await bus.test.signUp()
      const keys = await Promise.all(Array.from({ length: 60 }, () => bus.test.issueKey(user.bearer)))
      const state = await stateOf(user)
      let pushes = 0
      await bus.watchPushes((jwt) => {
        if (decode(jwt).sub === state.accountPublicKey) pushes += 1
      })
      const answers = await Promise.all(keys.map(({ id }) => remove(id, user.bearer)))
      expect(answers.map(({ body }) => body.data.creds_revoked)).toEqual(Array(60).fill(true))
      expect(pushes).toBeGreaterThan(0)
      expect(pushes).toBeLessThan(30)
      const revocations = revocationsIn(await bus.claimsAtServer(state.accountPublicKey))
      expect(Object.keys(revocations)).toHaveLength(60)
    })

    test('a revocation leaves the claims some time after the creds have ended by themselves', async () => {
      const user = await bus.test.signUp()
      const deleted = await bus.test.issueKey(user.bearer, 'x', { expiry_days: 1 })
      await remove(deleted.id, user.bearer)
      const { accountPublicKey } = await stateOf(user)
      expect(Object.values(revocationsIn(await bus.claimsAtServer(accountPublicKey)))).toEqual([
        Date.parse(deleted.expires_on) / 1000,
      ])
      vi.useFakeTimers({ toFake: ['Date'] })
      try {
        vi.setSystemTime(Date.parse(deleted.expires_on) + 6 * 60_000)
        await expect
          .poll(async () => revocationsIn(await bus.claimsAtServer(accountPublicKey)), { timeout: 10_000 })
          .toEqual({})
      } finally {
        vi.useRealTimers()
      }
    })
  })
})

function revocationsIn(jwt: string): Record<string, number> {
  const claims: { nats: { revocations?: Record<string, number> } } = decode(jwt)
  return claims.nats.revocations ?? {}
}
