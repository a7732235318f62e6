import { setTimeout as sleep } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import { type Authenticate, toCredential } from '../../access/authenticate.ts'
import type { KeyQuotas } from '../../access/key-limits/key-quotas.ts'
import type { KeyRateLimits } from '../../access/key-limits/key-rate-limits.ts'
import { type CredentialPrincipal, tagsOf } from '../../access/principal.ts'
import type { LocalHolders } from '../../access/revocation/holders.ts'
import type { Config } from '../../platform/config/config.ts'
import { newId } from '../../platform/crypto/random.ts'
import { workForAccount } from '../../platform/database/callers.ts'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Log } from '../../platform/log.ts'
import { systemTime } from '../../platform/time.ts'
import type { KeyUse } from '../api-keys/use/key-use.ts'
import { connect } from './connection.ts'
import { foundOf } from './describe.ts'
import { createVerifierList, type VerifierList } from './list.ts'
import { createHolders, type Holders } from './local-holders.ts'
import { createVerifierMetrics, type VerifierMetrics } from './metrics.ts'
import type { Recheck, Still } from './permission.ts'
import { createTakeSlices } from './slices.ts'
import { createTurns } from './turns.ts'
import { createUnread } from './unread.ts'
import { createAddUses } from './uses.ts'
import type { LookUp } from './verifying.ts'

/** How many verifiers one gateway takes. */
const MOST_AT_ONE_GATEWAY = 5000
const TRY_AGAIN_SECONDS = 10
/** How soon a connection's own credential is looked at again if the database did not answer. */
const RECHECK_AFTER_MS = 1000
/** How long a gateway that stops waits for leases to end at most; other gateways know how long these last. */
const STOP_WITHIN_MS = 5000
const LOOK_EVERY_MS = 50

type Deps = {
  config: Pick<
    Config,
    'publicUrl' | 'verifiersPerAccount' | 'verifierEntries' | 'verifierMaxStaleSeconds' | 'verifierCredentialsPerSecond'
  >
  database: Database
  authenticate: Authenticate
  keyRateLimits: KeyRateLimits
  keyQuotas: KeyQuotas
  keyUse: Pick<KeyUse, 'add'>
  revocation: {
    gatewayId: string
    register(holders: LocalHolders): void
    trustLeftMs(): number
    announce(done: () => void): void
  }
  log: Log
}

export type Verifiers = Pick<VerifierList, 'list'> & {
  metrics: VerifierMetrics['all']
  /** Throws `too_many_verifiers`, or `unavailable` while the gateway stops. */
  admit(accountId: string): void
  open(webSocket: WebSocket, principal: CredentialPrincipal, judge: () => Promise<Still>): void
  start(): void
  /** Says goodbye to all verifiers, and renews no lease any more. */
  drain(): void
  /** Ends when no verifier may honour anything that this gateway has told. */
  stop(): Promise<void>
}

/** Puts the module together: verifiers of other services that hold a connection (docs/verifier-protocol.md). */
export function createVerifiers(deps: Deps): Verifiers {
  const { config, database, authenticate, keyUse, revocation, log } = deps
  const { gatewayId } = revocation
  const metrics = createVerifierMetrics(() => holders.connected())
  const holders: Holders = createHolders({
    time: systemTime,
    gateway: gatewayId,
    turn: createTurns(systemTime, config.verifierCredentialsPerSecond, setImmediate),
    trustedMs: revocation.trustLeftMs,
    announce: revocation.announce,
    mostEntries: config.verifierEntries,
    mostStaleMs: config.verifierMaxStaleSeconds * 1000,
    counted: metrics.counted,
  })
  revocation.register(holders)
  const { list, ...flusher } = createVerifierList(database, gatewayId, holders, log)
  const addUses = createAddUses(database, keyUse, log)
  const unread = createUnread()
  let isStopping = false

  function createLookUp(accountId: string): LookUp {
    return (credentials, done) => {
      workForAccount(accountId, () => authenticate.lookUpWithin(accountId, credentials.map(toCredential), false)).then(
        (accesses) => done(accesses.map((access) => access && foundOf(access, config.publicUrl, Date.now()))),
        (error: unknown) => {
          log.debug({ err: error, accountId }, 'credentials could not be looked up for a verifier')
          done('unavailable')
        },
      )
    }
  }

  function createRecheck(accountId: string, judge: () => Promise<Still>): Recheck {
    return function recheck(done) {
      workForAccount(accountId, judge).then(done, () => setTimeout(() => recheck(done), RECHECK_AFTER_MS).unref())
    }
  }

  return {
    metrics: metrics.all,
    list,
    admit(accountId) {
      if (isStopping) throw new Refusal('unavailable')
      const { connected, gone } = holders.count(accountId)
      const most = config.verifiersPerAccount
      if (connected >= most || connected + gone >= 2 * most || holders.connected() >= MOST_AT_ONE_GATEWAY)
        throw new Refusal('too_many_verifiers', { retryAfterSeconds: TRY_AGAIN_SECONDS })
    },

    open(webSocket, principal, judge) {
      const { accountId, expiresAt } = principal
      connect(
        webSocket,
        holders,
        { id: newId('hol'), accountId, tags: tagsOf(principal), expiresAt },
        {
          lookUp: createLookUp(accountId),
          takeSlices: createTakeSlices(deps, () => holders.count(accountId).connected),
          used: (items, done) => void workForAccount(accountId, () => addUses(accountId, items)).then(done, done),
          usesLost: (keys) => log.warn({ accountId, keys }, 'uses that a verifier has counted are lost: too many wait'),
          recheck: createRecheck(accountId, judge),
        },
        { dropped: metrics.dropped, unread: unread.track() },
      )
    },

    start: flusher.start,

    drain() {
      isStopping = true
      holders.stop()
    },

    async stop() {
      isStopping = true
      holders.stop()
      const until = performance.now() + STOP_WITHIN_MS
      while (holders.leftMs() > 0 && performance.now() < until) await sleep(LOOK_EVERY_MS)
      holders.endAll()
      await flusher.stop()
    },
  }
}
