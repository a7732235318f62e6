import { Gauge, Histogram } from 'prom-client'
import type { Log } from '../../platform/log.ts'
import type { Posted } from '../../platform/outbound/guarded-post.ts'

/** Counted in the database, so for all gateways together. */
export type CountWaiting = {
  webhooks(): Promise<{ due: number; failing: number }>
  setAside(): Promise<number>
}

export type WebhookMetrics = {
  note(posted: Pick<Posted, 'error' | 'durationMs'>): void
  /** To be served with the others. */
  all: (Gauge | Histogram)[]
}

export function createWebhookMetrics(count: CountWaiting, log: Log): WebhookMetrics {
  /** Without the database, the other metrics still show what is wrong. */
  const counted = (work: () => Promise<void>) =>
    work().catch((error: unknown) => log.debug({ err: error }, 'the webhooks could not be counted'))
  const durations = new Histogram({
    name: 'quiva_webhook_delivery_duration_seconds',
    help: 'Time of one attempt to deliver an event, from the name to the answer',
    labelNames: ['result'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [],
  })
  const observers = { delivered: durations.labels('delivered'), failed: durations.labels('failed') }
  const webhooks = new Gauge({
    name: 'quiva_webhooks_waiting',
    help: 'Webhooks that have something to get now (due, 500 at most), and those whose last attempt failed (failing)',
    labelNames: ['state'],
    registers: [],
    collect() {
      this.reset()
      return counted(async () => {
        const { due, failing } = await count.webhooks()
        this.set({ state: 'due' }, due)
        this.set({ state: 'failing' }, failing)
      })
    },
  })
  const setAside = new Gauge({
    name: 'quiva_webhook_events_set_aside',
    help: 'Events that a receiver has refused and that are tried again',
    registers: [],
    collect() {
      this.reset()
      return counted(async () => this.set(await count.setAside()))
    },
  })
  return {
    note: ({ error, durationMs }) => observers[error === null ? 'delivered' : 'failed'].observe(durationMs / 1000),
    all: [durations, webhooks, setAside],
  }
}
