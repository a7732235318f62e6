import { type Client, createClient } from '@quiva/client'
import type { Session } from '../session/session.ts'

/**
 * The typed client of the gateway that served this page, as the signed-in user. What is tried again, the cache of answers
 * and the connection decide.
 */
export const createConsoleClient = (session: Session): Client =>
  createClient({ baseUrl: location.origin, fetch: session.fetch, retries: 0 })
