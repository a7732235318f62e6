import { decode, type Operator } from '@nats-io/jwt'
import { connect, jwtAuthenticator, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestOperator } from '../../../test/nats/nats-operator.ts'
import { type NatsServer, startNatsServer } from '../../../test/nats/nats-server.ts'
import { describeWithNatsServer } from '../../../test/nats/with-nats-server.ts'
import { createKeyPair, isPublicKey } from './nkeys.ts'
import { deleteAccountsJwt, inboxPrefix } from './operator-claims.ts'

test('the request to delete accounts is signed by the key that it names as its subject', () => {
  const signingKey = createKeyPair('operator')
  const accounts = [createKeyPair('account').publicKey]
  const claims = decode(deleteAccountsJwt({ accountPublicKeys: accounts, issuedAtSeconds: 1 }, signingKey))
  expect(claims).toMatchObject({ iss: signingKey.publicKey, sub: signingKey.publicKey })
  expect(claims.nats).toEqual({ accounts, type: 'generic', version: 2 })
})

describeWithNatsServer("the gateway's user in the system account of a nats-server", () => {
  const operator = createTestOperator()
  let server: NatsServer
  let nats: NatsConnection

  beforeAll(async () => {
    server = await startNatsServer({ config: operator.config })
    const { jwt, seed } = operator.systemUser()
    nats = await connect({ servers: server.url, authenticator: jwtAuthenticator(jwt, new TextEncoder().encode(seed)) })
  })
  afterAll(async () => {
    await nats?.close()
    await server?.dispose()
  })

  /** The server's next complaint after `act`. */
  async function complaint(act: () => void): Promise<string> {
    act()
    for await (const status of nats.status()) if (status.type === 'error') return status.error.message
    return 'none'
  }

  test.each([
    ['reads no list of accounts', '$SYS.REQ.CLAIMS.LIST'],
    ['reads not all claims at once', '$SYS.REQ.CLAIMS.PACK'],
    ['sees no connections', '$SYS.REQ.SERVER.PING.CONNZ'],
    ['sees no subscriptions of an account', '$SYS.REQ.ACCOUNT.A.SUBSZ'],
    ['looks into no server', '$SYS.REQ.SERVER.N.VARZ'],
    ['moves no stream leader', '$JS.API.META.LEADER.STEPDOWN'],
    ['takes no server out of the cluster', '$JS.API.SERVER.REMOVE'],
    ['moves no streams of an account', '$JS.API.ACCOUNT.STREAM.MOVE.A.S'],
    ['announces nothing in the name of a server', '$SYS.SERVER.N.STATSZ'],
    ['publishes nothing else', 'anything'],
  ])('%s', async (_what, subject) => {
    expect(await complaint(() => nats.publish(subject))).toContain(`Publish to "${subject}"`)
  })

  test.each([
    ['hears no answers to others', '_INBOX.>'],
    ['hears no claims that others push', '$SYS.REQ.CLAIMS.UPDATE'],
    ['hears not everything', '>'],
    ['answers no look-ups in place of the servers', '$SYS.REQ.ACCOUNT.*.CLAIMS.LOOKUP'],
  ])('%s', async (_what, subject) => {
    expect(await complaint(() => nats.subscribe(subject))).toContain(`Subscription to "${subject}"`)
  })

  test('has an inbox of its own', async () => {
    const [prefix, publicKey = ''] = inboxPrefix(decode(operator.systemUser().jwt).sub).split('.')
    expect(prefix).toBe('_INBOX')
    expect(isPublicKey(publicKey, 'user')).toBe(true)
  })
})

test('the operator JWT names the signing key and the system account, and the signing key signed the latter', () => {
  const operator = createTestOperator()
  const config = operator.config('/tmp')
  const operatorClaims = decode<Operator>(/^operator: (.+)$/m.exec(config)?.[1] ?? '')
  expect(operatorClaims.nats).toMatchObject({
    signing_keys: [operator.signingKey.publicKey],
    system_account: operator.systemAccount.publicKey,
  })
  expect(operatorClaims.iss).toBe(operator.identity.publicKey)
  const preloaded = new RegExp(`^  ${operator.systemAccount.publicKey}: (.+)$`, 'm').exec(config)?.[1] ?? ''
  expect(decode(preloaded).iss).toBe(operator.signingKey.publicKey)
})
