import type { Stripe } from 'stripe'
import { Refusal } from '../errors/refusal.ts'

/**
 * What a request becomes that Stripe says no to: `payment_refused` where the client's input may be why,
 * `payments_unavailable` where only we or the operator can be.
 */
export type RefusedAs = 'payment_refused' | 'payments_unavailable'

/** Told by its type and not by its class, since the SDK may not be loaded. */
function isStripeError(error: unknown): error is Stripe.errors.StripeError {
  return error instanceof Error && 'type' in error && /^Stripe\w*Error$/.test(String(error.type))
}

/** Stripe's own texts stay with us: they speak of our request, not of the client's. Undefined for any other error. */
export function toRefusal(error: unknown, refusedAs: RefusedAs): Refusal | undefined {
  if (!isStripeError(error)) return undefined
  if (error.type === 'StripeCardError') return new Refusal('payment_failed', { cause: error })
  // Also by status: an overloaded Stripe answers 429 with more than one type.
  const isNo = error.type === 'StripeInvalidRequestError' && (error.statusCode === 400 || error.statusCode === 404)
  return new Refusal(isNo ? refusedAs : 'payments_unavailable', { cause: error })
}

/** What the log may know: codes and Stripe's number of the request. */
export function describeStripeError(error: unknown): Record<string, unknown> {
  if (!isStripeError(error)) return {}
  const { type, code, decline_code: declineCode, statusCode, requestId, param } = error
  // An error of authentication would quote parts of the key; no other quotes more than ids.
  const detail = type === 'StripeInvalidRequestError' ? error.message.slice(0, 300) : undefined
  return { type, reason: code, declineCode, statusCode, requestId, param, detail }
}

/** Stripe does not take the value of that parameter. */
export function isRefused(error: unknown, param: string): boolean {
  return isStripeError(error) && error.type === 'StripeInvalidRequestError' && error.param === param
}

/** Stripe knows no such object (any more): the one that was asked for, or the one that `param` names. */
export function isMissing(error: unknown, param?: string): boolean {
  if (!isStripeError(error) || error.code !== 'resource_missing') return false
  return param === undefined || error.param === param
}

/** What was asked for, or undefined if Stripe knows no such object (any more). */
export async function orMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}
