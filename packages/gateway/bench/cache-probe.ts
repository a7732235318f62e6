/**
 * Measures the cache of credentials by itself, in a process of its own (`--expose-gc`): memory for an entry, and what a
 * look-up costs. Each access is made from texts of its own, as rows of the database are.
 */
import { createCredentialCache } from '../src/access/cache.ts'
import { combineLimits, NO_LIMITS } from '../src/access/key-limits/key-limits.ts'
import type { CredentialAccess } from '../src/access/principal.ts'
import { type PublicAccountRow, toPublicAccount } from '../src/access/public-account.ts'
import { sha256 } from '../src/platform/crypto/hashing.ts'

export type CacheOrder = { entries: number; accounts: number; limited: boolean; looks: number }
export type CacheReport = {
  entries: number
  heapBytesPerEntry: number
  statedBytesPerEntry: number
  /** The longest time that putting one entry in took. */
  longestSetMs: number
  /** CPU time, in nanoseconds, for hashing a credential and finding its access: the same one each time, and all in turn. */
  oneNs: number
  inTurnNs: number
}

const NOW = Date.now()

/** As the database driver gives it: a text that shares nothing with any other. */
function fresh(text: string): string {
  return Buffer.from(text).toString('latin1')
}

function rowOf(account: number): PublicAccountRow {
  return {
    a_id: fresh(String(1_000_000_000 + account)),
    a_name: fresh(`bench ${account}`),
    a_display_name: fresh(`Bench ${account}`),
    a_root_email: fresh(`root-${account}@bench.example`),
    a_subscription_status: 'active',
    a_subscription_plan: null,
    a_emergency_credit: 0,
    a_country: fresh('Iceland'),
    a_company_name: fresh('Bench Corporation'),
    a_address: null,
    a_website: null,
    a_phone_number: null,
    a_deletion_scheduled_for: null,
    a_payment_grace_until: null,
    a_region: null,
    a_provider: null,
    a_bstier: 0,
    a_cloud: 0,
    a_hub: 0,
  }
}

function accessOf(number: number, { accounts, limited }: CacheOrder): CredentialAccess {
  const account = number % accounts
  const id = fresh(`key_01kc9f3m8e7q${String(number).padStart(10, '0')}`)
  const own = limited
    ? { ...NO_LIMITS, scopes: 'orders:read orders:write', rateRequests: 1000, ratePerSeconds: 1, id, rateKey: null }
    : { ...NO_LIMITS, id, rateKey: null }
  return {
    principal: {
      kind: 'key',
      userId: fresh(`usr_01kc9f3m8e7q${String(account).padStart(10, '0')}`),
      isServiceAccount: false,
      email: fresh(`root-${account}@bench.example`),
      accountId: fresh(String(1_000_000_000 + account)),
      role: 'root',
      credentialId: id,
      apiKeyId: id,
      expiresAt: NOW + 86_400_000 + number,
      limits: combineLimits([own]),
      keyDescription: { environment: 'live', metadata: null, tags: null },
    },
    account: toPublicAccount(rowOf(account)),
  }
}

const secretOf = (number: number) => `ms-${String(number).padStart(32, '0')}`

function measure(order: CacheOrder): CacheReport {
  const collect = () => {
    globalThis.gc?.()
    globalThis.gc?.()
    return process.memoryUsage().heapUsed
  }
  const cache = createCredentialCache({ maxBytes: Number.POSITIVE_INFINITY })
  const before = collect()
  let longestSetMs = 0
  for (let number = 0; number < order.entries; number += 1) {
    const [hash, access] = [sha256(secretOf(number)), accessOf(number, order)]
    const startedAt = performance.now()
    cache.set(hash, access, cache.beginFill(), NOW)
    longestSetMs = Math.max(longestSetMs, performance.now() - startedAt)
  }
  const heap = collect() - before
  return {
    entries: cache.size(),
    heapBytesPerEntry: heap / order.entries,
    statedBytesPerEntry: cache.bytes() / order.entries,
    longestSetMs,
    oneNs: look(1),
    inTurnNs: look(order.entries),
  }

  function look(count: number): number {
    const secrets = Array.from({ length: count }, (_, number) => secretOf(number))
    let missed = 0
    const turn = (looks: number) => {
      for (let use = 0; use < looks; use += 1) {
        if (cache.get(sha256(secrets[use % count] ?? ''), NOW) === undefined) missed += 1
      }
    }
    turn(Math.min(order.looks, 200_000))
    const before = process.cpuUsage()
    turn(order.looks)
    const { user, system } = process.cpuUsage(before)
    if (missed > 0) throw new Error(`${missed} accesses were not found`)
    return ((user + system) * 1000) / order.looks
  }
}

process.once('message', (order: CacheOrder) => {
  process.send?.(measure(order))
  process.disconnect?.()
})
