import { isRoomForSuccessor, reserveSlot } from '../../access/directory/key-slots.ts'
import { handOnInvitations } from '../../access/directory/pending-memberships.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import type { KeyDescription } from '../../access/key-description.ts'
import { type LimitColumns, NO_LIMITS } from '../../access/key-limits/key-limits.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import { type AuditEvent, type Origin, recordAll } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { type Keep, keepNothing } from '../../platform/idempotency/idempotent.ts'
import type { Tally } from '../../platform/tally.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import type { MemberKeys } from '../../transport/messaging/member-keys.ts'
import { environmentFor } from './below-issuer.ts'
import { describedDifferences, NO_DESCRIPTION } from './describe-key.ts'
import type { FoundApiKey } from './find-key.ts'
import type { IssuedApiKey } from './issue.ts'
import { differences, isBeyond } from './limits.ts'
import { type MintApiKey, type MintedKey, toWholeSecond } from './mint.ts'
import type { PlanRetirement } from './retire/retire-silent.ts'
import type { RevokeKey } from './revoke-key.ts'
import type { PlanRevocation } from './revoke-replaced.ts'
import { addSuccessor, markReplaced, shorten } from './rotation-store.ts'
import { findApiKey, findExpiry, listDescendants } from './store.ts'
import type { TellOfRotation } from './tell-of-rotation.ts'

const DAY_MS = 86_400_000
/** How long the old key stays valid by default, in seconds. */
export const DEFAULT_GRACE_SECONDS = 86_400
export const LONGEST_GRACE_SECONDS = 30 * 86_400
/** The same for a key that ends when it is silent. Its default is LONGEST_GRACE_SECONDS. */
export const LONGEST_SILENT_GRACE_SECONDS = 90 * 86_400
/**
 * The shortest grace of a key that rotates itself, in seconds: a thief must not lock out the owner's programs at once.
 */
const SHORTEST_GRACE_BY_ITSELF_SECONDS = 3600
/**
 * The key's expiry may change between the look-up and the transaction; then the rotation is tried again, up to this
 * number.
 */
const MOST_TRIES = 3

export type RotatedApiKey = IssuedApiKey & {
  replaces: string
  /** When the old key expires; the present time if it has already ended. */
  graceEndsAt: number
  /** The ids of the keys that the old key issued: they expire with it. */
  alsoEnding: string[]
  /** The old key also ends after so many days without a use; null if only the end of its grace ends it. */
  silentDays: number | null
}

export type RotateApiKey = (
  principal: Principal,
  key: FoundApiKey,
  input: { graceSeconds?: number | undefined; expiryDays?: number | undefined; silentDays?: number | null | undefined },
  origin: Origin,
  keep?: Keep<RotatedApiKey>,
) => Promise<RotatedApiKey>

type Deps = {
  database: Database
  memberKeys: MemberKeys
  mint: MintApiKey
  tally: Tally
  claims: ClaimsPush
  invalidation: Invalidation
  revokeKey: RevokeKey
  planRevocation: PlanRevocation
  planRetirement: PlanRetirement
  tellOfRotation: TellOfRotation
  mostPerAccount: number
}

/** What the transaction is going to do. */
type Plan = {
  old: FoundApiKey
  minted: MintedKey
  graceEndsAt: number
  atOnce: boolean
  mailsOwner: boolean
  silentDays: number | null
}

/** The old key has changed since the plan was made: it was replaced, disabled or deleted, or its expiry has changed. */
class Outdated extends Error {}

/**
 * rotateApiKey: issues a successor with the same name, limits and owner. The old key stays valid for the grace, so that
 * programs can be given the new key one after the other. The successor takes a slot of the account like any other key,
 * because the message bus has to know the old key until its creds have expired. Only a user can end a key at once: a
 * key that rotates itself stays valid for at least an hour, and the owner gets a mail.
 */
export function createRotateApiKey(deps: Deps): RotateApiKey {
  const { database, memberKeys, claims, invalidation, revokeKey, tellOfRotation, mostPerAccount } = deps

  return async function rotate(principal, found, input, origin, keep = keepNothing) {
    // A key may rotate only itself: another key may be valid for longer, and its successor would be, too.
    if (principal.kind === 'key' && found.id !== principal.apiKeyId) throw new Refusal('interactive_required')
    for (let old = found, tries = 1; ; tries += 1) {
      const plan = await prepare(principal, old, input)
      try {
        return await database.transaction((tx) => carryOut(tx, principal, plan, origin, keep))
      } catch (error) {
        if (!(error instanceof Outdated) || tries === MOST_TRIES) throw error
      }
      const now = await findApiKey(database.read, principal.accountId, { id: old.id }, Date.now())
      if (!now) throw new Refusal('unknown_api_key')
      old = { ...found, ...now }
    }
  }

  async function prepare(
    principal: Principal,
    old: FoundApiKey,
    { graceSeconds, expiryDays, silentDays = null }: Parameters<RotateApiKey>[2],
  ): Promise<Plan> {
    if (old.replacedBy !== null) throw new Refusal('api_key_replaced')
    if (old.disabledAt !== null) throw new Refusal('api_key_disabled')
    const signer = await memberKeys.signerOf(principal.accountId, old.userId)
    // Every owner of keys has a signer, so the owner's membership was removed after the gate's check.
    if (!signer) throw new Refusal(old.userId === principal.userId ? 'unauthorized' : 'unknown_api_key')
    const now = Date.now()
    const life = expiryDays === undefined ? old.expiresAt - old.createdAt : expiryDays * DAY_MS
    const expiresAt = toWholeSecond(Math.min(now + life, await latestExpiry(principal, old)))
    const byItself = principal.kind === 'key'
    const asked = graceSeconds ?? (silentDays === null ? DEFAULT_GRACE_SECONDS : LONGEST_GRACE_SECONDS)
    const isHasty = byItself && asked < SHORTEST_GRACE_BY_ITSELF_SECONDS
    const grace = isHasty ? SHORTEST_GRACE_BY_ITSELF_SECONDS : asked
    const graceEndsAt = Math.min(toWholeSecond(now + grace * 1000), old.expiresAt)
    const { accountId } = principal
    const mailsOwner = isHasty && (await tellOfRotation.mayMail({ accountId, userId: old.userId }))
    const atOnce = graceEndsAt <= now
    const minted = await deps.mint(signer, { createdAt: now, expiresAt, environment: old.environment })
    return { old, minted, graceEndsAt: atOnce ? now : graceEndsAt, atOnce, mailsOwner, silentDays }
  }

  /**
   * A key that rotates itself cannot give its successor a later expiry than its own: otherwise a thief could keep
   * access for ever. A user can, up to the expiry of the key that issued it.
   */
  async function latestExpiry({ kind, accountId }: Principal, old: FoundApiKey): Promise<number> {
    const own = kind === 'key' ? old.expiresAt : Number.POSITIVE_INFINITY
    if (old.issuedBy === null) return own
    const issuers = await findExpiry(database.read, accountId, old.issuedBy)
    if (issuers === undefined) throw new Refusal('unknown_api_key')
    return Math.min(own, issuers)
  }

  async function carryOut(
    tx: Tx,
    principal: Principal,
    { old, minted, graceEndsAt, atOnce, mailsOwner, silentDays }: Plan,
    origin: Origin,
    keep: Keep<RotatedApiKey>,
  ): Promise<RotatedApiKey> {
    const { accountId } = principal
    const { account } = await recheckInTransaction(tx, principal, 'rotateApiKey', old.target)
    const slot = await reserveSlot(tx, account, mostPerAccount)
    if (!slot || (!atOnce && !(await isRoomForSuccessor(tx, account, slot.maxKeys, old.id))))
      throw new Refusal('too_many_keys')
    const { row } = minted
    const oldKey = { ...old, accountId }
    if (!(await markReplaced(tx, oldKey, { successorId: row.id, endsAt: graceEndsAt, silentDays })))
      throw new Outdated('the key changed while it was being rotated')
    const { isBlocked, ...inherited } = await addSuccessor(tx, oldKey, row, { byItself: principal.kind === 'key' })
    // Whoever rotates a key gets one that may do the same.
    if (principal.embed && isBeyond(principal.embed.keyCeiling, inherited)) throw new Refusal('beyond_own_limits')
    if (principal.embed) environmentFor(principal, old.environment)
    await handOnInvitations(tx, account, { from: old.id, to: row.id })
    const alsoEnding = (await listDescendants(tx, accountId, old.userId, old.id)).map(({ id }) => id)
    const by = { actor: principal, origin }
    deps.tally.count(tx, 'issuedKeys')
    await recordAll(tx, events(oldKey, { ...row, ...inherited }, { graceEndsAt, silentDays }, { accountId, ...by }))
    if (mailsOwner) await tellOfRotation.tell(tx, { ...oldKey, endsAt: graceEndsAt, silentDays }, origin.ip)
    if (atOnce || old.twins.length > 0) await claims.changed(tx, accountId)
    // In its grace the old key works as itself alone.
    for (const twin of old.twins) await revokeKey(tx, account, { ...twin, accountId }, { ...by, reason: 'rotated' })
    if (atOnce) {
      await revokeKey(tx, account, oldKey, { ...by, reason: 'rotated' })
    } else {
      await shorten(tx, accountId, alsoEnding, graceEndsAt)
      await deps.planRevocation(tx, oldKey, graceEndsAt)
      if (silentDays !== null) await deps.planRetirement(tx, oldKey, silentDays)
      // The cached accesses still have the old expiry, so they are evicted.
      await invalidation.evict(tx, [old.id, ...alsoEnding])
    }
    const { id, createdAt, expiresAt } = row
    const rotated = {
      id,
      key: minted.key,
      createdAt,
      expiresAt,
      creds: isBlocked ? null : minted.creds,
      ...inherited,
      replaces: old.id,
      graceEndsAt,
      alsoEnding,
      silentDays,
    }
    await keep(tx, rotated)
    return rotated
  }
}

function events(
  old: { id: string; userId: string },
  successor: LimitColumns & KeyDescription & { id: string; name: string; expiresAt: number },
  { graceEndsAt, silentDays }: { graceEndsAt: number; silentDays: number | null },
  by: Pick<AuditEvent, 'accountId' | 'actor' | 'origin'>,
): AuditEvent[] {
  const endsOn = new Date(graceEndsAt).toISOString()
  const expiresOn = new Date(successor.expiresAt).toISOString()
  return [
    {
      ...by,
      action: 'api_key.rotated',
      target: { type: 'api_key', id: old.id },
      details: {
        name: successor.name,
        owner: old.userId,
        replaced_by: successor.id,
        grace_ends_on: endsOn,
        ...(silentDays !== null && { retire: 'when_silent', silent_days: silentDays }),
      },
    },
    {
      ...by,
      action: 'api_key.issued',
      target: { type: 'api_key', id: successor.id },
      details: {
        name: successor.name,
        expires_on: expiresOn,
        replaces: old.id,
        ...differences(NO_LIMITS, successor),
        ...describedDifferences(NO_DESCRIPTION, successor),
        ...(successor.environment === 'test' && { environment: successor.environment }),
      },
    },
  ]
}
