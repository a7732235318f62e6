import type { Invalidation } from '../../access/invalidation.ts'
import { permit } from '../../access/permit.ts'
import type { Principal } from '../../access/principal.ts'
import { type Rechecked, recheckInTransaction } from '../../access/recheck.ts'
import { type AuditEvent, type Origin, recordAll } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Role } from '../../platform/values/roles.ts'
import { checkVersion, type ExpectedVersion } from '../../platform/values/versions.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import { disabledAfter, expiryAfter, type LifeChanges } from './change-life.ts'
import { type DescriptionChanges, describedDifferences, toDescription } from './describe-key.ts'
import type { FoundApiKey } from './find-key.ts'
import { parseName } from './issue.ts'
import { applyChanges, differences, type LimitChanges } from './limits.ts'
import { type ApiKeyRow, findApiKey, type OwnedApiKey } from './store.ts'
import { replaceTags } from './tag-store.ts'
import { createTakeEffect } from './take-effect.ts'
import { updateKey } from './update-store.ts'
import { versionOfKey } from './version.ts'
import { refuseForeign, refuseUnissued } from './who-changes.ts'

/** How long the answer waits for the NATS servers to confirm that creds are revoked; the push goes on in any case. */
const CONFIRM_MS = 1000

export type KeyChanges = LimitChanges &
  DescriptionChanges &
  LifeChanges & {
    name?: string | undefined
    /** Of the key that is named; not of its twins, which nobody sees. */
    expected?: ExpectedVersion
  }

export type UpdatedApiKey = ApiKeyRow & {
  ownerRole: Role
  /** Whether the NATS servers have confirmed that the creds are revoked; undefined if the change revokes none. */
  credsRevoked?: boolean | null
}

export type UpdateApiKey = (
  principal: Principal,
  key: FoundApiKey,
  changes: KeyChanges,
  origin: Origin,
) => Promise<UpdatedApiKey>

type Deps = { database: Database; invalidation: Invalidation; claims: ClaimsPush }

/**
 * updateApiKey: changes the name, the limits or the description of a key, extends it, disables or enables it. The change
 * applies everywhere from the answer on, to the key, its sessions and the keys that it issued. If the message bus cannot
 * enforce the new limits, or the key is disabled, the creds of all these keys are revoked; if they may have creds again,
 * the same creds are admitted again.
 */
export function createUpdateApiKey({ database, invalidation, claims }: Deps): UpdateApiKey {
  const takeEffect = createTakeEffect(invalidation, claims)

  return async (principal, { id, target, twins }, changes, origin) => {
    const { accountId } = principal
    const name = changes.name === undefined ? undefined : parseName(changes.name)
    const description = toDescription(changes)
    const { key, endsCredsWith } = await database.transaction(async (tx) => {
      const caller = await recheckInTransaction(tx, principal, 'updateApiKey', target)
      const changed: Change[] = []
      for (const twin of twins) {
        permit(caller, 'updateApiKey', twin.target)
        changed.push(await change(tx, caller, twin.id))
      }
      const { key, endsCredsWith } = await change(tx, caller, id, changes.expected)
      return { key, endsCredsWith: endsCredsWith ?? changed.findLast((one) => one.endsCredsWith)?.endsCredsWith }
    })
    if (endsCredsWith === undefined) return key
    return { ...key, credsRevoked: await claims.confirmed(accountId, endsCredsWith, CONFIRM_MS) }

    async function change(tx: Tx, caller: Rechecked, id: string, expected?: ExpectedVersion): Promise<Change> {
      const now = Date.now()
      const before = await findApiKey(tx.db, accountId, { id }, now)
      if (!before) throw new Refusal('unknown_api_key')
      checkVersion(expected, versionOfKey(before))
      const columns = applyChanges(before, changes)
      await refuseForeign(tx, caller, before, changes, columns)
      const disabledAt = disabledAfter(before, changes.disabled, now)
      const expiresAt = await expiryAfter(tx, accountId, before, changes, now)
      const after = { ...before, ...columns, ...description, name: name ?? before.name, disabledAt, expiresAt }
      const changed = changesOf(before, after)
      if (!changed.any) return { key: after }
      if (changed.asOwner) await refuseUnissued(tx, caller, after)
      // Otherwise a member whose role no longer issues keys would keep their own for ever.
      if (changed.extended && before.userId === caller.userId) permit(caller, 'issueApiKey', 'self')
      await updateKey(tx, accountId, id, after, changed)
      if (after.tags !== before.tags) await replaceTags(tx, { ...after, accountId })
      await recordAll(tx, eventsOf(after, changed, { accountId, actor: principal, origin }))
      if (changed.below) return { key: after, ...(await takeEffect(tx, accountId, after)) }
      if (changed.cached) await invalidation.evict(tx, [id])
      return { key: after }
    }
  }
}

/** With the version of the claims from which creds that the change revokes are refused. */
type Change = { key: OwnedApiKey; endsCredsWith?: number }

type Changed = ReturnType<typeof changesOf>

function changesOf(before: ApiKeyRow, after: ApiKeyRow) {
  const limits = differences(before, after)
  const description = describedDifferences(before, after)
  const extended = after.expiresAt !== before.expiresAt
  const isLimited = Object.keys(limits).length > 0
  const isDescribed = Object.keys(description).length > 0
  const isTurned = (after.disabledAt === null) !== (before.disabledAt === null)
  const isUpdated = after.name !== before.name || isLimited || isDescribed || extended
  return {
    any: isUpdated || isTurned,
    isUpdated,
    isTurned,
    extended,
    /** Whether the change applies to the keys that it issued too. */
    below: isLimited || isTurned,
    /** Whether the cached accesses of the key and its sessions are out of date. */
    cached: isDescribed || extended,
    /** Whether the change is only for users and for keys that issued the key (docs/decisions/0042). */
    asOwner: isDescribed || extended || (isTurned && after.disabledAt === null),
    details: { ...limits, ...description, ...(extended && { expires_on: new Date(after.expiresAt).toISOString() }) },
  }
}

function eventsOf(
  { id, name, userId: owner, disabledAt }: ApiKeyRow,
  { isUpdated, isTurned, details }: Changed,
  by: Pick<AuditEvent, 'accountId' | 'actor' | 'origin'>,
): AuditEvent[] {
  const about = { ...by, target: { type: 'api_key' as const, id } }
  const turned = disabledAt === null ? ('api_key.enabled' as const) : ('api_key.disabled' as const)
  return [
    ...(isUpdated ? [{ ...about, action: 'api_key.updated' as const, details: { name, owner, ...details } }] : []),
    ...(isTurned ? [{ ...about, action: turned, details: { name, owner } }] : []),
  ]
}
