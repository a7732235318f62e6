import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const ACCEPTABLE = /^[\w.:+/=@~-]{1,128}$/

/** An id for each request; a trusted proxy may send its own, as at the gateway. */
export function createRequestIds(trustsPeer: (request: IncomingMessage) => boolean) {
  const ofProcess = randomBytes(9).toString('base64url')
  let count = 0
  return (request: IncomingMessage): string => {
    const given = request.headers['x-request-id']
    if (typeof given === 'string' && ACCEPTABLE.test(given) && trustsPeer(request)) return given
    count += 1
    return `${ofProcess}-${count.toString(36)}`
  }
}
