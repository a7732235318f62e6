import { isUtf8 } from 'node:buffer'
import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import { createShapeCheck } from './json-shape.ts'
import { readBody } from './read-body.ts'
import type { Server } from './server.ts'

/**
 * Enough for most operations, and the upper limit for anonymous ones. A route that needs more sets its own `bodyLimit`.
 */
export const BODY_LIMIT_BYTES = 16_384

/** For a text of several thousand characters, a list of a hundred, or a whole PublicKeyCredential. */
export const ROOMY_BODY_LIMIT_BYTES = 65_536

/** How many fields a form may have; ours have three. */
const MOST_PARAMETERS = 50
const AMPERSAND = 0x26

/** Makes every route of `app` take JSON and nothing else, unless it adds a parser of its own. */
export function acceptOnlyJson(app: Server): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', async (request: FastifyRequest, payload: Readable) => {
    const check = createShapeCheck(request.routeOptions.config.mostValues)
    const body = await readBody(request, payload, (piece) => {
      const problem = check(piece)
      if (problem !== undefined) throw invalid('/body', problem, { ofBody: true })
    })
    return parseJson(app, request, body)
  })
}

/**
 * Parses a body of JSON whose size and shape are checked already; refuses members such as `__proto__`, which could
 * change an object's prototype.
 */
export function parseJson(app: Server, request: FastifyRequest, body: Buffer): Promise<unknown> {
  const refused = (cause?: Error) => new Refusal('invalid_json', { ofBody: true, ...(cause && { cause }) })
  // Clients often send DELETE with a JSON content type and no body; that is not an error.
  if (body.length === 0) return Promise.resolve(undefined)
  if (!isUtf8(body)) return Promise.reject(refused())
  return new Promise((resolve, reject) => {
    void app.getDefaultJsonParser('error', 'error')(request, body.toString('utf8'), (error, value) =>
      error ? reject(refused(error)) : resolve(value),
    )
  })
}

export const FORM = 'application/x-www-form-urlencoded'

/** The fields of a form in which a parameter that comes twice is refused (RFC 6749, §3.2). */
export function fieldsOnce(parameters: URLSearchParams): Record<string, string> {
  if (new Set(parameters.keys()).size < parameters.size) throw invalid('/body', 'must not have a parameter twice')
  return Object.fromEntries(parameters)
}

/** Makes the routes of a scope take forms, beside JSON. */
export function acceptForms(scope: Server, toFields: (parameters: URLSearchParams) => Record<string, string>): void {
  scope.addContentTypeParser(FORM, async (request: FastifyRequest, payload: Readable) => {
    let parameters = 1
    const body = await readBody(request, payload, (piece) => {
      for (const byte of piece) if (byte === AMPERSAND) parameters += 1
      if (parameters > MOST_PARAMETERS)
        throw invalid('/body', `must not have more than ${MOST_PARAMETERS} parameters`, { ofBody: true })
    })
    return toFields(new URLSearchParams(body.toString('utf8')))
  })
}
