import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { type Endpoint, endpoints, expand } from './api.ts'
import { invalidRequest, StripeFailure } from './failure.ts'
import { type Params, parseForm } from './form.ts'
import { checkParameters } from './parameters.ts'
import type { State } from './state.ts'

/**
 * A fault of one request. With `429` and `500` the request is not carried out. With `lost` it is carried out, and the
 * connection breaks before the answer; with `silence` it is carried out, and there is no answer.
 */
export type Fault = 429 | 500 | 'lost' | 'silence'

export type Asked = { route: string; id: string; params: Params; idempotencyKey: string | undefined }

export type Behaviour = {
  secretKey: string
  faults: { route: string; fault: Fault; times: number }[]
  /** All well-formed requests, including those that were answered with an error. */
  asked: Asked[]
  /** Called before a request is carried out, for things that happen at the same instant. */
  before: ((asked: Asked) => void | Promise<void>) | undefined
}

type Answer = { status: number; body: object }

/** Stripe's rules for HTTP: keys, versions, parameters, idempotency, errors. The operations are in api.ts. */
export function createStripeServer(state: State, behaviour: Behaviour): Server {
  /** For each idempotency key, the first request and its answer (docs.stripe.com/api/idempotent_requests). */
  const answered = new Map<string, { request: string; answer: Answer }>()
  /** The idempotency keys of requests that are being carried out. */
  const underWay = new Set<string>()

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const url = new URL(request.url ?? '/', 'http://stripe')
    const sent = request.method === 'POST' ? body : url.search.slice(1)
    let fault: Fault | undefined
    let result: Answer
    try {
      authenticate(request)
      const { endpoint, id } = route(`${request.method} ${url.pathname}`)
      const params = parseForm(sent)
      const wrong = checkParameters(...endpoint.parameters, params)
      if (wrong) throw invalidRequest(wrong.message, { code: wrong.code, param: wrong.param })
      const idempotencyKey = request.headers['idempotency-key'] as string | undefined
      if (idempotencyKey !== undefined) {
        if (underWay.has(idempotencyKey)) throw keyInUse()
        underWay.add(idempotencyKey)
        response.once('close', () => underWay.delete(idempotencyKey))
      }
      const asked = { route: endpoint.route, id, params, idempotencyKey }
      behaviour.asked.push(asked)
      await behaviour.before?.(asked)
      fault = takeFault(endpoint.route)
      if (fault === 429)
        throw new StripeFailure(429, 'invalid_request_error', 'Too many requests', { code: 'rate_limit' })
      if (fault === 500) throw new StripeFailure(500, 'api_error', 'Something went wrong on our side')
      result = once(`${url.pathname}?${sent}`, request.method === 'POST' ? idempotencyKey : undefined, () =>
        carryOut(endpoint, params, id),
      )
    } catch (error) {
      if (!(error instanceof StripeFailure)) throw error
      result = { status: error.status, body: { error: error.error } }
    }
    if (fault === 'silence') return
    if (fault === 'lost') return void request.socket.destroy()
    response.writeHead(result.status, { 'content-type': 'application/json', 'request-id': 'req_test' })
    response.end(JSON.stringify(result.body))
  }

  function authenticate({ headers }: IncomingMessage): void {
    if (headers.authorization !== `Bearer ${behaviour.secretKey}`)
      throw new StripeFailure(401, 'invalid_request_error', 'Invalid API Key provided: sk_test_****************1234')
    if (headers['stripe-version'] !== state.apiVersion)
      throw invalidRequest(`Invalid Stripe API version: ${headers['stripe-version']}`)
  }

  function carryOut({ answer: work }: Endpoint, params: Params, id: string): Answer {
    return { status: 200, body: expand(state, work(state, params, id), params) }
  }

  /**
   * All requests with the same key get the first answer, even if that is an error, unless the request was not carried
   * out at all.
   */
  function once(request: string, key: string | undefined, work: () => Answer): Answer {
    const earlier = key === undefined ? undefined : answered.get(key)
    if (earlier && earlier.request !== request)
      throw new StripeFailure(
        400,
        'idempotency_error',
        'Keys for idempotent requests can only be used with the same parameters.',
      )
    if (earlier) return earlier.answer
    const result = attempt(work)
    if (key !== undefined) answered.set(key, { request, answer: structuredClone(result) })
    return result
  }

  function attempt(work: () => Answer): Answer {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof StripeFailure)) throw error
      return { status: error.status, body: { error: error.error } }
    }
  }

  function takeFault(asked: string): Fault | undefined {
    const found = behaviour.faults.find(({ route, times }) => route === asked && times > 0)
    if (!found) return undefined
    found.times -= 1
    return found.fault
  }

  return createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // This is an error of the test server itself, so it must be visible and not look like an error of Stripe.
      process.emitWarning(error instanceof Error ? error : String(error))
      response.writeHead(418).end()
    })
  })
}

const keyInUse = () =>
  new StripeFailure(
    409,
    'idempotency_error',
    'There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through). Please try again later.',
    { code: 'idempotency_key_in_use' },
  )

function route(asked: string): { endpoint: Endpoint; id: string } {
  for (const endpoint of endpoints) {
    const pattern = new RegExp(`^${endpoint.route.replace(':id', '([\\w%]+)')}$`)
    const found = pattern.exec(asked)
    if (found) return { endpoint, id: found[1] ?? '' }
  }
  throw new StripeFailure(404, 'invalid_request_error', `Unrecognized request URL (${asked}).`)
}
