import { type CacheBounds, createTaggedCache, type Surroundings, type TaggedCache } from '@quiva/verifier/tagged-cache'
import type { KeyLimits } from './key-limits/key-limits.ts'
import { type CredentialAccess, type CredentialPrincipal, tagsOf } from './principal.ts'
import type { PublicAccount } from './public-account.ts'

/** How long an access may be used without asking the database again. */
const LIFE_MS = 60_000

/**
 * What an entry takes in the heap of V8, in bytes, measured by `npm run bench -- --only caching`: the entry, its hash
 * and place, and the principal with its ids. The rest depends on what is in it.
 */
const BYTES = { entry: 450, limits: 300, scope: 100, networks: 700, network: 300, counted: 200, account: 300, text: 40 }

export type CredentialCache = TaggedCache<CredentialAccess>

type Options = Partial<CacheBounds & Surroundings>

/**
 * Maps the hash of a credential to the access it gives, so that a credential that was seen before costs neither SQL nor
 * a signature check. An entry is used for a minute at most and never longer than its credential; every change that
 * revokes an access evicts it at once (invalidation.ts). The caller says how much memory it may take.
 */
export function createCredentialCache({ monotonic, random, ...bounds }: Options = {}): CredentialCache {
  return createTaggedCache<CredentialAccess>(
    {
      tagsOf: ({ principal }) => tagsOf(principal),
      expiresAtOf: ({ principal }) => principal.expiresAt,
      bytesOf: ({ principal }) => principalBytes(principal),
      shared: shareAccounts(),
    },
    { maxBytes: Number.POSITIVE_INFINITY, lifeMs: LIFE_MS, ...bounds },
    { monotonic: monotonic ?? (() => performance.now()), random: random ?? Math.random },
  )
}

/**
 * The keys of an account show the same account, and many have the same owner: what was read for each of them is held
 * once. After a change of the account, its earlier form is held until the last entry with it is gone.
 */
function shareAccounts() {
  const newest = new Map<string, CredentialAccess>()
  const uses = new Map<PublicAccount, number>()
  let bytes = 0

  return {
    keep(access: CredentialAccess): void {
      const known = newest.get(access.principal.accountId)
      if (known) useTextsOf(known.principal, access.principal)
      if (known && isSame(known.account, access.account)) access.account = known.account
      const { account } = access
      const used = uses.get(account) ?? 0
      if (used === 0) bytes += accountBytes(account)
      uses.set(account, used + 1)
      newest.set(access.principal.accountId, access)
    },
    release({ principal, account }: CredentialAccess): void {
      const left = (uses.get(account) ?? 1) - 1
      if (left > 0) return void uses.set(account, left)
      uses.delete(account)
      bytes -= accountBytes(account)
      if (newest.get(principal.accountId)?.account === account) newest.delete(principal.accountId)
    },
    clear(): void {
      newest.clear()
      uses.clear()
      bytes = 0
    },
    bytes: () => bytes,
  }
}

/** Texts that were read twice become the same text. */
function useTextsOf(known: CredentialPrincipal, principal: CredentialPrincipal): void {
  principal.accountId = known.accountId
  if (principal.role === known.role) principal.role = known.role
  if (principal.userId === known.userId) {
    principal.userId = known.userId
    principal.email = known.email
  }
  if (isSame(principal.keyDescription, known.keyDescription)) principal.keyDescription = known.keyDescription
}

function isSame<Flat extends object>(one: Flat | null, other: Flat | null): boolean {
  if (one === null || other === null) return one === other
  const names = Object.keys(one) as (keyof Flat)[]
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
}

function principalBytes({ email, limits, keyDescription }: CredentialPrincipal): number {
  const texts = email.length + (keyDescription?.metadata?.length ?? 0) + (keyDescription?.tags?.length ?? 0)
  return BYTES.entry + texts + (limits === null ? 0 : limitsBytes(limits))
}

function limitsBytes({ scopes, networks, rateLimits, quotas }: KeyLimits): number {
  return (
    BYTES.limits +
    (scopes?.size ?? 0) * BYTES.scope +
    (networks === null ? 0 : BYTES.networks + networks.list.length * BYTES.network) +
    (rateLimits.length + quotas.length) * BYTES.counted
  )
}

function accountBytes(account: PublicAccount): number {
  let texts = 0
  for (const value of Object.values(account)) if (typeof value === 'string') texts += BYTES.text + value.length
  return BYTES.account + 2 * texts
}
