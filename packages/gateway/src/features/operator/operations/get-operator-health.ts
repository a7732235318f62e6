import { Type } from 'typebox'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { OperatorHealth } from '../health.ts'

const int = (description: string) => Type.Integer({ description })
const work = {
  waiting: int('Not tried yet'),
  retrying: int('Failed, and will be tried again'),
  failed: int('Given up'),
}

const Health = Type.Object(
  {
    gateway: Type.Object(
      {
        id: Type.String({ description: 'Another one at each start' }),
        version: Type.String(),
        node: Type.String({ description: 'The version of Node.js' }),
        uptime_seconds: Type.Integer(),
        memory_bytes: int('Memory of the process'),
        cached_credentials: int('Credentials in the cache'),
      },
      { description: 'The gateway that answers' },
    ),
    gateways: Type.Object({
      heard: int('Gateways on this database that have been heard within their lease of two seconds, this one too'),
      registered: Type.Array(
        Type.Object({ id: Type.String(), since: Type.String({ format: 'date-time' }), own: Type.Boolean() }),
        {
          description:
            'Registrations in the database, oldest first. One that was killed is still there for some seconds; none with SQLite',
        },
      ),
    }),
    database: Type.Object({
      engine: Type.Enum(['sqlite', 'postgres']),
      took_ms: Type.Number({ description: 'How long one statement took' }),
      migrations: Type.Object({ applied: Type.Integer(), newest: Type.String() }),
    }),
    message_bus: Type.Enum(['connected', 'connecting', 'closed', 'not configured']),
    mail: Type.Object({ way: Type.Enum(['smtp', 'files']), ...work }),
    images: Type.Enum(['s3', 'folder'], { description: 'Where profile images are stored' }),
    disk: Type.Union([Type.Object({ free_bytes: Type.Integer(), total_bytes: Type.Integer() }), Type.Null()], {
      description: 'The disk with DATA_DIR; null if its size cannot be read',
    }),
    outbox: Type.Object(work),
    accounts: Type.Object({ live: Type.Integer(), deleted: int('Can still be restored') }),
  },
  { title: 'OperatorHealth' },
)

export function getOperatorHealth(app: Server, { readHealth }: { readHealth: () => Promise<OperatorHealth> }): void {
  app.route({
    method: 'GET',
    url: '/operator/health',
    ...operation(
      'getOperatorHealth',
      {
        tags: ['Operator'],
        summary: 'Get health',
        description:
          'Returns how this gateway is, and what it depends on: the database, the message bus, mails, the disk, the other gateways. These are the numbers of this moment; for how they change, use GET /operator/metrics, or GET /metrics with Prometheus.',
      },
      {},
      dataOf(Health, 'The health'),
      [401, 403, 429],
    ),
    handler: async () => ({ data: healthBody(await readHealth()) }),
  })
}

function healthBody({ gateway, gateways, database, disk, messageBus, ...health }: OperatorHealth) {
  const { uptimeSeconds, memoryBytes, cachedCredentials, ...named } = gateway
  return {
    ...health,
    gateway: {
      ...named,
      uptime_seconds: uptimeSeconds,
      memory_bytes: memoryBytes,
      cached_credentials: cachedCredentials,
    },
    gateways: {
      heard: gateways.heard,
      registered: gateways.registered.map(({ id, since }) => ({
        ...{ id, since: new Date(since).toISOString() },
        own: id.startsWith(`${gateway.id}.`),
      })),
    },
    database: { engine: database.engine, took_ms: database.tookMs, migrations: database.migrations },
    message_bus: messageBus,
    disk: disk && { free_bytes: disk.freeBytes, total_bytes: disk.totalBytes },
  }
}
