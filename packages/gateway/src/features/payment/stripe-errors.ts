import { setTimeout as sleep } from 'node:timers/promises'
import type { Stripe } from 'stripe'
import { Refusal } from '../../platform/errors/refusal.ts'

/**
 * The refusal for a request that Stripe refused: `payment_refused` if the client's input may be the reason,
 * `payments_unavailable` if only we or the operator can be.
 */
export type RefusedAs = 'payment_refused' | 'payments_unavailable'

/** Checks the type and not the class of the error, since the SDK may not be loaded. */
export function isStripeError(error: unknown): error is Stripe.errors.StripeError {
  return error instanceof Error && 'type' in error && /^Stripe\w*Error$/.test(String(error.type))
}

/**
 * Stripe's own texts are not passed on: they are about our request, not about the client's. Undefined for any other
 * error.
 */
export function toRefusal(error: unknown, refusedAs: RefusedAs): Refusal | undefined {
  if (!isStripeError(error)) return undefined
  if (error.type === 'StripeCardError') return new Refusal('payment_failed', { cause: error })
  return new Refusal(isRequestRefused(error) ? refusedAs : 'payments_unavailable', { cause: error })
}

/** The details that may be logged: codes, and Stripe's id of the request. */
export function describeStripeError(error: unknown): Record<string, unknown> {
  if (!isStripeError(error)) return {}
  const { type, code, decline_code: declineCode, statusCode, requestId, param } = error
  // The text of an authentication error would quote parts of the key; the text of this type quotes no more than ids.
  const detail = type === 'StripeInvalidRequestError' ? error.message.slice(0, 300) : undefined
  return { type, reason: code, declineCode, statusCode, requestId, param, detail }
}

/** True if Stripe refused the request itself; false if Stripe is away, busy, or does not accept our key. */
export function isRequestRefused(error: unknown): boolean {
  if (!isStripeError(error) || error.type !== 'StripeInvalidRequestError') return false
  // The status is checked, too: an overloaded Stripe answers 429 with errors of several types.
  return error.statusCode === 400 || error.statusCode === 404
}

/** True if the operator has not saved a configuration of the portal in this mode. Stripe has no code for that. */
export function isWithoutPortal(error: unknown): boolean {
  return isStripeError(error) && isRequestRefused(error) && /no configuration provided/i.test(error.message)
}

/** True if the bank wants the owner of the card to confirm the payment. */
export function needsConfirmation(error: unknown): boolean {
  if (!isStripeError(error)) return false
  return [error.code, error.decline_code].some((code) => code !== undefined && CONFIRMATIONS.has(code))
}

const CONFIRMATIONS = new Set(['subscription_payment_intent_requires_action', 'authentication_required'])

/**
 * Sends a request whose idempotency key others may send at the same moment. Stripe refuses it then, and soon has one
 * answer for all, so this tries again until the operation's deadline (stripe-client.ts).
 */
export async function retryWhileKeyInUse<T>(request: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await request()
    } catch (error) {
      if (!isStripeError(error) || error.code !== 'idempotency_key_in_use') throw error
      await sleep(UNDER_WAY_MS * (0.5 + Math.random()))
    }
  }
}

const UNDER_WAY_MS = 200

/** True if Stripe refuses the value of that parameter. */
export function isRefused(error: unknown, param: string): boolean {
  return isStripeError(error) && error.type === 'StripeInvalidRequestError' && error.param === param
}

/** True if Stripe does not have the object, or has it no longer: the requested one, or the one that `param` names. */
export function isMissing(error: unknown, param?: string): boolean {
  if (!isStripeError(error) || error.code !== 'resource_missing') return false
  return param === undefined || error.param === param
}

/** The requested object, or undefined if Stripe does not have it, or has it no longer. */
export async function orMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}
