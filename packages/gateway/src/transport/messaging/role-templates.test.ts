import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  connectWithCreds,
  createTestAccount,
  createTestOperator,
  openTestBus,
} from '../../../test/nats/nats-operator.ts'
import { type NatsServer, startNatsServer } from '../../../test/nats/nats-server.ts'
import { describeWithNatsServer } from '../../../test/nats/with-nats-server.ts'
import { type Role, roles } from '../../platform/values/roles.ts'
import type { Bus } from './bus.ts'

describeWithNatsServer('what the creds of each role may do on a nats-server', () => {
  const operator = createTestOperator()
  const account = createTestAccount([...roles])
  let server: NatsServer
  let bus: Bus

  beforeAll(async () => {
    server = await startNatsServer({ config: operator.config })
    bus = (await openTestBus(operator, [server.url])).bus
    expect(await bus.push(account.publicKey, operator.accountJwt(account.next()), 3000)).toBe('acknowledged')
  })
  afterAll(async () => {
    await bus?.close()
    await server?.dispose()
  })

  /** A client of that role, the subjects on which it received something, and the refusals it met. */
  async function client(role: Role) {
    const nats = await connectWithCreds(server.url, account.issue(role).text)
    const received: string[] = []
    const refusals: string[] = []
    void (async () => {
      for await (const status of nats.status()) if (status.type === 'error') refusals.push(status.error.message)
    })()
    const listen = (subject: string) =>
      nats.subscribe(subject, {
        callback: (error, message) => {
          if (!error) received.push(message.subject)
        },
      })
    return { nats, received, refusals, listen }
  }

  test.each(['root', 'admin', 'developer'] as const)('%s publishes, receives and asks', async (role) => {
    const [asker, other] = [await client(role), await client('developer')]
    other.nats.subscribe('double', { callback: (_error, message) => void message.respond(message.data) })
    asker.listen('app.>')
    await Promise.all([asker.nats.flush(), other.nats.flush()])
    asker.nats.publish('app.own')
    other.nats.publish('app.foreign')
    expect((await asker.nats.request('double', 'x')).string()).toBe('x')
    await vi.waitFor(() => expect(asker.received.sort()).toEqual(['app.foreign', 'app.own']))
    await Promise.all([asker.nats.close(), other.nats.close()])
  })

  test('a developer keeps streams, with the account limits as they are pushed', async () => {
    const { nats } = await client('developer')
    const stream = JSON.stringify({ name: 'orders', subjects: ['orders.>'], storage: 'file', retention: 'limits' })
    const created = await nats.request('$JS.API.STREAM.CREATE.orders', stream)
    expect(created.json()).toMatchObject({ did_create: true })
    expect((await nats.request('orders.new', 'one')).json()).toMatchObject({ stream: 'orders', seq: 1 })
    await nats.close()
  })

  test('monitor sees what is published, but not the replies to others, and publishes nothing', async () => {
    const [monitor, developer] = [await client('monitor'), await client('developer')]
    monitor.listen('>')
    developer.nats.subscribe('secret', { callback: (_error, message) => void message.respond('for the asker only') })
    developer.listen('from-monitor')
    await Promise.all([monitor.nats.flush(), developer.nats.flush()])

    await developer.nats.request('secret')
    developer.nats.publish('app.seen')
    monitor.nats.publish('from-monitor')
    await vi.waitFor(() => expect(monitor.received).toContain('app.seen'))
    await vi.waitFor(() => expect(monitor.refusals.join()).toContain('Publish to "from-monitor"'))
    expect(monitor.received.filter((subject) => subject.startsWith('_INBOX.'))).toEqual([])
    await developer.nats.flush()
    expect(developer.received).toEqual([])

    // Replies to clients of other accounts, which call a service of this one, pass through the account.
    monitor.listen('_R_.>')
    await vi.waitFor(() => expect(monitor.refusals.join()).toContain('Subscription to "_R_.>"'))

    // An inbox by its name is refused outright.
    monitor.listen('_INBOX.>')
    await vi.waitFor(() => expect(monitor.refusals.join()).toContain('Subscription to "_INBOX.>"'))
    await Promise.all([monitor.nats.close(), developer.nats.close()])
  })

  test('billing neither publishes nor receives', async () => {
    const [billing, developer] = [await client('billing'), await client('developer')]
    billing.listen('app.>')
    developer.listen('app.>')
    await Promise.all([billing.nats.flush(), developer.nats.flush()])
    billing.nats.publish('app.from-billing')
    developer.nats.publish('app.from-developer')
    await vi.waitFor(() => expect(billing.refusals).toHaveLength(2))
    await vi.waitFor(() => expect(developer.received).toEqual(['app.from-developer']))
    expect(billing.received).toEqual([])
    await Promise.all([billing.nats.close(), developer.nats.close()])
  })

  test('a change of role reaches creds that exist already', async () => {
    const changing = createTestAccount(['developer'])
    const creds = changing.issue('developer').text
    await bus.push(changing.publicKey, operator.accountJwt(changing.next()), 3000)
    const before = await connectWithCreds(server.url, creds)
    before.publish('app.allowed')
    await before.flush()

    const members = changing.next().members.map(({ signingKey }) => ({ signingKey, role: 'billing' as const }))
    await bus.push(changing.publicKey, operator.accountJwt(changing.next({ members })), 3000)
    // The server ends connections that have the old permissions.
    await before.closed()
    const after = await connectWithCreds(server.url, creds)
    const refused = new Promise((resolve) => after.subscribe('app.>', { callback: (error) => resolve(error?.message) }))
    expect(await refused).toContain('Permissions Violation for Subscription to "app.>"')
    await after.close()
  })
})
