import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Pace } from './pace.ts'
import { throwAwayRest } from './throw-away.ts'

/** Takes the next bytes of a body; if it throws, the reading ends. */
type TakeBytes = (bytes: Buffer) => void

/** Reads a body whole; `look` sees each piece as it comes, and may refuse the rest. */
export async function readBody(
  request: FastifyRequest,
  payload: Readable,
  look: TakeBytes = () => undefined,
): Promise<Buffer> {
  const pieces: Buffer[] = []
  await readPieces(request, payload, (piece) => {
    look(piece)
    pieces.push(piece)
  })
  return Buffer.concat(pieces)
}

/**
 * Reads a body piece by piece, up to the `bodyLimit` of its route. Bodies are read only here, so that each body that is
 * refused here, or by `take`, counts against its sender (refused-bodies.ts). `pace` slows down bodies that may be
 * large.
 */
export async function readPieces(
  request: FastifyRequest,
  payload: Readable,
  take: TakeBytes,
  pace?: Pace,
): Promise<void> {
  refuseEncoded(request)
  const { bodyLimit } = request.routeOptions
  await request.server.refusedBodies.refuseIfSpent(request)
  const announced = Number(request.headers['content-length'] ?? Number.NaN)
  if (announced > bodyLimit) throw new Refusal('payload_too_large', { ofBody: true })
  if (announced !== 0) sendContinue(request.raw)

  let received = 0
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onData = (piece: Buffer) => {
    received += piece.length
    try {
      if (received > bodyLimit) throw new Refusal('payload_too_large', { ofBody: true })
      take(piece)
      pace?.read(payload, piece.length)
    } catch (error) {
      reject(error)
    }
  }
  const onError = (error: Error) => reject(new Refusal('malformed_request', { cause: error }))
  payload.on('data', onData).once('end', resolve).once('error', onError)
  try {
    await promise
  } finally {
    payload
      .off('data', onData)
      .off('end', resolve)
      .off('error', onError)
      .on('error', () => undefined)
    throwAwayRest(request.raw)
  }
}

/** Encoded bodies are refused: the decoded size would need a bound of its own, and no client of ours encodes. */
function refuseEncoded({ headers }: FastifyRequest): void {
  const coding = headers['content-encoding']
  const transfer = headers['transfer-encoding']
  const isPlain = coding === undefined || coding.trim().toLowerCase() === 'identity'
  const isChunkedAtMost = transfer === undefined || transfer.trim().toLowerCase() === 'chunked'
  if (!isPlain || !isChunkedAtMost) throw new Refusal('unsupported_encoding', { ofBody: true })
}

/**
 * Requests whose clients wait for `100 Continue` before they send the body (RFC 9110, §10.1.1), each with its response.
 */
const waiting = new WeakMap<IncomingMessage, ServerResponse>()

/**
 * Notes that the client waits. A request that is refused before its body is read gets its answer at once, and no 100.
 */
export function noteExpectation(request: IncomingMessage, response: ServerResponse): void {
  waiting.set(request, response)
}

function sendContinue(request: IncomingMessage): void {
  waiting.get(request)?.writeContinue()
  waiting.delete(request)
}
