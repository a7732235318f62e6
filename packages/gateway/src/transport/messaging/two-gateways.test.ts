import { setTimeout as sleep } from 'node:timers/promises'
import { decode } from '@nats-io/jwt'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describePostgres } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { type BusGateway, openBusGateway } from '../../../test/nats/bus-gateway.ts'
import { describeWithNatsServer } from '../../../test/nats/with-nats-server.ts'
import { readConfig } from '../../platform/config/config.ts'
import { openDatabase } from '../../platform/database/open.ts'
import { createSettingsStore } from '../../platform/database/settings-store.ts'
import { createOutbox } from '../../platform/outbox/outbox.ts'
import { createWorker } from '../../platform/outbox/worker.ts'
import { openSealer } from '../../platform/secrets/master-key.ts'
import { accountJwt } from './account-claims.ts'
import { type Bus, openBus } from './bus.ts'
import { createClaimsPush } from './claims-push.ts'
import { readClaims } from './read-claims.ts'
import { createSystemUser } from './system-user.ts'

const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }

describeWithNatsServer('two gateways with one NATS server', () => {
  describePostgres('', () => {
    let bus: BusGateway
    let here: TestGateway
    let there: TestGateway
    let root: SignedInUser
    beforeEach(async () => {
      bus = await openBusGateway('postgres')
      here = bus.test
      there = await openTestGateway('postgres', { environment: bus.environment, place: bus.place })
      await bus.connected(there)
      root = await here.signUp()
    })
    afterEach(async () => {
      await there?.close()
      await bus?.close()
    })

    const remove = (at: TestGateway, id: string) =>
      at.call(`DELETE /accounts/api-key?id=${id}`, { bearer: root.bearer })
    async function currentClaims(): Promise<{ accountPublicKey: string; jwt: string }> {
      const claims = await readClaims(here.database, bus.sealer, root.accountId)
      if (!claims) throw new Error('the account has no claims')
      const { accountPublicKey } = claims.state
      return { accountPublicKey, jwt: accountJwt(claims.state, bus.operator.signingKey) }
    }
    const expectCurrentAtServer = () =>
      expect
        .poll(
          async () => {
            const { accountPublicKey, jwt } = await currentClaims()
            return (await bus.claimsAtServer(accountPublicKey)) === jwt
          },
          { timeout: 8000, interval: 50 },
        )
        .toBe(true)

    test('changes through both at once are pushed one after the other, never an older state after a newer one', async () => {
      const keys = await Promise.all(Array.from({ length: 80 }, () => here.issueKey(root.bearer)))
      const { accountPublicKey } = await currentClaims()
      const pushed: { iat: number; revocations: number }[] = []
      await bus.watchPushes((jwt) => {
        const claims: { sub: string; iat: number; nats: { revocations?: object } } = decode(jwt)
        if (claims.sub !== accountPublicKey) return
        pushed.push({ iat: claims.iat, revocations: Object.keys(claims.nats.revocations ?? {}).length })
      })
      const answers = await Promise.all(keys.map(({ id }, n) => remove(n % 2 ? here : there, id)))
      expect(answers.map(({ status }) => status)).toEqual(Array(80).fill(200))
      await expectCurrentAtServer()
      expect(pushed.at(-1)?.revocations).toBe(80)
      expect(pushed.map(({ iat }) => iat)).toEqual(pushed.map(({ iat }) => iat).toSorted((a, b) => a - b))
      expect(pushed.map(({ revocations }) => revocations)).toEqual(
        pushed.map(({ revocations }) => revocations).toSorted((a, b) => a - b),
      )
      for (const { creds } of keys.slice(0, 5))
        await expect(bus.client(creds)).rejects.toThrow(/authorization violation/i)
    })

    test('a deletion through either says that the creds are revoked, and they are', async () => {
      for (const at of [here, there]) {
        const { id, creds } = await here.issueKey(root.bearer)
        const client = await bus.client(creds)
        const answer = await remove(at, id)
        expect(answer.body.data.creds_revoked).toBe(true)
        await client.closed()
      }
    })

    test('no deletion waits out its second because the other gateway is the one that pushes', async () => {
      const keys = await Promise.all(Array.from({ length: 8 }, () => here.issueKey(root.bearer)))
      const waits = await Promise.all(
        keys.map(async ({ id }, n) => {
          const from = performance.now()
          const answer = await remove(n % 2 ? here : there, id)
          expect(answer.body.data.creds_revoked).toBe(true)
          return performance.now() - from
        }),
      )
      // One may be unlucky on a busy machine; without a look at what the other did, half of them would wait.
      expect(waits.filter((ms) => ms > 1000).length).toBeLessThanOrEqual(1)
    })

    // Servers keep what arrives last: a gateway that slept over its lease would bring a deleted key back for good.
    test('a gateway that was paused for longer than its lease does not leave old claims behind when it goes on', async () => {
      const sleeper = await openSleeper()
      try {
        const { id, creds } = await here.issueKey(root.bearer)
        await here.gateway.close()
        await there.gateway.close()
        // The sleeper takes the item, reads the claims as they are, and falls asleep before it pushes them.
        const asleep = sleeper.sleepBeforePush()
        await sleeper.change()
        await asleep
        // A look for more work was under way when it fell asleep.
        await sleep(200)
        await sleeper.database.transaction(({ db }) =>
          db.updateTable('outbox').set({ leased_until: 0 }).where('kind', '=', 'push-claims').execute(),
        )
        there = await openTestGateway('postgres', { environment: bus.environment, place: bus.place })
        await bus.connected(there)
        const answer = await remove(there, id)
        expect(answer.body.data.creds_revoked).toBe(true)
        sleeper.wake()
        await waitFor(async () => (sleeper.pushes() > 0 ? true : undefined))
        await expect
          .poll(
            async () =>
              (await bus.claimsAtServer((await currentOf(sleeper)).accountPublicKey)) ===
              (await currentOf(sleeper)).jwt,
            { timeout: 8000 },
          )
          .toBe(true)
        await expect(bus.client(creds)).rejects.toThrow(/authorization violation/i)
      } finally {
        await sleeper.close()
        here.close = async () => {}
      }
    })

    async function currentOf(sleeper: Sleeper): Promise<{ accountPublicKey: string; jwt: string }> {
      const claims = await readClaims(sleeper.database, bus.sealer, root.accountId)
      if (!claims) throw new Error('the account has no claims')
      const { accountPublicKey } = claims.state
      return { accountPublicKey, jwt: accountJwt(claims.state, bus.operator.signingKey) }
    }

    type Sleeper = Awaited<ReturnType<typeof openSleeper>>

    /** The half of a gateway that pushes claims, which can be put to sleep between reading and pushing. */
    async function openSleeper() {
      const config = readConfig({ ...bus.place.environment, ...bus.environment })
      const database = await openDatabase(config)
      const sealer = await openSealer(config, createSettingsStore(database))
      const outbox = createOutbox(sealer)
      const worker = createWorker(database, sealer, silent)
      outbox.onWork(worker.wake)
      const real = openBus({
        servers: config.natsServers,
        systemUser: createSystemUser(bus.operator.systemAccountKey),
        log: silent,
      })
      await waitFor(async () => (real.status() === 'connected' ? true : undefined))
      const awake = Promise.withResolvers<void>()
      const asleep = Promise.withResolvers<void>()
      let sleepy = false
      let stopped: Promise<void> | undefined
      let pushes = 0
      const slow: Bus = {
        ...real,
        async push(...claims) {
          if (sleepy) {
            // A process that is paused takes no further item.
            stopped = worker.stop()
            asleep.resolve()
            await awake.promise
          }
          const result = await real.push(...claims)
          pushes += 1
          return result
        },
        // The news of servers would have it push everything again, which hides what is tested here.
        onServerSeen: () => {},
      }
      const claims = createClaimsPush({
        database,
        sealer,
        outbox,
        bus: slow,
        operatorSigningKey: bus.operator.signingKey,
        log: silent,
      })
      worker.handle(claims.handlers)
      await worker.start()
      return {
        database,
        sleepBeforePush() {
          sleepy = true
          return asleep.promise
        },
        wake() {
          sleepy = false
          awake.resolve()
        },
        pushes: () => pushes,
        change: () => database.transaction((tx) => claims.changed(tx, root.accountId)),
        async close() {
          awake.resolve()
          await (stopped ?? worker.stop())
          await real.close()
          await database.close()
        },
      }
    }
  })
})
