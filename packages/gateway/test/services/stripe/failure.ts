/** An error that Stripe answers. */
export class StripeFailure extends Error {
  readonly status: number
  readonly error: Record<string, string>

  constructor(status: number, type: string, message: string, more: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.error = { type, message, ...more }
  }
}

export const invalidRequest = (message: string, more: Record<string, string> = {}) =>
  new StripeFailure(400, 'invalid_request_error', message, more)

/** Stripe answers 404 where the address names the object, and 400 where a parameter does. */
export const missing = (what: string, id: string, param: string) =>
  new StripeFailure(param === 'id' ? 404 : 400, 'invalid_request_error', `No such ${what}: '${id}'`, {
    code: 'resource_missing',
    param,
  })
