import { isUtf8 } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import type { Stripe } from 'stripe'
import type { StripeSettings } from '../../platform/config/config.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Log } from '../../platform/log.ts'
import { createBoundedFetch } from '../../platform/outbound/bounded-fetch.ts'
import { describeStripeError, isStripeError, type RefusedAs, toRefusal } from './stripe-errors.ts'

/** The SDK's types are those of one version of the API: a newer SDK does not compile until somebody has compared. */
const API_VERSION = '2026-10-28.endive'
/** For one attempt of one call. */
const ATTEMPT_MS = 5000
/** The SDK waits 0.5 s before the first, up to 1 s before the second. */
const RETRIES = 2
const WAITS_MS = 1500
/**
 * For all calls of one operation of ours: with the catalogue, which has its own, well under the 30 s that clients wait.
 */
const OPERATION_MS = 14_000
/** How long a key that all share is the same: longer than anybody tries, and than Stripe's search lags (a minute). */
const ONCE_MS = 600_000
/** Less is not worth asking. */
const LEAST_MS = 500
/** A page of a hundred subscriptions with their schedules has less than 1 MiB. */
const MOST_BYTES = 8 * 1024 * 1024
/**
 * How old a signature may be: what Stripe's libraries allow, since a clock may be wrong, and a copy may be played back.
 */
const TOLERANCE_SECONDS = 300

/** What one operation of ours does at Stripe: all of its calls share a deadline. */
export type Calls = {
  stripe: Stripe
  /** Options of a call that only reads. */
  reading(): Stripe.RequestOptions
  /**
   * Options of a call that changes something. Its idempotency key is made of our operation and the step: however often
   * it is sent, after whatever timeout, it happens once.
   */
  changing(step: string): Stripe.RequestOptions
  /**
   * The same for what must happen once whoever does it: two requests at the same instant, in two gateways, send the same
   * key. Stripe repeats its first answer, be it a failure, for at least 24 hours; so the key has to name everything that
   * makes it another request, and has its time in it: ten minutes later what was made can be seen, and is not made again.
   */
  once(key: string): Stripe.RequestOptions
}

export type StripeClient = {
  mode: 'live' | 'test'
  livemode: boolean
  /**
   * Runs one operation. Stripe's errors become refusals of ours: `payment_failed`, `payments_unavailable`, and
   * `refusedAs` for a request that Stripe says no to. It takes `withinMs` at most, 14 s by default.
   */
  run<T>(name: string, refusedAs: RefusedAs, work: (calls: Calls) => Promise<T>, withinMs?: number): Promise<T>
  /** The event in a webhook's body, if it is signed under one of our secrets; undefined if not. */
  verify(body: Buffer, signature: string): Promise<unknown>
}

export function createStripeClient(settings: StripeSettings, log: Log, attemptMs = ATTEMPT_MS): StripeClient {
  let loaded: Promise<{ sdk: typeof Stripe; stripe: Stripe }> | undefined

  /** Loaded with the first payment: it takes 40 MB, and most of the time nobody pays. */
  function load(): Promise<{ sdk: typeof Stripe; stripe: Stripe }> {
    loaded ??= import('stripe').then(({ Stripe: sdk }) => ({ sdk, stripe: open(sdk) }))
    return loaded
  }

  function open(sdk: typeof Stripe): Stripe {
    const url = settings.apiUrl === undefined ? undefined : new URL(settings.apiUrl)
    return new sdk(settings.secretKey, {
      apiVersion: API_VERSION,
      // By one timer for the whole answer; the SDK's own client counts only silence, and reads without end.
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
      // As text: of bytes the SDK forgives a byte order mark, which Stripe has not signed.
      const body = bytes.toString('utf8')
      const { sdk } = await load()
      for (const secret of settings.webhookSecrets) {
        try {
          return sdk.webhooks.constructEvent(body, signature, secret, TOLERANCE_SECONDS)
        } catch {
          // Not under this one; or no signature, too old, no event: the caller may not know which.
        }
      }
      return undefined
    },
  }
}
