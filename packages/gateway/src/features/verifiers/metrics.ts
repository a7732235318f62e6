import { Counter, Gauge } from 'prom-client'
import type { Closing } from './closing.ts'

export type VerifierMetrics = {
  counted(what: 'verified' | 'evictions', count: number): void
  dropped(why: Closing | 'lost'): void
  /** To be served with the others. */
  all: (Counter | Gauge)[]
}

export function createVerifierMetrics(connected: () => number): VerifierMetrics {
  const holders = new Gauge({
    name: 'quiva_verifiers',
    help: 'Verifiers that are connected to this gateway',
    registers: [],
    collect() {
      this.set(connected())
    },
  })
  const verified = new Counter({
    name: 'quiva_verifier_verdicts_total',
    help: 'Live credentials of which verifiers were told',
    registers: [],
  })
  const evictions = new Counter({
    name: 'quiva_verifier_evictions_total',
    help: 'Evictions that were sent to verifiers',
    registers: [],
  })
  const dropped = new Counter({
    name: 'quiva_verifiers_dropped_total',
    help: 'Connections of verifiers that ended without their goodbye, by reason',
    labelNames: ['reason'],
    registers: [],
  })
  const counters = { verified, evictions }
  return {
    counted: (what, count) => counters[what].inc(count),
    dropped: (why) => dropped.inc({ reason: why }),
    all: [holders, verified, evictions, dropped],
  }
}
