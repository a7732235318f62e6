import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { Refusal } from '../../../platform/errors/refusal.ts'
import type { CountingFailures } from '../../../platform/throttle/counting-failures.ts'
import { parseJson } from '../../../transport/http/bodies.ts'
import { originOf } from '../../../transport/http/gate.ts'
import { operation } from '../../../transport/http/operation.ts'
import { readBody } from '../../../transport/http/read-body.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { CheckSignature } from '../leaks/github-signature.ts'
import type { RevokeLeaked } from '../leaks/revoke-leaked.ts'

const Match = Type.Object(
  {
    token: Type.String({ maxLength: 8000, description: 'A text that looks like an API key of this gateway' }),
    type: Type.String({ maxLength: 200, description: 'The type under which the pattern is registered with GitHub' }),
    url: Type.Optional(Type.String({ maxLength: 8000, description: 'The URL where it was found; can be empty' })),
    source: Type.Optional(Type.String({ maxLength: 200, examples: ['content', 'commit'] })),
  },
  { description: 'A text that was found in public' },
)

/** A body is not parsed before its signature is verified. */
const BODY_LIMIT_BYTES = 1_048_576

/** More matches than fit into a body. */
const Matches = Type.Array(Match, { maxItems: 10_000 })

const Label = Type.Object({
  token_raw: Type.String(),
  token_type: Type.String(),
  label: Type.Enum(['true_positive', 'false_positive'], {
    description: 'Whether it is, or was, a key of this gateway',
  }),
})

type Deps = {
  checkSignature: CheckSignature | undefined
  revokeLeaked: RevokeLeaked
  countingFailures: CountingFailures
}

/**
 * For GitHub's secret scanning partner programme. The operation is registered in a scope of its own with another body
 * parser, because the signature covers the raw bytes: this parser verifies the signature before it parses the JSON.
 */
export function reportLeakedKeys(app: Server, { checkSignature, revokeLeaked, countingFailures }: Deps): void {
  app.register(async (scope: Server) => {
    scope.removeContentTypeParser('application/json')
    scope.addContentTypeParser('application/json', async (request: FastifyRequest, payload: Readable) => {
      const body = await readBody(request, payload)
      const { 'github-public-key-identifier': identifier, 'github-public-key-signature': signature } = request.headers
      await countingFailures(request.clientAddress, async () => {
        const signed = { identifier: [identifier].flat()[0], signature: [signature].flat()[0] }
        if (!checkSignature?.(body, signed)) throw new Refusal('invalid_signature')
      })
      return parseJson(scope, request, body)
    })

    scope.route({
      method: 'POST',
      url: '/secret-scanning/github',
      bodyLimit: BODY_LIMIT_BYTES,
      onRequest: (_request, _reply, done) => {
        if (checkSignature) done()
        else done(new Refusal('not_found'))
      },
      ...operation(
        'reportLeakedKeys',
        {
          tags: ['API Keys'],
          summary: 'Report leaked API keys',
          description:
            'For GitHub: reports keys that were found in public, signed in the headers Github-Public-Key-Identifier and Github-Public-Key-Signature. Each live key is deleted at once, and its owner gets a mail. The answer is 404 if the operator has not set GITHUB_SECRET_SCANNING_KEYS.',
        },
        { body: Matches },
        Type.Array(Label, { description: 'Which of them are keys of this gateway' }),
        [400, 404, 413, 429],
      ),
      handler: async (request) => {
        // In a scope of its own, fastify does not derive the type of the body from the schema.
        const matches = request.body as Static<typeof Matches>
        const leaks = matches.map(({ token, url = '', source = '' }) => ({ key: token, url, source }))
        const ours = await revokeLeaked(leaks, originOf(request))
        return matches.map(({ token, type }) => ({
          token_raw: token,
          token_type: type,
          label: ours.has(token) ? ('true_positive' as const) : ('false_positive' as const),
        }))
      },
    })
  })
}
