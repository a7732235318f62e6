import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { invalid } from '../../platform/errors/refusal.ts'
import type { ExpectedVersion } from '../../platform/values/versions.ts'

/** A member of what can be changed: send it in If-Match. */
export const version = Type.String({
  description:
    'Differs after each change of what can be changed here. Send it as `If-Match: "…"` with a change, which is then refused with 412 if somebody else was quicker',
  examples: ['mPz0hYwJ1rS4uX7b'],
})

/** RFC 9110, §13.1.1. Optional: without it, the last of two changes wins, field by field. */
export const IfMatchHeader = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 1000,
      description:
        'The `version` that you have seen, in quotes. If what the request names has changed since, the answer is 412, and nothing changes',
      examples: ['"mPz0hYwJ1rS4uX7b"'],
    }),
  ),
})

/** An entity-tag (RFC 9110, §8.8.3). */
const TAG = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/

/** Weak tags match nothing: the comparison is the strong one (RFC 9110, §13.1.1). */
export function expectedVersionOf({ headers }: Pick<FastifyRequest, 'headers'>): ExpectedVersion {
  const header = headers['if-match']
  if (header === undefined) return undefined
  const text = header.trim()
  if (text === '*') return 'any'
  const tags = text.split(',').map((one) => TAG.exec(one.trim()))
  if (tags.includes(null)) throw invalid('/headers/if-match', 'must be versions in quotes, separated by commas, or *')
  return tags.flatMap((tag) => (tag && tag[1] === undefined ? [tag[2] ?? ''] : []))
}

/** Tells the client the version after its change. */
export function tellVersion(reply: FastifyReply, current: string): void {
  reply.header('etag', `"${current}"`)
}
