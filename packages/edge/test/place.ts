import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../gateway/test/gateway.ts'
import { freePort } from '../../gateway/test/nats/nats-server.ts'
import type { Settings } from '../src/settings.ts'
import { startWorker, type Worker } from '../src/worker.ts'

/** A gateway that listens, an account in it, and an edge of this account in this process. */
export type Place = {
  test: TestGateway
  root: SignedInUser
  gatewayPort: number
  edgePort: number
  edge: Worker
  close(): Promise<void>
}

export async function openPlaceWithEdge(
  environment: Record<string, string> = {},
  settings: Partial<Settings> = {},
): Promise<Place> {
  const test = await openTestGateway('sqlite', { environment: { TRUST_PROXY: '127.0.0.1', ...environment } })
  await test.gateway.server.listen({ host: '127.0.0.1', port: 0 })
  const gatewayPort = (test.gateway.server.server.address() as AddressInfo).port
  const root = await test.signUp()
  const { key } = await test.issueKey(root.bearer, 'edge', { scopes: ['tokens:introspect'] })
  const edgePort = await freePort()
  const edge = await startWorker(
    {
      urls: [`http://127.0.0.1:${gatewayPort}`],
      apiKey: key,
      name: 'edge of the test',
      host: '127.0.0.1',
      port: edgePort,
      processes: 1,
      trustProxy: ['127.0.0.1'],
      anyAccount: environment.VERIFY_ANY_ACCOUNT === 'true',
      maxEntries: 1000,
      maxStaleMs: 0,
      shutdownDelayMs: 0,
      maxHeaderBytes: 32_768,
      ...settings,
    },
    async () => '',
  )
  for (const deadline = Date.now() + 10_000; !edge.sample().state.connected; await sleep(5))
    if (Date.now() > deadline) throw new Error('the edge has no connection')
  return {
    test,
    root,
    gatewayPort,
    edgePort,
    edge,
    async close() {
      await edge.stop()
      await test.close()
    },
  }
}
