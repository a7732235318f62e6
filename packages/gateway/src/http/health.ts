import type { Database } from '../database/database.ts'
import { Refusal } from '../errors/refusal.ts'
import type { Server } from './server.ts'

const options = { config: { open: 'health' as const }, schema: { hide: true } }

/** Whether messaging works, for people; it never makes the gateway unready, since issuing goes on without it. */
export type MessagingStatus = () => 'connected' | 'connecting' | 'closed' | 'not configured'

/** `GET /health/live`: the process runs. `GET /health/ready`: it can answer, the database included. */
export function serveHealth(app: Server, database: Database, messagingStatus: MessagingStatus): void {
  app.get('/health/live', options, (_request, reply) => {
    reply.send({ status: 'live' })
  })
  app.get('/health/ready', options, async () => {
    try {
      await database.ping()
    } catch (cause) {
      throw new Refusal('unavailable', { cause })
    }
    return { status: 'ready', database: database.engine, messaging: messagingStatus() }
  })
}
