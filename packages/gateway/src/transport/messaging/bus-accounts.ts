import type { Tx } from '../../platform/database/database.ts'
import { defineWork, type Outbox } from '../../platform/outbox/outbox.ts'
import { handlerFor, type WorkHandler } from '../../platform/outbox/worker.ts'
import type { Bus, BusResult } from './bus.ts'
import type { KeyPair } from './nkeys.ts'
import { deleteAccountsJwt } from './operator-claims.ts'

/** Keyed by the account's public key, the only trace of the account that is left by then. */
const removeWork = defineWork<null>('remove-from-bus')

/**
 * The wait before a removal: a push that was under way when the account was deleted would bring its claims back, and
 * has ended after this time.
 */
const SETTLE_MS = 60_000

/** A server that does not know the account waits for its resolver's timeout of 1.9 s first. */
const TIMEOUT_MS = 5000

/**
 * Removes deleted accounts from the NATS servers. Before that, claims that close the account are pushed
 * (claims-push.ts).
 */
export type BusAccounts = {
  hasBus: boolean
  /** Deletes an account's streams; may be repeated. Throws while the servers do not confirm it. */
  purgeStreams(publicKey: string): Promise<void>
  /**
   * Deletes streams and claims, a minute after `tx` and for as long as it takes, if servers were ever told of the
   * account.
   */
  remove(tx: Tx, account: { publicKey: string | null; pushedVersion: number }): Promise<void>
}

/** Handles the removals of deleted accounts. If no servers are configured, the removals wait until there are some. */
export function removeFromBus(bus: Bus | undefined, operatorSigningKey: KeyPair): WorkHandler {
  if (!bus) return handlerFor(removeWork, undefined)
  return handlerFor(removeWork, async (_payload, { key: publicKey }) => {
    const request = { accountPublicKeys: [publicKey], issuedAtSeconds: Math.floor(Date.now() / 1000) }
    confirmed(await bus.remove(publicKey, deleteAccountsJwt(request, operatorSigningKey), TIMEOUT_MS))
  })
}

export function createBusAccounts(outbox: Outbox, bus: Bus | undefined): BusAccounts {
  return {
    hasBus: bus !== undefined,
    async purgeStreams(publicKey) {
      if (bus) confirmed(await bus.purge(publicKey, TIMEOUT_MS))
    },
    async remove(tx, { publicKey, pushedVersion }) {
      if (publicKey === null || (!bus && pushedVersion === 0)) return
      await outbox.enqueue(tx, removeWork, null, { key: publicKey, dueAt: Date.now() + SETTLE_MS })
    },
  }
}

function confirmed(result: BusResult): void {
  if (result === 'acknowledged') return
  throw new Error(typeof result === 'string' ? 'not every NATS server answered' : `NATS refused: ${result.rejected}`)
}
