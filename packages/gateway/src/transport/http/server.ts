import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import SerializerSelector from '@fastify/fast-json-stringify-compiler'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import {
  type FastifyBaseLogger,
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyRequest,
  fastify,
  type RawServerDefault,
} from 'fastify'
import { Format } from 'typebox/format'
import type { OperationId } from '../../access/policy.ts'
import type { Config } from '../../platform/config/config.ts'
import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import type { Log } from '../../platform/log.ts'
import { isMailAddress, trimAddress } from '../../platform/values/mail-address.ts'
import { acceptOnlyJson, BODY_LIMIT_BYTES } from './bodies.ts'
import { answerBrokenRequest, answerConnect } from './broken-requests.ts'
import { useClientAddress } from './client-address.ts'
import { noteEarlyAnswers } from './early-answers.ts'
import { compileInput } from './empty-texts.ts'
import { errorBody, useErrorHandler } from './error-handler.ts'
import { answerBadAddress, useEveryRequest } from './every-request.ts'
import { collectMethods } from './methods.ts'
import { parseQuery, queryProblem } from './query.ts'
import { noteExpectation } from './read-body.ts'
import { createRequestIds } from './request-ids.ts'
import { asksForWebSocket, routeUpgrades } from './websockets.ts'
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
    /** The form of its failures: that of RFC 6749, or else our own. */
    failures?: 'oauth'
    /** How many members and items its body may have, if that is more than usual (json-shape.ts). */
    mostValues?: number
    /** Why a route that serves no operation of the policy is open to everybody. */
    open?: 'health' | 'metrics' | 'documents' | 'page' | 'image' | 'console'
  }
}

/**
 * How long a request may take to arrive, head and body together; after that the answer is 408. The head has the same
 * time: Node uses the greater of the two for the whole request (60 s by default).
 */
const WHOLE_REQUEST_MS = 30_000
/** How often Node checks for requests that take too long; by default it does every 30 s. */
const CHECK_EVERY_MS = 1000

type Settings = Pick<Config, 'trustProxy' | 'maxHeaderBytes'>

/** Creates the server with everything that is the same for each route, and without any route. */
export function createServer(config: Settings, log: Log) {
  const requestId = createRequestIds(config.trustProxy)
  const options: FastifyHttpOptions<RawServerDefault> = {
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: WHOLE_REQUEST_MS,
    http: {
      maxHeaderSize: config.maxHeaderBytes,
      requestTimeout: WHOLE_REQUEST_MS,
      headersTimeout: WHOLE_REQUEST_MS,
      connectionsCheckingInterval: CHECK_EVERY_MS,
      // every-request.ts refuses a request without Host; Node would do it with an answer of its own.
      requireHostHeader: false,
      // Otherwise every request with the header Upgrade would lose its parser.
      shouldUpgradeCallback: asksForWebSocket,
    },
    // Longer than the idle time of the usual load balancers (60 s), which would otherwise meet a closed connection.
    keepAliveTimeout: 75_000,
    routerOptions: { querystringParser: parseQuery },
    genReqId: requestId,
    forceCloseConnections: 'idle',
    // While the server stops, a request on an open connection is still answered; then the connection is closed.
    return503OnClosing: false,
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket, { allowedAt, wasAnswered }),
    frameworkErrors: answerBadAddress,
    schemaController: { compilersFactory: { buildSerializer: buildSerializerAtFirstUse } },
  }
  const app = fastify(options).withTypeProvider<TypeBoxTypeProvider>()
  const allowedAt = collectMethods(app)
  const wasAnswered = noteEarlyAnswers(app.server)

  Format.Set('email', (text) => isMailAddress(trimAddress(text)))
  app.setValidatorCompiler(atFirstUse(compileInput))
  app.server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) =>
    answerExpectation(response),
  )
  // The 100 is sent where the body is read: a request that is refused before that gets none (RFC 9110, §10.1.1).
  app.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    noteExpectation(request, response)
    app.server.emit('request', request, response)
  })
  routeUpgrades(app)
  app.server.on('connect', (_request: IncomingMessage, socket: Duplex) => answerConnect(socket, allowedAt))
  const forwardedFor = useClientAddress(app, config.trustProxy)
  const watch = useEveryRequest(app, allowedAt)
  useErrorHandler(app, log)
  acceptOnlyJson(app)
  closeIdleConnectionsWhenStopping(app)
  app.addHook('preValidation', refuseIllFormedInput)
  app.addHook('onRoute', ({ url, method, config: route }) => {
    // The preflight of @fastify/cors, where CORS_ORIGINS asks for it.
    if (url === '*' && method === 'OPTIONS') return
    // Nothing is served by accident: a route is an operation of the policy, or says why it is open to everybody.
    if (!route?.operation && !route?.open) throw new Error(`${url} names no operation of the policy`)
  })
  return { app, allowedAt, requestId, forwardedFor, watch }
}

/**
 * There are about a hundred schemas, and a process uses few of them. Compiling all would take an eighth of the start-up
 * time.
 */
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

/** How often the closing server closes connections whose last request was still running when it began to close. */
const CLOSE_IDLE_EVERY_MS = 50

/**
 * Closing the server closes only connections that are idle at that moment. Connections that become idle later would
 * delay the stop by 75 s.
 */
function closeIdleConnectionsWhenStopping(app: Server): void {
  let timer: NodeJS.Timeout | undefined
  app.addHook('preClose', (done) => {
    timer = setInterval(() => app.server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS)
    done()
  })
  app.addHook('onClose', (_app, done) => {
    clearInterval(timer)
    done()
  })
}

function refuseIllFormedInput(request: FastifyRequest, _reply: unknown, done: (error?: Error) => void): void {
  try {
    if (request.body !== undefined) refuseIllFormed(request.body, '/body')
    const problem = queryProblem(request.query)
    if (problem !== undefined) throw invalid('/querystring', problem)
    // Only what was encoded can be ill-formed: a URL is bytes of ASCII without NUL.
    if (request.raw.url?.includes('%')) refuseIllFormed(request.query, '/querystring')
    done()
  } catch (error) {
    done(error instanceof Error ? error : new Error('unknown', { cause: error }))
  }
}

function answerExpectation(response: ServerResponse): void {
  const body = JSON.stringify(errorBody(new Refusal('expectation_failed')))
  response.writeHead(417, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    connection: 'close',
  })
  response.end(body)
}
