import type { FastifyContextConfig } from 'fastify'
import type { Server } from './server.ts'

type Kind = NonNullable<FastifyContextConfig['open']>

/** A route that is no operation of the policy, as the document lists it. */
export type OtherRoute = { url: string; method: string; kind: Kind }

export const OTHER_TAG = {
  name: 'Beside the API',
  description:
    'For operators, readers, browsers, and programs that verify tokens; needs no credential unless an operation says so',
}

const versioned = { status: { type: 'string' }, version: { type: 'string' } }
const ready = { ...versioned, database: { type: 'string' }, messaging: { type: 'string' } }
const object = (properties: object) => ({ type: 'object', properties, required: Object.keys(properties) })
const anyObject = { type: 'object', additionalProperties: true }
const text = { type: 'string' }

/** Descriptions of single addresses; the others are described by their kind. */
const KNOWN: Record<string, { summary: string; type?: string; schema?: object }> = {
  '/health/live': { summary: 'Whether the process runs', schema: object(versioned) },
  '/health/ready': {
    summary: 'Whether the gateway can answer requests and write to the database',
    schema: object(ready),
  },
  '/metrics': { summary: 'Metrics for Prometheus: with METRICS_TOKEN as bearer token' },
  '/openapi.json': { summary: 'This document' },
  '/.well-known/jwks.json': {
    summary: 'The keys that sign access tokens (RFC 7517)',
    type: 'application/jwk-set+json',
  },
  '/.well-known/oauth-authorization-server': { summary: 'Metadata for OAuth clients (RFC 8414)' },
  '/reference': { summary: 'This document as a page', type: 'text/html', schema: text },
  '/reference/': { summary: 'This document as a page', type: 'text/html', schema: text },
  '/reference/js/scalar.js': { summary: 'The script of that page', type: 'text/javascript', schema: text },
}

const KINDS: Record<Kind, { summary: string; type: string; schema: object }> = {
  health: { summary: 'The state of the gateway', type: 'application/json', schema: anyObject },
  metrics: { summary: 'Metrics for operators', type: 'text/plain', schema: text },
  documents: { summary: 'A document', type: 'application/json', schema: anyObject },
  page: {
    summary: 'A page that a link in a mail opens, and the action of its button',
    type: 'text/html',
    schema: text,
  },
  console: { summary: 'The console: pages for people, and the files that they load', type: 'text/html', schema: text },
  image: { summary: 'A profile image', type: 'image/*', schema: { type: 'string', format: 'binary' } },
}

/** Collects the routes that are no operations, from now on. */
export function collectOtherRoutes(app: Server): () => OtherRoute[] {
  const routes: OtherRoute[] = []
  app.addHook('onRoute', ({ url, method, config }) => {
    for (const one of [method].flat())
      if (config?.open && one !== 'HEAD') routes.push({ url, method: one, kind: config.open })
  })
  return () => routes
}

/** Describes such a route for the OpenAPI document, so that the document lists everything that is served. */
export function describeOtherRoute({ url, kind }: OtherRoute) {
  const { summary, type, schema } = { ...KINDS[kind], ...KNOWN[url] }
  const named = url.replace('*', ':path')
  const names = [...named.matchAll(/:(\w+)/g)].flatMap(([, name]) => name ?? [])
  return {
    path: named.replaceAll(/:(\w+)/g, '{$1}'),
    operation: {
      tags: [OTHER_TAG.name],
      summary,
      security: [],
      ...(names.length > 0 && {
        parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })),
      }),
      responses: { 200: { description: summary, content: { [type]: { schema } } } },
    },
  }
}
