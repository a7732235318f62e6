import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { type Endpoint, endpoints, expand } from './api.ts'
import { invalidRequest, StripeFailure } from './failure.ts'
import { type Params, parseForm } from './form.ts'
import { checkParameters } from './parameters.ts'
import type { State } from './state.ts'

/**
 * What goes wrong: `429` and `500` do nothing; `lost` does it, and the connection breaks before the answer; `silence`
 * does it and never answers.
 */
export type Fault = 429 | 500 | 'lost' | 'silence'

export type Asked = { route: string; id: string; params: Params; idempotencyKey: string | undefined }

export type Behaviour = {
  secretKey: string
  faults: { route: string; fault: Fault; times: number }[]
  /** Every request that was well-formed, also those that were answered with a failure. */
  asked: Asked[]
  /** Called before a request is carried out: what happens at the same instant. */
  before: ((asked: Asked) => void | Promise<void>) | undefined
}

type Answer = { status: number; body: object }

/** Stripe's manners over HTTP: keys, versions, parameters, idempotency, errors. What it does is in api.ts. */
export function createStripeServer(state: State, behaviour: Behaviour): Server {
  /** The first answer to each idempotency key, and to what (docs.stripe.com/api/idempotent_requests). */
  const answered = new Map<string, { request: string; answer: Answer }>()
  /** Keys of requests that are being carried out. */
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

  /** With a key the first answer is the answer to all, a failure too, unless the request was not even begun. */
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
      // A fault of this server: the test has to see it, and not to take it for Stripe's.
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
