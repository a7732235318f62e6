import { version } from '../../platform/config/version.ts'
import type { Database } from '../../platform/database/database.ts'
import { databaseFault } from '../../platform/database/faults.ts'
import { createReadiness } from '../../platform/database/readiness.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Server } from './server.ts'

const options = { config: { open: 'health' as const }, schema: { hide: true } }

/**
 * Whether messaging works, in words for people. The gateway stays ready without messaging, since it can still issue
 * keys.
 */
export type MessagingStatus = () => 'connected' | 'connecting' | 'closed' | 'not configured'

type Deps = {
  database: Database
  messagingStatus: MessagingStatus
  /** True once the process got the signal to stop. */
  isDraining: () => boolean
}

/** `GET /health/live`: the process runs. `GET /health/ready`: it can answer, and the database takes writes. */
export function serveHealth(app: Server, { database, messagingStatus, isDraining }: Deps): void {
  const ready = createReadiness(database)
  app.get('/health/live', options, (_request, reply) => {
    reply.send({ status: 'live', version })
  })
  app.get('/health/ready', options, async () => {
    if (isDraining()) throw new Refusal('unavailable')
    try {
      await ready()
    } catch (cause) {
      throw new Refusal(databaseFault(cause) === 'not_writable' ? 'database_not_writable' : 'unavailable', { cause })
    }
    return { status: 'ready', version, database: database.engine, messaging: messagingStatus() }
  })
}
