import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import { type FastifySchema, fastify, type RouteOptions } from 'fastify'
import { version } from '../../platform/config/version.ts'
import { DOCUMENT_CACHING } from './every-request.ts'
import { nameSchemas, titleRequest } from './named-schemas.ts'
import { ErrorSchema, isOptionalBody } from './operation.ts'
import { collectOtherRoutes, describeOtherRoute, OTHER_TAG, type OtherRoute } from './other-paths.ts'
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
  {
    name: 'Embedding',
    description:
      'The key screens on pages of your own product, or on a page of the gateway: a token for a person, and the origins where it works',
  },
  { name: 'Operator', description: 'For the users whose address is in OPERATORS: the gateway and all its accounts' },
  {
    name: 'Console',
    description: 'For the pages of the console only: their session is in a cookie, which no other page can use',
  },
]

/** A route as it was registered. */
type Route = Pick<RouteOptions, 'method' | 'url'> & { schema: FastifySchema }

/**
 * Collects the routes that are registered after it. The document is made of them when it is first asked for: what makes
 * it, a hundred modules, is loaded then, and gets the routes on a server of its own, which answers nothing.
 */
export function describeApi(app: Server, publicUrl: string): () => Promise<string> {
  const routes: Route[] = []
  app.addHook('onRoute', ({ method, url, schema = {} }) => {
    // Fastify adds a HEAD to each GET.
    if (method !== 'HEAD') routes.push({ method, url, schema })
  })
  const otherRoutes = collectOtherRoutes(app)
  app.addSchema(ErrorSchema)
  let document: Promise<string> | undefined
  return () => {
    document ??= makeDocument(routes, otherRoutes(), publicUrl).catch((error: unknown) => {
      document = undefined
      throw error
    })
    return document
  }
}

async function makeDocument(routes: Route[], otherRoutes: OtherRoute[], publicUrl: string): Promise<string> {
  const { default: swagger } = await import('@fastify/swagger')
  const optionalBodies = new Set(routes.flatMap(({ schema }) => optionalBody(schema)))
  const reader = fastify({ exposeHeadRoutes: false })
  reader.setValidatorCompiler(() => () => true)
  reader.setSerializerCompiler(() => String)
  reader.addSchema(ErrorSchema)
  await reader.register(swagger, {
    // The names of shared schemas as they are: `Error`, not `def-0`.
    refResolver: { buildLocalReference: (schema, _base, _fragment, index) => String(schema.$id ?? `schema-${index}`) },
    openapi: aboutApi(publicUrl),
    transformObject(document) {
      if (!('openapiObject' in document)) return document.swaggerObject
      const { openapiObject } = document
      const schemas = { ...openapiObject.components?.schemas }
      const paths: Record<string, object | undefined> = { ...openapiObject.paths }
      for (const item of Object.values(paths))
        for (const operation of Object.values(item ?? {})) finish(operation, optionalBodies)
      for (const route of otherRoutes) {
        const { path, operation } = describeOtherRoute(route)
        paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation }
      }
      const named = nameSchemas(paths, schemas)
      return Object.assign(openapiObject, { paths: named, components: { ...openapiObject.components, schemas } })
    },
  })
  for (const route of routes) reader.route({ ...route, handler: () => undefined })
  await reader.ready()
  return JSON.stringify(reader.swagger())
}

/** What the document says beside its paths. */
const aboutApi = (publicUrl: string): FastifyDynamicSwaggerOptions['openapi'] => ({
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
})

/** The id of the operation, if a client may leave out its body. */
function optionalBody({ operationId, body }: FastifySchema): string[] {
  return operationId !== undefined && isOptionalBody(body) ? [operationId] : []
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

/** `GET /openapi.json` */
export function serveOpenApi(app: Server, readDocument: () => Promise<string>): void {
  const options = { config: { open: 'documents' as const }, schema: { hide: true } }
  app.get('/openapi.json', options, async (_request, reply) => {
    const document = await readDocument()
    return reply.header('cache-control', DOCUMENT_CACHING).type('application/json; charset=utf-8').send(document)
  })
}
