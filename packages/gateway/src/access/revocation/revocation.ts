import { newId } from '../../platform/crypto/random.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Log } from '../../platform/log.ts'
import { systemTime } from '../../platform/time.ts'
import type { CredentialCache } from '../cache.ts'
import { createEvictionListener } from '../eviction-listener.ts'
import { type BarrierState, createBarriers } from './barrier.ts'
import { listOtherGateways } from './gateway-store.ts'
import { createGateways } from './gateways.ts'
import { type LocalHolders, noLocalHolders } from './holders.ts'

/** What else this process remembers of the database. */
type Others = {
  /** Something may have been missed. */
  forget(): void
  /** Takes a notification of its own; false for all others. */
  heard(text: string): boolean
}

/** Puts together what makes revocations hold everywhere, and known to hold: on SQLite, only the barriers. */
export function openRevocation(
  database: Database,
  cache: Pick<CredentialCache, 'evict' | 'clear' | 'trustUntil'>,
  others: Others,
  /** How long after its lease a verifier may honour something at most, on all gateways. */
  mostAllowanceMs: number,
  log: Log,
) {
  const gatewayId = newId('gwy')
  let holders = noLocalHolders
  const local: LocalHolders = {
    evict: (tags, done) => holders.evict(tags, done),
    allowanceMs: () => holders.allowanceMs(),
    leftMs: () => holders.leftMs(),
  }
  const common = { time: systemTime, id: gatewayId, local, mostAllowanceMs }
  const listeners: ((state: BarrierState) => void)[] = []
  const onOver = (state: BarrierState) => listeners.forEach((listener) => void listener(state))
  const hasOthers = database.listenUrl !== undefined
  const barriers = createBarriers({
    ...common,
    onOver,
    ...(hasOthers && { others: (done) => void listOtherGateways(database, gatewayId, log).then(done) }),
  })

  function openGateways() {
    const listener = createEvictionListener(database, log)
    const clear = () => {
      cache.clear()
      others.forget()
    }
    const onTrusted = listener.works
    const gateways = createGateways({
      ...common,
      wires: listener.wires,
      cache: { ...cache, clear },
      barriers,
      onTrusted,
    })
    const core = {
      ...gateways,
      received(text: string) {
        if (!others.heard(text)) gateways.received(text)
      },
    }
    async function start(): Promise<void> {
      // Before the first revocation: one that was killed may have granted more than this gateway does.
      const known = await listOtherGateways(database, gatewayId, log)
      for (const { mostAllowanceMs: most } of known ?? []) barriers.mayAllow(most)
      await listener.start(core)
    }
    return { ...gateways, start, stop: listener.stop }
  }
  const gateways = hasOthers ? openGateways() : undefined

  return {
    gatewayId,
    barriers,
    /** From now on these are the verifiers and edges of this gateway. */
    register(given: LocalHolders): void {
      holders = given
    },
    /** How long what this process remembers counts for certain (gateways.ts); for ever where there are no others. */
    trustLeftMs: gateways?.trustLeftMs ?? (() => Number.POSITIVE_INFINITY),
    /** Calls back when all other gateways have been told the allowance of now (holders.ts). */
    announce: gateways?.announce ?? ((done: () => void) => done()),
    /** Calls back for each barrier once, when it is over. */
    onOver(listener: (state: BarrierState) => void): void {
      listeners.push(listener)
    },
    /** How many gateways have been heard within their leases, this one too. */
    gatewaysHeard: () => (gateways?.heard() ?? 0) + 1,
    part: gateways && { start: gateways.start, stop: gateways.stop },
  }
}
