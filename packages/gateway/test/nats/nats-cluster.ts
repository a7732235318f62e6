import { renderServerConfig } from '../../src/transport/messaging/server-config.ts'
import { freePort, type NatsServer, startNatsServer } from './nats-server.ts'

type Trust = Omit<Parameters<typeof renderServerConfig>[0], 'storeDir' | 'listen' | 'name' | 'tags' | 'cluster'>

/**
 * A cluster of real nats-servers on loopback, as `npm run nats-config` sets them up, called n0, n1 …: one for each
 * entry of `tags`, at the given ports for clients or at free ones. The servers exchange claims every second.
 */
export async function startNatsCluster(
  trust: Trust,
  tags: readonly (readonly string[])[],
  ports: readonly number[] = [],
): Promise<NatsServer[]> {
  const routePorts = await Promise.all(tags.map(() => freePort()))
  const routes = routePorts.map((port) => `nats://127.0.0.1:${port}`)
  return Promise.all(
    tags.map((ownTags, index) => {
      const cluster = { listen: `127.0.0.1:${routePorts[index]}`, routes }
      const port = ports[index]
      return startNatsServer({
        ...(port !== undefined && { port }),
        config: (storeDir) =>
          renderServerConfig({ ...trust, storeDir, name: `n${index}`, tags: ownTags, cluster }).replace(
            'interval: "5s"',
            'interval: "1s"',
          ),
      })
    }),
  )
}
