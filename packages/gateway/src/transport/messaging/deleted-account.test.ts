import { readdir } from 'node:fs/promises'
import { decode } from '@nats-io/jwt'
import type { NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { type SignedInUser, waitFor } from '../../../test/gateway.ts'
import { type BusGateway, openBusGateway } from '../../../test/nats/bus-gateway.ts'
import { describeWithNatsServer } from '../../../test/nats/with-nats-server.ts'
import { DAY, HOUR, later, MINUTE, SECOND } from '../../../test/run/clock.ts'
import { mailedCode, wakeWorker } from '../../../test/users/accounts.ts'
import { addMember } from '../../../test/users/members.ts'
import { addOperator, OPERATOR } from '../../../test/users/operator.ts'
import { signIn } from '../../../test/users/sign-in.ts'
import { createRestoreAccount, type RestoreAccount } from '../../features/accounts/restore-account.ts'
import { readConfig } from '../../platform/config/config.ts'
import { createSettingsStore } from '../../platform/database/settings-store.ts'
import { createOutbox } from '../../platform/outbox/outbox.ts'
import { openSealer } from '../../platform/secrets/master-key.ts'
import { createSendMail } from '../mail/work.ts'
import { createClaimsRequests } from './claims-push.ts'
import { createMemberKeys } from './member-keys.ts'

const refusal = /authorization violation/i

describeWithNatsServer('on the message bus', () => {
  describeEngines('', (engine) => {
    let bus: BusGateway
    let restore: RestoreAccount
    beforeAll(async () => {
      bus = await openBusGateway(engine, { operators: OPERATOR })
      const { database, place } = bus.test
      const sealer = await openSealer(readConfig(place.environment), createSettingsStore(database))
      const outbox = createOutbox(sealer)
      // As the command `npm run accounts` does, which has no connection to the servers.
      const claims = createClaimsRequests(outbox)
      const memberKeys = createMemberKeys(database, sealer, claims)
      restore = createRestoreAccount({ database, claims, memberKeys, sendMail: createSendMail(outbox) })
    })
    afterAll(() => bus?.close())

    async function remove(user: SignedInUser) {
      const { bearer } = await signIn(bus.test, user)
      const body = { email_code: await mailedCode(bus.test, { email: user.email, bearer }) }
      return bus.test.call('DELETE /accounts/account', { bearer, body })
    }
    /** A client with a key that was just issued. */
    async function newClient(user: SignedInUser): Promise<NatsConnection> {
      const { bearer } = await signIn(bus.test, user)
      return bus.client((await bus.test.issueKey(bearer, 'x', { expiry_days: 365 })).creds)
    }
    const request = async (client: NatsConnection, subject: string, body: object = {}) =>
      (await client.request(subject, JSON.stringify(body))).json<{ total?: number; error?: unknown }>()
    const streamsOf = async (client: NatsConnection) => (await request(client, '$JS.API.STREAM.NAMES')).total
    const row = ({ accountId }: SignedInUser) =>
      bus.test.database.read.selectFrom('accounts').selectAll().where('id', '=', accountId).executeTakeFirst()
    const untilPushed = (user: SignedInUser) =>
      waitFor(async () => {
        const account = await row(user)
        return account && account.claims_pushed_version === account.claims_version ? true : undefined
      })
    test('a deleted account cuts its clients off within a second; a restored one lets in new keys, to the streams of old', async () => {
      const root = await bus.test.signUp()
      const { creds } = await bus.test.issueKey(root.bearer)
      const client = await bus.client(creds)
      expect(
        await request(client, '$JS.API.STREAM.CREATE.s', { name: 's', subjects: ['s'], storage: 'file' }),
      ).not.toHaveProperty('error')

      const body = { email_code: await mailedCode(bus.test, root) }
      const from = performance.now()
      const answer = await bus.test.call('DELETE /accounts/account', { bearer: root.bearer, body })
      expect(answer.body.data.creds_revoked).toBe(true)
      await client.closed()
      expect(performance.now() - from).toBeLessThan(1000)
      await expect(bus.client(creds)).rejects.toThrow(refusal)

      expect(await restore(root.accountId, {})).toMatchObject({ outcome: 'restored', streamsPurgedAt: null })
      await wakeWorker(bus.test)
      await untilPushed(root)
      await expect(bus.client(creds)).rejects.toThrow(refusal)
      const again = await newClient(root)
      expect(await streamsOf(again)).toBe(1)
      await again.close()
    })

    test('a suspended account cuts its clients off before the answer; a resumed one lets the same creds in, to its streams', async () => {
      const root = await bus.test.signUp()
      const { creds } = await bus.test.issueKey(root.bearer)
      const client = await bus.client(creds)
      await request(client, '$JS.API.STREAM.CREATE.s', { name: 's', subjects: ['s'], storage: 'file' })
      const operator = await addOperator(bus.test)
      const change = async (verb: string) => {
        const body = { id: root.accountId, reason: 'a reason' }
        return (await bus.test.call(`POST /operator/accounts/${verb}`, { bearer: operator.bearer, body })).body.data
      }
      expect(await change('suspend')).toMatchObject({ bus_confirmed: true })
      await client.closed()
      await expect(bus.client(creds)).rejects.toThrow()
      expect(await change('resume')).toMatchObject({ bus_confirmed: true })
      const again = await bus.client(creds)
      expect(await streamsOf(again)).toBe(1)
      await again.close()
    })

    test('its streams are purged after 30 days and not before; a restoration says so; after a year the servers forget it', async () => {
      const root = await bus.test.signUp()
      const { nats_public_key: publicKey } = (await row(root)) ?? {}
      const client = await newClient(root)
      await request(client, '$JS.API.STREAM.CREATE.s', { name: 's', subjects: ['s'], storage: 'file' })
      await later(0, async () => {
        await remove(root)
        await client.closed()
        await later(30 * DAY - SECOND, async () => {
          await runJob()
          expect((await row(root))?.streams_purged_at).toBeNull()
        })
        await later(30 * DAY + HOUR, async () => {
          const streamsPurgedAt = Date.now()
          await runJob()
          await expect.poll(() => itemsOf('purge-streams')).toEqual([])
          expect(await restore(root.accountId, {})).toMatchObject({ outcome: 'restored', streamsPurgedAt })
          await wakeWorker(bus.test)
          await untilPushed(root)
          const again = await newClient(root)
          expect(await streamsOf(again)).toBe(0)
          expect((await row(root))?.streams_purged_at).toBeNull()
          await request(again, '$JS.API.STREAM.CREATE.s', { name: 's', subjects: ['s'], storage: 'file' })
          await remove(root)
          await again.closed()
        })
        await later(396 * DAY, async () => {
          expect(await filesOf(publicKey)).toEqual(
            expect.arrayContaining([`jwt/${publicKey}.jwt`, `jetstream/${publicKey}/streams/s`]),
          )
          await wakeWorker(bus.test)
          await waitFor(async () => ((await row(root)) ? undefined : true))
          expect(await itemsOf('remove-from-bus')).toEqual([{ key: publicKey }])
        })
        await later(396 * DAY + MINUTE, async () => {
          await wakeWorker(bus.test)
          await expect.poll(() => itemsOf('remove-from-bus')).toEqual([])
          // The server keeps what it has deleted under another name, and takes it for nothing.
          expect(await filesOf(publicKey)).toEqual([`jwt/${publicKey}.jwt.deleted`])
        })
      })
    })

    test('a renamed account shows its new name there, and its clients stay', async () => {
      const root = await bus.test.signUp()
      const client = await newClient(root)
      const body = { new_name: 'Renamed Account', email_code: await mailedCode(bus.test, root) }
      expect((await bus.test.call('PATCH /accounts/rename', { bearer: root.bearer, body })).status).toBe(200)
      await untilPushed(root)
      const { nats_public_key: publicKey } = (await row(root)) ?? {}
      expect(decode(await bus.claimsAtServer(publicKey ?? '')).name).toBe('Renamed Account')
      await client.flush()
      await client.close()
    })

    test('a person who deletes their user is cut off in every account; their colleagues stay', async () => {
      const root = await bus.test.signUp()
      const member = await addMember(bus.test, root, 'developer')
      const { creds } = await bus.test.issueKey(member.bearer)
      // Brings the servers the claims with the new member, who has come through the database.
      const { id } = await bus.test.issueKey(root.bearer)
      await bus.test.call(`DELETE /accounts/api-key?id=${id}`, { bearer: root.bearer })
      const [theirs, roots] = [await bus.client(creds), await newClient(root)]
      const code = await mailedCode(bus.test, member)
      const gone = await bus.test.call(`DELETE /accounts/user?email_code=${code}`, { bearer: member.bearer })
      expect(gone.status).toBe(200)
      await theirs.closed()
      await expect(bus.client(creds)).rejects.toThrow(refusal)
      await roots.flush()
      await roots.close()
    })

    /** What the server has on its disk of an account. */
    const filesOf = async (publicKey: string | null | undefined) =>
      (await readdir(bus.server().storeDir, { recursive: true })).filter((file) => file.includes(publicKey ?? 'none'))
    /** The hourly job, when its hour has come. */
    async function runJob(): Promise<void> {
      const now = Date.now()
      await wakeWorker(bus.test)
      await waitFor(async () => {
        const [job] = await bus.test.database.read
          .selectFrom('outbox')
          .select('due_at')
          .where('kind', '=', 'recurring')
          .where('key', '=', 'deleted-accounts')
          .execute()
        return job && job.due_at > now ? true : undefined
      })
    }
    const itemsOf = (kind: string) =>
      bus.test.database.read.selectFrom('outbox').select('key').where('kind', '=', kind).execute()
  })
})
