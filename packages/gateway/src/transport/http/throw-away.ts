import type { IncomingMessage } from 'node:http'
import { createPace } from './pace.ts'

/** Node itself reads and throws away this much. */
const LITTLE_BYTES = 65_536
/** The limit for all bodies together that are being thrown away. */
const THROWN_AWAY_PER_SECOND = 8 * 1_048_576
const pace = createPace(THROWN_AWAY_PER_SECOND)

/**
 * Throws the rest of a refused request's body away, at a pace: at full speed it would cost us more than its sender. If
 * the connection were closed instead, it would be reset, and the client might never read the refusal.
 */
export function throwAwayRest(request: IncomingMessage): void {
  if (request.readableEnded) return
  request.on('data', (piece: Buffer) => pace.read(request, piece.length))
}

/** The same for a request that was refused because of its head, so that nothing has begun to read its body. */
export function throwAwayUnread(request: IncomingMessage): void {
  const announced = Number(request.headers['content-length'] ?? 0)
  const isMuch = announced > LITTLE_BYTES || request.headers['transfer-encoding'] !== undefined
  if (isMuch && !request.complete && request.readableFlowing === null) throwAwayRest(request)
}
