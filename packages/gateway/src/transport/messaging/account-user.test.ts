import { decode } from '@nats-io/jwt'
import type { NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectWithCreds, createTestOperator, openTestBus } from '../../../test/nats/nats-operator.ts'
import { type NatsServer, startNatsServer } from '../../../test/nats/nats-server.ts'
import { describeWithNatsServer } from '../../../test/nats/with-nats-server.ts'
import { createAccountUser } from './account-user.ts'
import { signClaims } from './claims-jwt.ts'
import { connectAs } from './connection.ts'
import { renderCreds } from './creds.ts'
import { createKeyPair } from './nkeys.ts'

test("the gateway's user of an account ends in five minutes, and each is another", () => {
  const account = createKeyPair('account')
  const [one, other] = [createAccountUser(account), createAccountUser(account)]
  expect(one.user.seed).not.toBe(other.user.seed)
  const { exp = 0, iat, iss } = decode(one.user.jwt)
  expect([exp - iat, iss]).toEqual([300, account.publicKey])
})

describeWithNatsServer("the gateway's user of an account, on a server", () => {
  const operator = createTestOperator()
  const account = createKeyPair('account')
  let server: NatsServer
  let nats: NatsConnection
  let owner: NatsConnection
  beforeAll(async () => {
    server = await startNatsServer({ config: operator.config })
    const { bus } = await openTestBus(operator, [server.url])
    const issuedAtSeconds = Math.floor(Date.now() / 1000)
    const state = { accountPublicKey: account.publicKey, name: 'a', issuedAtSeconds, mostReplicas: 5, closed: false }
    const jwt = operator.accountJwt({ ...state, members: [], revocations: [], exports: [], imports: [] })
    expect(await bus.push(account.publicKey, jwt, 3000)).toBe('acknowledged')
    await bus.close()
    owner = await connectWithCreds(server.url, ownersCreds(issuedAtSeconds))
    await owner.request('$JS.API.STREAM.CREATE.s', JSON.stringify({ name: 's', subjects: ['s.>'] }))
    const { user, inboxPrefix } = createAccountUser(account)
    nats = await connectAs([server.url], () => user, { inboxPrefix, reconnect: false })
  })
  afterAll(async () => {
    await nats?.close()
    await owner?.close()
    await server?.dispose()
  })

  function ownersCreds(issuedAtSeconds: number): string {
    const { publicKey: subject, seed } = createKeyPair('user')
    const nats = { subs: -1, data: -1, payload: -1 }
    return renderCreds(signClaims({ subject, name: 'owner', type: 'user', nats, issuedAtSeconds }, account), seed)
  }

  const ask = (subject: string, body: object = {}) =>
    nats.request(subject, JSON.stringify(body), { timeout: 1000 }).then(
      (answer) => answer.json<{ total?: number }>(),
      (error: Error) => error.message,
    )

  test('lists streams, and may do nothing that loses one', async () => {
    expect(await ask('$JS.API.STREAM.LIST')).toMatchObject({ total: 1 })
    for (const subject of [
      '$JS.API.STREAM.DELETE.s',
      '$JS.API.STREAM.PURGE.s',
      '$JS.API.STREAM.CREATE.t',
      '$JS.API.STREAM.MSG.GET.s',
      '$JS.API.STREAM.MSG.DELETE.s',
      '$JS.API.CONSUMER.DURABLE.CREATE.s.c',
      '$JS.API.CONSUMER.DELETE.s.c',
      's.x',
    ])
      expect([subject, await ask(subject)]).toEqual([subject, expect.stringMatching(/permissions violation/i)])
    expect(await ask('$JS.API.STREAM.LIST')).toMatchObject({ total: 1 })
  })

  test("listens to its own inbox only: not to messages, nor to other clients' replies", async () => {
    for (const subject of ['>', 's.>', '_INBOX.>', '$JS.EVENT.>']) {
      const refused = Promise.withResolvers<string>()
      nats.subscribe(subject, { callback: (error) => refused.resolve(String(error)) })
      expect(await refused.promise).toMatch(/permissions violation/i)
    }
  })
})
