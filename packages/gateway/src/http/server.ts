import { isUtf8 } from 'node:buffer'
import type { IncomingMessage, ServerResponse } from 'node:http'
import SerializerSelector from '@fastify/fast-json-stringify-compiler'
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import {
  type FastifyBaseLogger,
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyRequest,
  fastify,
  type RawServerDefault,
} from 'fastify'
import { Format } from 'typebox/format'
import type { OperationId } from '../access/policy.ts'
import type { Config } from '../config.ts'
import { Refusal } from '../errors/refusal.ts'
import type { Log } from '../log.ts'
import { isMailAddress, trimAddress } from '../mail/address.ts'
import { useClientAddress } from './client-address.ts'
import { answerBrokenRequest, errorBody, sendRefusal, useErrorHandler } from './error-handler.ts'
import { refuseIllFormed } from './well-formed.ts'

/** The HTTP server as routes see it: schemas give their types. */
export type Server = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The operation of the policy that the route serves. */
    operation?: OperationId
    /** Why a route that serves no operation of the policy is open to everybody. */
    open?: 'health' | 'metrics' | 'documents' | 'page' | 'image'
  }
}

const BODY_LIMIT_BYTES = 1_048_576

/**
 * How long a request may take to arrive, head and body together; then it is answered 408. The head has no shorter time of
 * its own, and above all no longer one: Node takes the greater of the two for the whole (60 s, by its defaults).
 */
const WHOLE_REQUEST_MS = 30_000
/** How often Node looks for requests that take too long; by default it does every 30 s. */
const LOOK_EVERY_MS = 1000

/** Makes the server with everything that is the same for each route; it knows no route yet. */
export function createServer(config: Pick<Config, 'trustProxy'>, log: Log): Server {
  const options: FastifyHttpOptions<RawServerDefault> = {
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: WHOLE_REQUEST_MS,
    http: {
      requestTimeout: WHOLE_REQUEST_MS,
      headersTimeout: WHOLE_REQUEST_MS,
      connectionsCheckingInterval: LOOK_EVERY_MS,
    },
    // Longer than the idle time of the usual load balancers (60 s), which would otherwise meet a closed connection.
    keepAliveTimeout: 75_000,
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    // What still comes on a connection that is open when we stop is answered as ever, and ends the connection.
    return503OnClosing: false,
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, _request, reply) =>
      void sendRefusal(reply, new Refusal('malformed_request', { cause: error })),
    schemaController: { compilersFactory: { buildSerializer: buildSerializerAtFirstUse } },
  }
  const app = fastify(options).withTypeProvider<TypeBoxTypeProvider>()

  Format.Set('email', (text) => isMailAddress(trimAddress(text)))
  app.setValidatorCompiler(atFirstUse(TypeBoxValidatorCompiler))
  app.server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) =>
    answerExpectation(response),
  )
  useClientAddress(app, config.trustProxy)
  useErrorHandler(app, log)
  acceptOnlyJson(app)
  answerUnknownRoutes(app)
  letGoWhenClosing(app)
  app.addHook('preValidation', refuseIllFormedInput)
  app.addHook('onRoute', ({ url, method, config: route }) => {
    // The preflight of @fastify/cors, where CORS_ORIGINS asks for it.
    if (url === '*' && method === 'OPTIONS') return
    // Nothing is served by accident: a route is an operation of the policy, or says why everybody may have it.
    if (!route?.operation && !route?.open) throw new Error(`${url} names no operation of the policy`)
  })
  return app
}

/** Some hundred schemas, of which a process uses few: compiling them all takes an eighth of a start. */
function atFirstUse<Route, Data, Result>(
  compile: (route: Route) => (data: Data) => Result,
): (route: Route) => (data: Data) => Result {
  return (route) => {
    let compiled: ((data: Data) => Result) | undefined
    return (data) => {
      compiled ??= compile(route)
      return compiled(data)
    }
  }
}

const buildSerializerAtFirstUse: SerializerSelector.SerializerFactory = (...shared) =>
  atFirstUse(SerializerSelector()(...shared))

/** How often connections are let go whose last request was still in flight when the server began to close. */
const LET_GO_MS = 50

/** Closing ends the connections that are idle at that moment; those that become so later would hold it up for 75 s. */
function letGoWhenClosing(app: Server): void {
  let timer: NodeJS.Timeout | undefined
  app.addHook('preClose', (done) => {
    timer = setInterval(() => app.server.closeIdleConnections(), LET_GO_MS)
    done()
  })
  app.addHook('onClose', (_app, done) => {
    clearInterval(timer)
    done()
  })
}

function acceptOnlyJson(app: Server): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    // A DELETE with a JSON content type and no body is usual, and no error.
    if (body.length === 0) return done(null, undefined)
    if (!isUtf8(body)) return done(new Refusal('invalid_json'))
    void parse(request, body.toString('utf8'), (error, value) =>
      done(error && new Refusal('invalid_json', { cause: error }), value),
    )
  })
}

function refuseIllFormedInput(request: FastifyRequest, _reply: unknown, done: (error?: Error) => void): void {
  try {
    if (request.body !== undefined) refuseIllFormed(request.body, '/body')
    refuseIllFormed(request.query, '/querystring')
    done()
  } catch (error) {
    done(error instanceof Error ? error : new Error('unknown', { cause: error }))
  }
}

/** 404 for an unknown path, 405 with `Allow` for a known one with another method (Decision 3). */
function answerUnknownRoutes(app: Server): void {
  const methods = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set()
    methods.set(url, known)
    for (const one of [method].flat()) known.add(one)
  })
  app.setNotFoundHandler((request, reply) => {
    const allowed = methods.get(request.url.split('?', 1)[0] ?? '')
    if (!allowed) return sendRefusal(reply, new Refusal('not_found'))
    return sendRefusal(reply.header('allow', [...allowed].sort().join(', ')), new Refusal('method_not_allowed'))
  })
}

function answerExpectation(response: ServerResponse): void {
  const body = JSON.stringify(errorBody(new Refusal('expectation_failed')))
  response.writeHead(417, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  })
  response.end(body)
}
