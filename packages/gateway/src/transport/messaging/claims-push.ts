import { setTimeout as sleep } from 'node:timers/promises'
import { markPushed, type RaisedClaims, raiseClaimsVersion } from '../../access/directory/account-claims.ts'
import type { Sealer } from '../../platform/crypto/sealing.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { inPages } from '../../platform/database/in-pages.ts'
import type { Log } from '../../platform/log.ts'
import { defineWork, type Outbox } from '../../platform/outbox/outbox.ts'
import { handlerFor, type WorkHandler } from '../../platform/outbox/worker.ts'
import { accountJwt } from './account-claims.ts'
import type { Bus } from './bus.ts'
import { createImporters } from './importers.ts'
import type { KeyPair } from './nkeys.ts'
import { readClaims } from './read-claims.ts'
import { listActivatedAccounts, readPushedVersion, readVersion, wasPushed } from './store.ts'

/** Keyed by account: one push carries all pending changes, and two pushes of one account never overlap. */
const pushWork = defineWork<null>('push-claims')
/** Pushes every account again: a server that was away, or is new, may have old claims or none. */
const resyncWork = defineWork<null>('resync-claims')

const PUSH_TIMEOUT_MS = 3000
/** How often one run builds and pushes the claims, if another push overwrote them or the account changed meanwhile. */
const MOST_ATTEMPTS = 5
const RESYNC_PAGE = 500
/** How much earlier a change is due than the pushes that bring many accounts, perhaps thousands, up to date. */
const AHEAD_MS = 60_000
/** How often a waiting request checks whether another gateway did the push. */
const CHECK_EVERY_MS = 50

export type ClaimsPush = {
  /**
   * Call this in the transaction that changes something that the claims show. It locks the account. The result includes
   * the version to wait for.
   */
  changed(tx: Tx, accountId: string): Promise<RaisedClaims>
  /**
   * True once the servers have confirmed `version` or a newer one; false if they had not within `timeoutMs`; null if
   * no servers are configured. The push goes on in any case.
   */
  confirmed(accountId: string, version: number, timeoutMs: number): Promise<boolean | null>
}

type Deps = {
  database: Database
  sealer: Sealer
  outbox: Outbox
  bus: Bus | undefined
  operatorSigningKey: KeyPair
  log: Log
}

/**
 * The part for a command that runs beside the gateways: it queues a push, and a gateway carries it out. It queues a
 * push only if servers have ever confirmed claims of the account; otherwise there are no servers, or a push is waiting
 * already.
 */
export function createClaimsRequests(outbox: Outbox): Pick<ClaimsPush, 'changed'> {
  return {
    async changed(tx, accountId) {
      const raised = await raiseClaimsVersion(tx, accountId, Date.now())
      if (await wasPushed(tx, accountId)) await outbox.enqueue(tx, pushWork, null, { key: accountId })
      return raised
    },
  }
}

/**
 * Brings the accounts' claims to the NATS servers, through the outbox. If no servers are configured, it only counts the
 * versions.
 */
export function createClaimsPush(deps: Deps): ClaimsPush & { handlers: WorkHandler[] } {
  const { database, sealer, outbox, bus, operatorSigningKey, log } = deps
  const waiting = new Map<string, Set<(version: number) => void>>()
  const importers = createImporters({ database, outbox, refresh })

  async function push(bus: Bus, accountId: string): Promise<void> {
    let isPushed = false
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const claims = await readClaims(database, sealer, accountId)
      if (!claims) return
      const jwt = accountJwt(claims.state, operatorSigningKey)
      const outcome = await bus.push(claims.state.accountPublicKey, jwt, PUSH_TIMEOUT_MS)
      isPushed = outcome === 'acknowledged'
      if (outcome === 'overwritten') continue
      if (outcome === 'unavailable') throw new Error('not every NATS server confirmed the claims')
      if (outcome !== 'acknowledged') throw new Error(`a NATS server rejected the claims: ${outcome.rejected}`)
      await markPushed(database, accountId, claims.version)
      for (const notify of waiting.get(accountId) ?? []) notify(claims.version)
      if (claims.exportsDigest !== claims.exportsPushed) await importers.follow(accountId, claims.exportsDigest)
      // Servers keep what arrives last. If this process was paused for longer than its lease, another process may have
      // pushed newer claims before these older ones arrived, and nobody else would notice.
      if ((await readVersion(database, accountId)) === claims.version) return
    }
    // If the account keeps changing, each change has queued the next push.
    if (!isPushed) throw new Error('the claims were overwritten again and again')
  }

  const enqueueAll = () =>
    inPages(
      RESYNC_PAGE,
      (after, limit) => listActivatedAccounts(database.read, after, limit),
      (ids) =>
        database.transaction(async (tx) => {
          for (const id of ids) await outbox.enqueue(tx, pushWork, null, { key: id })
        }),
    )

  bus?.onServerSeen((serverId) => {
    database
      .transaction((tx) => outbox.enqueue(tx, resyncWork, null, { key: 'all' }))
      .catch((error: unknown) =>
        log.error({ err: error, serverId }, 'a NATS server came back, but its claims could not be queued'),
      )
  })

  async function changed(tx: Tx, accountId: string): Promise<RaisedClaims> {
    const raised = await raiseClaimsVersion(tx, accountId, Date.now())
    if (bus) await outbox.enqueue(tx, pushWork, null, { key: accountId, dueAt: Date.now() - AHEAD_MS })
    return raised
  }

  async function refresh(tx: Tx, accountId: string): Promise<void> {
    await raiseClaimsVersion(tx, accountId, Date.now())
    await outbox.enqueue(tx, pushWork, null, { key: accountId })
  }

  return {
    handlers: [
      handlerFor(pushWork, bus && ((_payload, item) => push(bus, item.key))),
      handlerFor(resyncWork, bus && (() => enqueueAll())),
      importers.refreshImporters,
    ],
    changed,
    confirmed: async (accountId, version, timeoutMs) =>
      bus ? waitForVersion(bus, accountId, version, timeoutMs) : null,
  }

  async function waitForVersion(bus: Bus, accountId: string, version: number, timeoutMs: number): Promise<boolean> {
    const deadline = performance.now() + (bus.status() === 'connected' ? timeoutMs : 0)
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const notify = (pushed: number) => {
      if (pushed >= version) resolve(true)
    }
    const waiters = waiting.get(accountId) ?? new Set()
    waiting.set(accountId, waiters.add(notify))
    try {
      for (;;) {
        // The check comes after the waiter is in place, so that no push is missed; and it is repeated, since another
        // gateway on the same database may be the one that pushes.
        if ((await readPushedVersion(database, accountId)) >= version) return true
        const leftMs = deadline - performance.now()
        if (leftMs <= 0) return false
        if (await Promise.race([promise, sleep(Math.min(leftMs, CHECK_EVERY_MS), false)])) return true
      }
    } finally {
      waiters.delete(notify)
      if (waiters.size === 0 && waiting.get(accountId) === waiters) waiting.delete(accountId)
    }
  }
}
