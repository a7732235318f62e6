import type { OutgoingHttpHeader, ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import { validateHeaderValue } from '../../platform/node-http.ts'

/** A success whose bytes are known: names and values of the headers that are its own, and its body. */
export type Prepared = { readonly head: readonly string[]; readonly body: string }

/** Throws if a value is none that a header can have. */
export function prepare(headers: Readonly<Record<string, string>>, body = ''): Prepared {
  for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, value)
  return { head: Object.entries(headers).flat(), body }
}

/**
 * Sends it with the headers that were set before, which are others: one head, one write. What Fastify does between a
 * handler and the wire (finding a serialiser, hooks, trailers, streams) costs a tenth of a cached request. The gateway
 * has no hook `onSend`, which this would skip.
 */
export function sendPrepared(reply: FastifyReply, prepared: Prepared): void {
  const head: OutgoingHttpHeader[] = []
  const set: Record<string, OutgoingHttpHeader | undefined> = reply.getHeaders()
  for (const name in set) {
    const value = set[name]
    if (value !== undefined) head.push(name, value)
  }
  write(reply.raw, head, prepared)
  reply.hijack()
}

/** Where both ways end, that of Fastify and the first look. */
export function write(response: ServerResponse, head: OutgoingHttpHeader[], { head: own, body }: Prepared): void {
  for (const text of own) head.push(text)
  response.writeHead(200, head)
  response.end(body)
}

/**
 * For an operation whose answer depends on one object in the cache: the answer is serialised by the schema once, and
 * kept as long as the object. `toPayload` must use nothing else, not even the time.
 */
export function createPreparedAnswers<Source extends object>(toPayload: (source: Source) => unknown) {
  const answers = new WeakMap<Source, Prepared>()

  function serialise(reply: FastifyReply, source: Source): Prepared {
    const body = reply.serialize(toPayload(source)).toString()
    const length = String(Buffer.byteLength(body))
    const answer = prepare({ 'content-type': 'application/json; charset=utf-8', 'content-length': length }, body)
    answers.set(source, answer)
    return answer
  }

  return {
    known: (source: Source): Prepared | undefined => answers.get(source),
    send: (reply: FastifyReply, source: Source): void =>
      sendPrepared(reply, answers.get(source) ?? serialise(reply, source)),
  }
}
