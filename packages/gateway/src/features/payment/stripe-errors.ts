import { setTimeout as sleep } from 'node:timers/promises'
import type { Stripe } from 'stripe'
import { Refusal } from '../../platform/errors/refusal.ts'

/**
 * What a request becomes that Stripe says no to: `payment_refused` where the client's input may be why,
 * `payments_unavailable` where only we or the operator can be.
 */
export type RefusedAs = 'payment_refused' | 'payments_unavailable'

/** Told by its type and not by its class, since the SDK may not be loaded. */
export function isStripeError(error: unknown): error is Stripe.errors.StripeError {
  return error instanceof Error && 'type' in error && /^Stripe\w*Error$/.test(String(error.type))
}

/** Stripe's own texts stay with us: they speak of our request, not of the client's. Undefined for any other error. */
export function toRefusal(error: unknown, refusedAs: RefusedAs): Refusal | undefined {
  if (!isStripeError(error)) return undefined
  if (error.type === 'StripeCardError') return new Refusal('payment_failed', { cause: error })
  return new Refusal(isNo(error) ? refusedAs : 'payments_unavailable', { cause: error })
}

/** What the log may know: codes and Stripe's number of the request. */
export function describeStripeError(error: unknown): Record<string, unknown> {
  if (!isStripeError(error)) return {}
  const { type, code, decline_code: declineCode, statusCode, requestId, param } = error
  // An error of authentication would quote parts of the key; no other quotes more than ids.
  const detail = type === 'StripeInvalidRequestError' ? error.message.slice(0, 300) : undefined
  return { type, reason: code, declineCode, statusCode, requestId, param, detail }
}

/** Stripe says no to what was asked for, rather than being away, busy, or not letting us in. */
export function isNo(error: unknown): boolean {
  if (!isStripeError(error) || error.type !== 'StripeInvalidRequestError') return false
  // Also by status: an overloaded Stripe answers 429 with more than one type.
  return error.statusCode === 400 || error.statusCode === 404
}

/** The operator has not saved a configuration of the portal in this mode. Stripe has no code for it. */
export function isWithoutPortal(error: unknown): boolean {
  return isStripeError(error) && isNo(error) && /no configuration provided/i.test(error.message)
}

/** The bank wants the owner of the card to confirm the payment. */
export function needsConfirmation(error: unknown): boolean {
  if (!isStripeError(error)) return false
  return [error.code, error.decline_code].some((code) => code !== undefined && CONFIRMATIONS.has(code))
}

const CONFIRMATIONS = new Set(['subscription_payment_intent_requires_action', 'authentication_required'])

/**
 * Makes a request whose idempotency key others may send at this moment: then Stripe refuses it, and soon has an answer
 * for all. The operation's deadline ends it (stripe-client.ts).
 */
export async function inTurn<T>(request: () => Promise<T>): Promise<T> {
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
