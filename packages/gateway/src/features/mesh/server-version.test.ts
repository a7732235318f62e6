import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import type { SignedInUser } from '../../../test/gateway.ts'
import { type BusGateway, openBusGateway } from '../../../test/nats/bus-gateway.ts'
import { natsRelease } from '../../../test/nats/nats-releases.ts'
import { describeWithNatsServer } from '../../../test/nats/with-nats-server.ts'

const WISH = { num_nodes: 1, regions: ['eu'] }
const TOO_OLD = /^mesh nodes need nats-server 2\.10 or newer: \S+ runs 2\.9\.\d+$/

/** Runs on 2.9 and on 2.10, as far as they are there: what one of them may the other may not. */
describeWithNatsServer('the mesh asks for nats-server 2.10', () => {
  describeEngines('', (engine) => {
    let bus: BusGateway
    let root: SignedInUser
    beforeAll(async () => {
      bus = await openBusGateway(engine, { withServer: false })
      root = await bus.test.signUp()
    })
    afterAll(() => bus?.close())

    const put = () => bus.test.call('PUT /accounts/mesh-nodes', { bearer: root.bearer, body: WISH })
    const mesh = async () => (await bus.test.call('GET /accounts/mesh-nodes', { bearer: root.bearer })).body.data
    const lookNow = () =>
      bus.test.database.transaction(({ db }) =>
        db.updateTable('outbox').set({ due_at: 0 }).where('kind', '=', 'place-streams').execute(),
      )
    /** As soon as the server knows the account. */
    const expectReason = (reason: unknown) =>
      expect
        .poll(() => lookNow().then(mesh), { timeout: 15_000, interval: 300 })
        .toMatchObject({ state: 'failing', reason, unseen_since: null })

    test('before a server is in reach the desired placement is stored; half a minute later it says since when it could not look', async () => {
      expect((await put()).status).toBe(200)
      await bus.test.database.transaction(({ db }) =>
        db
          .updateTable('account_meshes')
          .set({ requested_at: Date.now() - 31_000 })
          .execute(),
      )
      const from = Date.now()
      await lookNow()
      await expect.poll(mesh, { timeout: 5000 }).toMatchObject({
        state: 'failing',
        reason: 'the gateway is not connected to the NATS servers',
        checked_on: null,
        unseen_since: expect.any(String),
      })
      const { unseen_since } = await mesh()
      expect(Date.parse(unseen_since)).toBeGreaterThanOrEqual(from)
      // The next look that fails leaves the time as it is.
      await lookNow()
      await sleep(1000)
      expect((await mesh()).unseen_since).toBe(unseen_since)
    })

    if (natsRelease === '2.9') {
      test('an older server: what was asked for says why it stands still, and a new placement is refused with the reason', async () => {
        await bus.startServer()
        await bus.connected()
        await expectReason(expect.stringMatching(TOO_OLD))
        const body = { ...WISH, num_nodes: 3 }
        expect(await bus.test.call('PUT /accounts/mesh-nodes', { bearer: root.bearer, body })).toMatchObject({
          status: 400,
          body: { code: 'nats_server_too_old', details: [{ message: expect.stringMatching(TOO_OLD) }] },
        })
        expect((await mesh()).desired).toEqual(WISH)
      })
    } else {
      test('one that is new enough: looked at, and a new placement is taken', async () => {
        await bus.startServer()
        await bus.connected()
        await expectReason('eu has 0 of the 1 required servers')
        expect((await put()).status).toBe(200)
      })
    }
  })
})
