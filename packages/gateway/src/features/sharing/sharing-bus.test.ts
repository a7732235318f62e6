import { type Account, decode } from '@nats-io/jwt'
import type { NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { type SignedInUser, waitFor } from '../../../test/gateway.ts'
import { type BusGateway, openBusGateway } from '../../../test/nats/bus-gateway.ts'
import { describeWithNatsServer } from '../../../test/nats/with-nats-server.ts'
import { mailedCode } from '../../../test/users/accounts.ts'
import { addMember } from '../../../test/users/members.ts'
import { accountJwt } from '../../transport/messaging/account-claims.ts'
import { readClaims } from '../../transport/messaging/read-claims.ts'

/** An account with a client on the message bus, and what has reached that client from others. */
type Peer = SignedInUser & { key: string; client: NatsConnection; received: string[] }

describeWithNatsServer('streams and services between accounts', () => {
  describeEngines('', (engine) => {
    let bus: BusGateway
    let acme: Peer
    let beta: Peer
    let gamma: Peer
    beforeAll(async () => {
      bus = await openBusGateway(engine)
      acme = await openPeer('acme')
      beta = await openPeer('beta')
      gamma = await openPeer('gamma')
      acme.client.subscribe('svc.>', { callback: (_error, request) => void request.respond(`done ${request.subject}`) })
      await acme.client.flush()
    })
    afterAll(async () => {
      for (const peer of [acme, beta, gamma]) await peer?.client.close()
      await bus?.close()
    })

    async function openPeer(name: string): Promise<Peer> {
      const user = await bus.test.signUp(name)
      const listed = await bus.test.call('GET /accounts/imports-exports', { bearer: user.bearer })
      return { ...user, key: listed.body.data.account_key, ...(await listen(user)) }
    }

    /** A new client of an account, which keeps what arrives at `in.>`; on a new server it may have to wait for the claims. */
    async function listen({ bearer }: SignedInUser): Promise<Pick<Peer, 'client' | 'received'>> {
      const { creds } = await bus.test.issueKey(bearer)
      const client = await waitFor(() => bus.client(creds).catch(() => undefined))
      const received: string[] = []
      client.subscribe('in.>', {
        callback: (_error, message) => void received.push(`${message.subject} ${message.string()}`),
      })
      await client.flush()
      return { client, received }
    }

    /** Changes what a peer shares; the answer says that the server has it. */
    async function share(peer: Peer, route: string, body: object): Promise<void> {
      const { status, body: answer } = await bus.test.call(route, { bearer: peer.bearer, body })
      expect([status, answer]).toEqual([200, { message: expect.any(String), confirmed: true }])
    }
    const addExport = (peer: Peer, one: object) => share(peer, 'POST /accounts/export', { export: one })
    const addImport = (peer: Peer, one: object) => share(peer, 'POST /accounts/import', { import: one })
    const removeExport = (peer: Peer, name: string) => share(peer, 'DELETE /accounts/export', { name })
    const removeImport = (peer: Peer, name: string) => share(peer, 'DELETE /accounts/import', { name })

    /** What acme publishes there, and who of the others gets it. */
    async function published(...subjects: string[]): Promise<{ beta: string[]; gamma: string[] }> {
      for (const subject of subjects) acme.client.publish(subject, 'hello')
      // Behind the messages on each line, so that nothing is still on its way.
      for (const { client } of [acme, beta, gamma]) await client.flush()
      return { beta: beta.received.splice(0), gamma: gamma.received.splice(0) }
    }
    const called = (peer: Peer, subject: string) =>
      peer.client.request(subject, '', { timeout: 300 }).then(
        (answer) => answer.string(),
        () => 'no answer',
      )
    const claimsOf = async (peer: Peer) => decode<Account>(await bus.claimsAtServer(peer.key)).nats as Account

    test("a client with beta's creds receives acme's stream and calls its service, from the answer on, and no longer than it may", async () => {
      await addExport(acme, { name: 'ticks', subject: 'ticks.>', type: 'stream' })
      await addExport(acme, { name: 'svc', subject: 'svc.open.*', type: 'service' })
      expect(await published('ticks.eu')).toEqual({ beta: [], gamma: [] })
      await addImport(beta, { name: 'ticks', subject: 'ticks.>', account: 'acme', local_subject: 'in.ticks.>' })
      await addImport(beta, { name: 'svc', subject: 'svc.open.*', account: acme.accountId })
      expect(await published('ticks.eu', 'other.eu')).toEqual({ beta: ['in.ticks.eu hello'], gamma: [] })
      expect(await called(beta, 'svc.open.add')).toBe('done svc.open.add')
      expect(await called(gamma, 'svc.open.add')).toBe('no answer')

      await removeExport(acme, 'ticks')
      expect(await published('ticks.eu')).toEqual({ beta: [], gamma: [] })
      expect(await called(beta, 'svc.open.add')).toBe('done svc.open.add')
      await removeImport(beta, 'svc')
      expect(await called(beta, 'svc.open.add')).toBe('no answer')

      // Its import is there still, and works as soon as it can.
      await addExport(acme, { name: 'ticks again', subject: 'ticks.>', type: 'stream' })
      await expect.poll(() => published('ticks.us'), { timeout: 1000 }).toMatchObject({ beta: ['in.ticks.us hello'] })
      await removeExport(acme, 'ticks again')
      await removeExport(acme, 'svc')
      await removeImport(beta, 'ticks')
    })

    test("with a token position each importer has its own subject, and another's is out of reach", async () => {
      const tenants = { token_position: 3 }
      await addExport(acme, { name: 'news', subject: 'news.for.*', type: 'stream', ...tenants })
      await addExport(acme, { name: 'bill', subject: 'svc.bill.*.get', type: 'service', ...tenants })
      const news = { name: 'news', subject: 'news.for.*', account: 'acme', ...tenants }
      await addImport(beta, { ...news, local_subject: 'in.news' })
      await addImport(beta, { name: 'bill', subject: 'svc.bill.*.get', account: 'acme', ...tenants })
      expect(await published(`news.for.${beta.key}`, `news.for.${gamma.key}`, 'news.for.all')).toEqual({
        beta: ['in.news hello'],
        gamma: [],
      })
      expect(await called(beta, `svc.bill.${beta.key}.get`)).toBe(`done svc.bill.${beta.key}.get`)
      expect(await called(beta, `svc.bill.${gamma.key}.get`)).toBe('no answer')
      expect(await called(gamma, `svc.bill.${beta.key}.get`)).toBe('no answer')
      for (const name of ['news', 'bill']) await removeExport(acme, name)
      expect(await called(beta, `svc.bill.${beta.key}.get`)).toBe('no answer')
      for (const name of ['news', 'bill']) await removeImport(beta, name)
    })

    // The gateway's own rules are the first line; this is what holds if it errs, or if a server has old claims.
    test('an export for some accounts is closed to the others by the server too, and to who was let in before', async () => {
      const secret = { name: 'secret', subject: 'secret.>', type: 'stream' }
      const wanted = { name: 'secret', subject: 'secret.>', account: 'acme', local_subject: 'in.secret.>' }
      await addExport(acme, { ...secret, allowed_accounts: [beta.accountId] })
      await addImport(beta, wanted)
      expect(await published('secret.a')).toEqual({ beta: ['in.secret.a hello'], gamma: [] })
      const whileAllowed = await bus.claimsAtServer(beta.key)

      // With claims that the operator signed, but without acme's word.
      const claims = await readClaims(bus.test.database, bus.sealer, gamma.accountId)
      if (!claims) throw new Error('the account has no claims')
      const forged = { name: 'x', subject: 'secret.>', localSubject: 'in.secret.>', type: 'stream' as const }
      const imports = [{ ...forged, exporterKey: acme.key, activation: null }]
      await bus.pushByOther(accountJwt({ ...claims.state, imports }, bus.operator.signingKey))
      expect(await published('secret.b')).toEqual({ beta: ['in.secret.b hello'], gamma: [] })

      await removeExport(acme, 'secret')
      await addExport(acme, { ...secret, allowed_accounts: [gamma.accountId] })
      await bus.pushByOther(whileAllowed)
      expect(await published('secret.c')).toEqual({ beta: [], gamma: [] })
      await removeExport(acme, 'secret')
      await removeImport(beta, 'secret')
    })

    // The server takes for a circle what is none, and drops the import of whoever is not looking (circles.ts).
    test("nobody's import of a service can make that of another stop", async () => {
      const [shop, mallory, victim] = [await openPeer('shop'), await openPeer('mallory'), await openPeer('victim')]
      shop.client.subscribe('api.>', { callback: (_error, request) => void request.respond('shop answers') })
      await shop.client.flush()
      const api = { subject: 'api.>', type: 'service' }
      for (const peer of [shop, mallory]) await addExport(peer, { name: 'api', ...api })
      await addImport(shop, { name: 'm', subject: 'api.>', account: 'mallory', local_subject: 'y.>' })
      await addImport(victim, { name: 's', subject: 'api.>', account: 'shop' })
      expect(await called(victim, 'api.price')).toBe('shop answers')

      const body = { import: { name: 's', subject: 'api.>', account: 'shop', local_subject: 'x.>' } }
      const refused = await bus.test.call('POST /accounts/import', { bearer: mallory.bearer, body })
      expect([refused.status, refused.body.code]).toEqual([400, 'invalid_request'])
      // Its claims are pushed again, which is when the server would look.
      await addExport(victim, { name: 'besides', subject: 'besides.>', type: 'stream' })
      expect(await called(victim, 'api.price')).toBe('shop answers')
      for (const peer of [shop, mallory, victim]) await peer.client.close()
    })

    test('replies to another account stay hidden from a monitor of the account that answers', async () => {
      await addExport(acme, { name: 'hidden', subject: 'svc.hidden', type: 'service' })
      await addImport(beta, { name: 'hidden', subject: 'svc.hidden', account: 'acme' })
      const monitor = await addMember(bus.test, acme, 'developer')
      const { creds } = await bus.test.issueKey(monitor.bearer)
      const body = { email: monitor.email, role: 'monitor' }
      const changed = await bus.test.call('PATCH /accounts/role', { bearer: acme.bearer, body })
      expect(changed.body.creds_updated).toBe(true)
      const client = await bus.client(creds)
      const seen: string[] = []
      client.subscribe('>', { callback: (_error, message) => void seen.push(message.subject) })
      await client.flush()
      expect(await called(beta, 'svc.hidden')).toBe('done svc.hidden')
      await acme.client.flush()
      await client.flush()
      expect(seen).toEqual(['svc.hidden'])
      await client.close()
      await removeImport(beta, 'hidden')
      await removeExport(acme, 'hidden')
    })

    // As after a killed gateway, whose push waits for its lease: the importer is pushed in between and loses the import.
    test('an export that is removed and added again before anybody was told reaches its importers again', async () => {
      await addExport(acme, { name: 'blink', subject: 'blink.>', type: 'stream' })
      await addImport(beta, { name: 'blink', subject: 'blink.>', account: 'acme', local_subject: 'in.blink.>' })
      expect(await published('blink.a')).toMatchObject({ beta: ['in.blink.a hello'] })
      const lease = (until: number) =>
        bus.test.database.transaction(({ db }) =>
          db.updateTable('outbox').set({ leased_until: until }).where('key', '=', acme.accountId).execute(),
        )
      const change = async (route: string, body: object) =>
        expect((await bus.test.call(route, { bearer: acme.bearer, body })).status).toBe(200)
      await bus.test.database.transaction(({ db }) =>
        db
          .insertInto('outbox')
          .values({
            id: `push-claims:${acme.accountId}`,
            kind: 'push-claims',
            key: acme.accountId,
            version: 1,
            due_at: 0,
            leased_until: Date.now() + 60_000,
            attempts: 1,
            created_at: 0,
          })
          // One may be waiting already, from what the tests before changed.
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ leased_until: Date.now() + 60_000 }))
          .execute(),
      )
      await change('DELETE /accounts/export', { name: 'blink' })
      await addExport(beta, { name: 'besides', subject: 'besides.beta', type: 'stream' })
      expect(await claimsOf(beta)).not.toHaveProperty('imports')
      await change('POST /accounts/export', { export: { name: 'blink', subject: 'blink.>', type: 'stream' } })
      await lease(0)
      await expect.poll(() => published('blink.b'), { timeout: 5000 }).toMatchObject({ beta: ['in.blink.b hello'] })
      await removeExport(beta, 'besides')
      await removeImport(beta, 'blink')
      await removeExport(acme, 'blink')
    })

    test('what was shared while the server was away works when it is back, and so it is on one that knows nothing yet', async () => {
      await bus.server().stop()
      const body = { export: { name: 'late', subject: 'late.>', type: 'stream' } }
      const answer = await bus.test.call('POST /accounts/export', { bearer: acme.bearer, body })
      expect([answer.status, answer.body.confirmed]).toEqual([200, false])
      const wanted = { import: { name: 'late', subject: 'late.>', account: 'acme', local_subject: 'in.late.>' } }
      expect((await bus.test.call('POST /accounts/import', { bearer: beta.bearer, body: wanted })).status).toBe(200)
      await bus.server().dispose()
      await bus.startServer()
      await bus.connected()
      for (const peer of [acme, beta, gamma]) Object.assign(peer, await listen(peer))
      const arrived = { beta: ['in.late.a hello'], gamma: [] }
      await expect.poll(() => published('late.a'), { timeout: 5000 }).toEqual(arrived)
    })

    test('when the exporting account is deleted its importers are cut, and no claims name it any more', async () => {
      expect(await claimsOf(beta)).toMatchObject({ imports: [{ account: acme.key }] })
      const body = { email_code: await mailedCode(bus.test, acme), in_14_days: false }
      const deleted = await bus.test.call('DELETE /accounts/account', { bearer: acme.bearer, body })
      expect(deleted.status).toBe(200)
      expect(await claimsOf(acme)).not.toHaveProperty('exports')
      await expect.poll(async () => (await claimsOf(beta)).imports, { timeout: 5000 }).toBeUndefined()
      const listed = await bus.test.call('GET /accounts/imports-exports', { bearer: beta.bearer })
      expect(listed.body.data.imports).toMatchObject([{ name: 'late', status: 'broken' }])
    })
  })
})
