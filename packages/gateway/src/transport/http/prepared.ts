import type { OutgoingHttpHeader } from 'node:http'
import type { FastifyReply } from 'fastify'

/**
 * Sends a success whose bytes are known, with the headers that were set before and these: one head, one write. What
 * Fastify does between a handler and the wire (finding a serialiser, hooks, trailers, streams) costs a tenth of a cached
 * request. The gateway has no hook `onSend`, which this would skip.
 */
export function sendPrepared(reply: FastifyReply, headers: Readonly<Record<string, string>>, body = ''): void {
  const head: OutgoingHttpHeader[] = []
  const set: Record<string, OutgoingHttpHeader | undefined> = reply.getHeaders()
  for (const name in set) {
    const value = set[name]
    if (value !== undefined && headers[name] === undefined) head.push(name, value)
  }
  for (const name in headers) head.push(name, headers[name] ?? '')
  // A value that no header can have throws here, and is answered by the error handler, since nothing has been sent.
  reply.raw.writeHead(200, head)
  reply.hijack()
  reply.raw.end(body)
}

/**
 * For an operation whose answer depends on one object in the cache: the answer is serialised by the schema once, and
 * kept as long as the object. `toPayload` must use nothing else, not even the time.
 */
export function createPreparedAnswers<Source extends object>(toPayload: (source: Source) => unknown) {
  type Answer = { headers: Record<string, string>; body: string }
  const prepared = new WeakMap<Source, Answer>()

  function prepare(reply: FastifyReply, source: Source): Answer {
    const body = reply.serialize(toPayload(source)).toString()
    const length = String(Buffer.byteLength(body))
    const answer = { headers: { 'content-type': 'application/json; charset=utf-8', 'content-length': length }, body }
    prepared.set(source, answer)
    return answer
  }

  return (reply: FastifyReply, source: Source): void => {
    const { headers, body } = prepared.get(source) ?? prepare(reply, source)
    sendPrepared(reply, headers, body)
  }
}
