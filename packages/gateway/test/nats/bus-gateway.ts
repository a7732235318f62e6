import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node'
import { readConfig } from '../../src/platform/config/config.ts'
import type { Sealer } from '../../src/platform/crypto/sealing.ts'
import { createSettingsStore } from '../../src/platform/database/settings-store.ts'
import { openSealer } from '../../src/platform/secrets/master-key.ts'
import { signClaims } from '../../src/transport/messaging/claims-jwt.ts'
import { renderCreds } from '../../src/transport/messaging/creds.ts'
import { createKeyPair } from '../../src/transport/messaging/nkeys.ts'
import { type Operator, openOperator } from '../../src/transport/messaging/operator.ts'
import { renderServerConfig } from '../../src/transport/messaging/server-config.ts'
import { type Engine, openPlace, type Place } from '../database/engines.ts'
import { openTestGateway, type TestGateway, waitFor } from '../gateway.ts'
import { connectWithCreds } from './nats-operator.ts'
import { freePort, type NatsServer, startNatsServer } from './nats-server.ts'

/** A gateway whose NATS server trusts it, as `npm run nats-config` sets one up. */
export type BusGateway = {
  test: TestGateway
  place: Place
  environment: Record<string, string>
  operator: Operator
  sealer: Sealer
  server(): NatsServer
  /** Starts a server with an empty store at the address that the gateway knows; the old server has to be stopped. */
  startServer(): Promise<NatsServer>
  /** Resolves when the gateway is connected to it. */
  connected(at?: TestGateway): Promise<void>
  /** A client with creds that were issued; rejects if the server refuses them. */
  client(creds: string): Promise<NatsConnection>
  /** The account's claims as the server holds them now; the empty string where it has none. */
  claimsAtServer(accountPublicKey: string): Promise<string>
  /** Calls back for each push that arrives at the server, with its claims. */
  watchPushes(callback: (jwt: string) => void): Promise<void>
  /** Pushes claims to the server without the gateway. */
  pushByOther(jwt: string): Promise<void>
  close(): Promise<void>
}

/** With `ports`, for a cluster that the test starts there itself (nats-cluster.ts). */
export async function openBusGateway(
  engine: Engine,
  options: {
    withServer?: boolean
    ports?: readonly number[]
    operators?: string
    environment?: Record<string, string>
  } = {},
): Promise<BusGateway> {
  const place = await openPlace(engine)
  const { ports = [await freePort()], withServer = options.ports === undefined, operators } = options
  const [port] = ports
  const urls = ports.map((one) => `nats://127.0.0.1:${one}`)
  const environment = { NATS_URL: urls.join(), ...options.environment }
  const test = await openTestGateway(engine, {
    environment: { ...environment, ...(operators !== undefined && { OPERATORS: operators }) },
    place,
  })
  const settings = createSettingsStore(test.database)
  const config = readConfig({ ...place.environment, ...environment })
  const sealer = await openSealer(config, settings)
  const operator = await openOperator(settings, sealer, config.dataDir)
  let server: NatsServer | undefined
  let system: NatsConnection | undefined

  async function startServer(): Promise<NatsServer> {
    server = await startNatsServer({
      ...(port !== undefined && { port }),
      config: (storeDir) => renderServerConfig({ ...operator.trust, storeDir }),
    })
    await system?.close()
    system = await connectSystem(server.url, operator)
    return server
  }

  function systemConnection(): NatsConnection {
    if (!system) throw new Error('there is no server')
    return system
  }

  async function connected(at = test): Promise<void> {
    await waitFor(async () => {
      const { messaging } = (await at.call('GET /health/ready')).body
      return messaging === 'connected' ? messaging : undefined
    })
  }

  async function close(): Promise<void> {
    await system?.close()
    await test.close()
    await server?.dispose()
    await place.remove()
  }

  if (withServer) {
    try {
      await startServer()
      await connected()
    } catch (error) {
      await close()
      throw error
    }
  }

  return {
    test,
    place,
    environment,
    operator,
    sealer,
    server() {
      if (!server) throw new Error('there is no server')
      return server
    },
    startServer,
    connected,
    client: (creds) => connectOrReason(urls, creds),
    async claimsAtServer(accountPublicKey) {
      const answer = await systemConnection().request(`$SYS.REQ.ACCOUNT.${accountPublicKey}.CLAIMS.LOOKUP`)
      return answer.string()
    },
    async watchPushes(callback) {
      const nats = systemConnection()
      nats.subscribe('$SYS.REQ.CLAIMS.UPDATE', { callback: (_error, message) => callback(message.string()) })
      await nats.flush()
    },
    async pushByOther(jwt) {
      await systemConnection().request('$SYS.REQ.CLAIMS.UPDATE', jwt)
    },
    close,
  }
}

/**
 * A server that refuses a client closes the connection, which the client may notice before it has read the reason: then
 * it connects again.
 */
async function connectOrReason(urls: string[], creds: string, attempts = 5): Promise<NatsConnection> {
  try {
    return await connectWithCreds(urls, creds)
  } catch (error) {
    if (attempts === 1 || !/EPIPE|ECONNRESET/.test(String(error))) throw error
    return connectOrReason(urls, creds, attempts - 1)
  }
}

/** Connects as a system user with all permissions, unlike the gateway's own. */
async function connectSystem(url: string, operator: Operator): Promise<NatsConnection> {
  const user = createKeyPair('user')
  const jwt = signClaims(
    {
      subject: user.publicKey,
      name: 'test',
      type: 'user',
      nats: { subs: -1, data: -1, payload: -1 },
      issuedAtSeconds: Math.floor(Date.now() / 1000),
    },
    operator.systemAccountKey,
  )
  return connect({
    servers: url,
    authenticator: credsAuthenticator(new TextEncoder().encode(renderCreds(jwt, user.seed))),
    maxReconnectAttempts: -1,
    reconnectTimeWait: 100,
    ignoreAuthErrorAbort: true,
  })
}
