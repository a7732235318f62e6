import { isUtf8 } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import type { Stripe } from 'stripe'
import type { StripeSettings } from '../../platform/config/config.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Log } from '../../platform/log.ts'
import { createBoundedFetch } from '../../platform/outbound/bounded-fetch.ts'
import { describeStripeError, isStripeError, type RefusedAs, toRefusal } from './stripe-errors.ts'

/**
 * The SDK's types are those of one version of the API: a newer SDK does not compile until somebody has compared the two
 * versions.
 */
const API_VERSION = '2026-10-28.endive'
/** The timeout of one attempt of one call. */
const ATTEMPT_MS = 5000
/** The SDK waits 0.5 s before the first retry, and up to 1 s before the second. */
const RETRIES = 2
const WAITS_MS = 1500
/**
 * The deadline for all calls of one operation of ours. Together with the catalogue, which has a deadline of its own, it
 * is well under the 30 s that clients wait.
 */
const OPERATION_MS = 14_000
/**
 * For how long a shared idempotency key stays the same: longer than any request is retried, and longer than Stripe's
 * search lags (a minute).
 */
const ONCE_MS = 600_000
/** If less time is left, no call is made. */
const LEAST_MS = 500
/** The largest answer that is read. A page of a hundred subscriptions with their schedules has less than 1 MiB. */
const MOST_BYTES = 8 * 1024 * 1024
/**
 * How old a signature may be, as in Stripe's libraries: clocks may be wrong, and an attacker may send an old event
 * again.
 */
const TOLERANCE_SECONDS = 300

/** What one operation of ours does at Stripe: all of its calls share a deadline. */
export type Calls = {
  stripe: Stripe
  /** Options of a call that only reads. */
  reading(): Stripe.RequestOptions
  /**
   * Options of a call that changes something. Its idempotency key is made of our operation and the step: however often
   * the call is sent, even after timeouts, it happens once.
   */
  changing(step: string): Stripe.RequestOptions
  /**
   * The same for a change that must happen once, whoever makes it: two requests at the same instant, in two gateways,
   * send the same key. Stripe repeats its first answer, even a failure, for at least 24 hours. So the key must name
   * everything that distinguishes the request, and it changes every ten minutes: by then, the result of the first
   * request can be read, and is not made again.
   */
  once(key: string): Stripe.RequestOptions
}

export type StripeClient = {
  mode: 'live' | 'test'
  livemode: boolean
  /**
   * Runs one operation. Stripe's errors become refusals of ours: `payment_failed`, `payments_unavailable`, and
   * `refusedAs` for a request that Stripe refuses. It takes `withinMs` at most, 14 s by default.
   */
  run<T>(name: string, refusedAs: RefusedAs, work: (calls: Calls) => Promise<T>, withinMs?: number): Promise<T>
  /** The event in a webhook's body, if it is signed under one of our secrets; undefined if not. */
  verify(body: Buffer, signature: string): Promise<unknown>
}

export function createStripeClient(settings: StripeSettings, log: Log, attemptMs = ATTEMPT_MS): StripeClient {
  let loaded: Promise<{ sdk: typeof Stripe; stripe: Stripe }> | undefined

  /** The SDK is loaded with the first payment: it takes 40 MB, and many gateways never need it. */
  function load(): Promise<{ sdk: typeof Stripe; stripe: Stripe }> {
    loaded ??= import('stripe').then(({ Stripe: sdk }) => ({ sdk, stripe: open(sdk) }))
    return loaded
  }

  function open(sdk: typeof Stripe): Stripe {
    const url = settings.apiUrl === undefined ? undefined : new URL(settings.apiUrl)
    return new sdk(settings.secretKey, {
      apiVersion: API_VERSION,
      // This client has one timer and a size limit for the whole answer. The SDK's own client limits only the pauses,
      // and reads without end.
      httpClient: sdk.createFetchHttpClient(createBoundedFetch('Stripe', MOST_BYTES)),
      timeout: attemptMs,
      maxNetworkRetries: RETRIES,
      telemetry: false,
      appInfo: { name: 'quiva-gateway' },
      ...(url && { host: url.hostname, port: url.port, protocol: url.protocol === 'http:' ? 'http' : 'https' }),
    })
  }

  return {
    mode: settings.livemode ? 'live' : 'test',
    livemode: settings.livemode,

    async run(name, refusedAs, work, withinMs = OPERATION_MS) {
      const { stripe } = await load()
      const id = randomUUID()
      const deadline = performance.now() + withinMs

      function reading(): Stripe.RequestOptions {
        const remaining = deadline - performance.now()
        if (remaining < LEAST_MS) throw new Refusal('payments_unavailable', { reason: 'the operation took too long' })
        const timeout = Math.min(attemptMs, Math.floor((remaining - WAITS_MS) / (RETRIES + 1)))
        if (timeout >= Math.min(LEAST_MS, attemptMs)) return { timeout, maxNetworkRetries: RETRIES }
        return { timeout: Math.floor(remaining), maxNetworkRetries: 0 }
      }
      const keyed = (idempotencyKey: string) => ({ ...reading(), idempotencyKey })

      try {
        return await work({
          stripe,
          reading,
          changing: (step) => keyed(`quiva/${name}/${id}/${step}`),
          once: (key) => keyed(`quiva/${key}/${Math.floor(Date.now() / ONCE_MS)}`),
        })
      } catch (error) {
        const said = error instanceof Refusal ? error.cause : error
        const refusal = error instanceof Refusal ? error : toRefusal(error, refusedAs)
        if (!refusal) throw error
        if (isStripeError(said))
          log.warn({ operation: name, answer: refusal.code, ...describeStripeError(said) }, 'Stripe refused a request')
        throw refusal
      }
    },

    async verify(bytes, signature) {
      if (!isUtf8(bytes)) return undefined
      // The body is passed as text: in bytes, the SDK ignores a byte order mark, which Stripe has not signed.
      const body = bytes.toString('utf8')
      const { sdk } = await load()
      for (const secret of settings.webhookSecrets) {
        try {
          return sdk.webhooks.constructEvent(body, signature, secret, TOLERANCE_SECONDS)
        } catch {
          // The signature is not under this secret, is missing or too old, or the body is no event: the caller must not
          // learn which.
        }
      }
      return undefined
    },
  }
}
