import { type Client, createClient } from '@quiva/client'
import type { Session } from '../session/session.ts'

/**
 * The typed client of the gateway that served this page, as the signed-in user. The gateway learns from which origin it
 * is called, which the pages tell nobody else: it sends people back there from Stripe and from OpenID providers. The
 * client repeats nothing by itself: the cache of answers decides.
 */
export const createConsoleClient = (session: Pick<Session, 'fetch'>, baseUrl: string = location.origin): Client =>
  createClient({
    baseUrl,
    fetch: (request) => session.fetch(new Request(request, { referrerPolicy: 'origin' })),
    retries: 0,
  })
