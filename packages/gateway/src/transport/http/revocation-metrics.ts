import { Counter, Gauge, Histogram, type Metric } from 'prom-client'
import type { BarrierState } from '../../access/revocation/barrier.ts'
import type { Outcome } from '../../access/revocation/outcome.ts'

type Source = {
  /** Calls back for each barrier once, when it is over. */
  onOver(listener: (state: BarrierState) => void): void
  /** How many gateways have been heard within their leases, this one too. */
  gatewaysHeard(): number
}

export type RevocationMetrics = { all: Metric[]; onAnswer(outcome: Outcome): void }

export function createRevocationMetrics({ onOver, gatewaysHeard }: Source): RevocationMetrics {
  const barriers = new Histogram({
    name: 'quiva_revocation_duration_seconds',
    help: 'Time from the commit of a change that revokes until no holder honours what it revoked',
    buckets: [0.0001, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 2, 3, 5],
    registers: [],
  })
  const leases = new Counter({
    name: 'quiva_leases_ran_out_total',
    help: 'Holders that did not answer, so that a revocation waited for the end of their lease',
    registers: [],
  })
  const unconfirmed = new Counter({
    name: 'quiva_revocations_unconfirmed_total',
    help: 'Answers to changes that revoke that could not say that the revocation holds everywhere already',
    registers: [],
  })
  const gateways = new Gauge({
    name: 'quiva_gateways_heard',
    help: 'Gateways on this database that have been heard within their lease of two seconds, this one too',
    registers: [],
    collect() {
      this.set(gatewaysHeard())
    },
  })
  onOver(({ tookMs, holders }) => {
    barriers.observe(tookMs / 1000)
    for (const { how } of holders) if (how === 'lease_ended') leases.inc()
  })
  return {
    all: [barriers, leases, unconfirmed, gateways],
    onAnswer({ confirmed }) {
      if (!confirmed) unconfirmed.inc()
    },
  }
}
