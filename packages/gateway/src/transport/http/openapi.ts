import swagger from '@fastify/swagger'
import { version } from '../../platform/config/version.ts'
import { DOCUMENT_CACHING } from './every-request.ts'
import { nameSchemas, titleRequest } from './named-schemas.ts'
import { ErrorSchema, isOptionalBody } from './operation.ts'
import { collectOtherRoutes, describeOtherRoute, OTHER_TAG } from './other-paths.ts'
import type { Server } from './server.ts'

const tags = [
  { name: 'Account Management', description: 'Create, confirm, read, change and delete accounts' },
  { name: 'User Management', description: 'The members of an account' },
  { name: 'Authentication', description: 'Sign-in and sessions' },
  { name: 'API Keys', description: 'Keys for programs: for the API, the command line and the message bus' },
  { name: 'Verification', description: 'For other services: check whether a credential is valid' },
  { name: 'Multi-Factor Authentication', description: 'Passkeys, authenticator apps, recovery codes' },
  { name: 'Payment', description: 'Plans and subscriptions' },
  {
    name: 'Mesh Nodes',
    description: 'Where the streams of an account are, and what the account shares with other accounts',
  },
  { name: 'Webhooks', description: 'Events of the audit log, delivered to servers of your own' },
  { name: 'Operator', description: 'For the users whose address is in OPERATORS: the gateway and all its accounts' },
  {
    name: 'Console',
    description: 'For the pages of the console only: their session is in a cookie, which no other page can use',
  },
]

/** Collects the OpenAPI document from the routes that are registered after it; `app.swagger()` gives it. */
export async function describeApi(app: Server, publicUrl: string): Promise<void> {
  const otherRoutes = collectOtherRoutes(app)
  const optionalBodies = collectOptionalBodies(app)
  app.addSchema(ErrorSchema)
  await app.register(swagger, {
    // The names of shared schemas as they are: `Error`, not `def-0`.
    refResolver: { buildLocalReference: (schema, _base, _fragment, index) => String(schema.$id ?? `schema-${index}`) },
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Quiva Gateway',
        version,
        description:
          'One HTTP API for accounts, users, sign-in and API keys. This is an independent, self-hosted implementation of the published quiva.ai Gateway API.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: publicUrl }],
      tags: [...tags, OTHER_TAG],
      security: [{ bearerAuth: [] }, { apiKeyAuth: [] }],
      components: {
        securitySchemes: {
          bearerAuth: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description: 'An access token, or an API key',
          },
          apiKeyAuth: {
            type: 'apiKey',
            in: 'header',
            name: 'X-Api-Key',
            description: 'An API key; if both headers are sent, Authorization counts',
          },
          clientSecretBasic: {
            type: 'http',
            scheme: 'basic',
            description: 'As an OAuth client (RFC 6749, §2.3.1): the id of an API key, with the key as the secret',
          },
        },
      },
    },
    transformObject(document) {
      if (!('openapiObject' in document)) return document.swaggerObject
      const { openapiObject } = document
      const schemas = { ...openapiObject.components?.schemas }
      const paths: Record<string, object | undefined> = { ...openapiObject.paths }
      for (const item of Object.values(paths))
        for (const operation of Object.values(item ?? {})) finish(operation, optionalBodies)
      for (const route of otherRoutes()) {
        const { path, operation } = describeOtherRoute(route)
        paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation }
      }
      const named = nameSchemas(paths, schemas)
      return Object.assign(openapiObject, { paths: named, components: { ...openapiObject.components, schemas } })
    },
  })
}

/**
 * Collects the ids of operations whose body a client may leave out, from the routes that are registered from now on.
 */
function collectOptionalBodies(app: Server): ReadonlySet<string> {
  const ids = new Set<string>()
  app.addHook('onRoute', ({ schema }) => {
    if (schema?.operationId !== undefined && isOptionalBody(schema.body)) ids.add(schema.operationId)
  })
  return ids
}

/**
 * Adds what the plugin gets wrong or leaves out: which bodies are optional (it calls each one required), and their
 * names.
 */
function finish(operation: unknown, optionalBodies: ReadonlySet<string>): void {
  if (typeof operation !== 'object' || operation === null || !('operationId' in operation)) return
  titleRequest({ ...operation })
  const requestBody = 'requestBody' in operation ? operation.requestBody : undefined
  if (optionalBodies.has(String(operation.operationId)) && typeof requestBody === 'object' && requestBody !== null)
    Reflect.deleteProperty(requestBody, 'required')
}

/** `GET /openapi.json`; the document is made once, at the first request. */
export function serveOpenApi(app: Server): void {
  let document: string | undefined
  app.get('/openapi.json', { config: { open: 'documents' }, schema: { hide: true } }, (_request, reply) => {
    document ??= JSON.stringify(app.swagger())
    reply.header('cache-control', DOCUMENT_CACHING).type('application/json; charset=utf-8').send(document)
  })
}
