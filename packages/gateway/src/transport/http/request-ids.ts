import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Config } from '../../platform/config/config.ts'
import { createTrustsPeer } from './client-address.ts'

/**
 * Ids that proxies make: UUIDs, hex, ULIDs, `Root=1-…` of AWS. No character in them has a meaning of its own in a log.
 */
const ACCEPTABLE = /^[\w.:+/=@~-]{1,128}$/

/**
 * Gives each request an id, in its answer (X-Request-Id), the log and the audit events. A trusted proxy may send the id,
 * so that its log and ours use the same one; from anybody else it is ignored. Our ids are unique and not secret: random
 * letters for the process, and a number.
 */
export function createRequestIds(trustProxy: Config['trustProxy']): (request: IncomingMessage) => string {
  const trustsPeer = createTrustsPeer(trustProxy)
  const ofProcess = randomBytes(9).toString('base64url')
  let count = 0
  return (request) => {
    const given = request.headers['x-request-id']
    if (typeof given === 'string' && ACCEPTABLE.test(given) && trustsPeer(request)) return given
    count += 1
    return `${ofProcess}-${count.toString(36)}`
  }
}
