import type { Static } from 'typebox'
import type { AnyLimit } from '../../access/key-limits/key-limit.ts'
import {
  allLimits,
  type KeyLimits,
  type Limit,
  type LimitColumns,
  limitsOf,
} from '../../access/key-limits/key-limits.ts'
import type { CredentialPrincipal } from '../../access/principal.ts'
import { Refusal } from '../../platform/errors/refusal.ts'

/** What a request sets of a key's limits: null removes a limit, undefined leaves it as it is. */
export type LimitChanges = { [L in Limit as L['member']]?: Static<L['setting']> | null | undefined }

/**
 * The columns after the changes; throws `invalid_request` for errors that a schema cannot express, such as unknown
 * scopes.
 */
export function applyChanges(columns: LimitColumns, changes: LimitChanges): LimitColumns {
  const after = limitsOf(columns)
  for (const { limit, setting } of changedBy(changes))
    Object.assign(after, setting === null ? noneOf(limit) : limit.store(setting))
  return after
}

function noneOf({ columns }: AnyLimit): Record<string, null> {
  return Object.fromEntries(Object.keys(columns).map((name) => [name, null]))
}

/**
 * Throws `beyond_own_limits` if a key would give another key more than it has itself. This key's limits would apply to
 * the other key anyway, but the caller would believe that it can do more.
 */
export function refuseBeyond(own: KeyLimits | null, changes: LimitChanges, columns: LimitColumns): void {
  const inForce: Record<string, unknown> | null = own
  if (inForce && changedBy(changes).some(({ name, limit }) => limit.isBeyond(columns, inForce[name])))
    throw new Refusal('beyond_own_limits')
}

/** What the caller may give to other keys; null for whatever their owner may do. */
export function ceilingOf({ limits, embed }: Pick<CredentialPrincipal, 'limits' | 'embed'>): KeyLimits | null {
  return embed ? embed.keyCeiling : limits
}

/** Whether a key has more than may be given to it. */
export function isBeyond(own: KeyLimits | null, columns: LimitColumns): boolean {
  const inForce: Record<string, unknown> | null = own
  return inForce !== null && allLimits.some(([name, limit]) => limit.isBeyond(columns, inForce[name]))
}

/** Throws the same if a key changes its own limits, which were `before`, to more than it had. */
export function refuseBeyondItself(before: LimitColumns, changes: LimitChanges, columns: LimitColumns): void {
  if (changedBy(changes).some(({ limit }) => limit.isBeyondItself(columns, before)))
    throw new Refusal('beyond_own_limits')
}

/** Whether a request sets or removes any limit. */
export function hasLimits(changes: LimitChanges): boolean {
  return changedBy(changes).length > 0
}

function changedBy(changes: LimitChanges) {
  const given: Record<string, unknown> = changes
  return allLimits.flatMap(([name, limit]) => {
    const setting = given[limit.member]
    return setting === undefined ? [] : [{ name, limit, setting }]
  })
}

/** Whether the key has limits that the message bus cannot enforce: such a key must not use the bus. */
export function blocksBus(columns: LimitColumns): boolean {
  return allLimits.some(([, limit]) => limit.blocksBus(columns))
}

/** The limits that a change has changed, before and after it, for the audit log; null means no limit. */
export function differences(before: LimitColumns, after: LimitColumns): Record<string, string | null> {
  const had = inWords(before)
  return Object.fromEntries(Object.entries(inWords(after)).filter(([member, text]) => text !== had[member]))
}

/** Each limit as one text: its columns, separated by slashes. */
function inWords(columns: LimitColumns): Record<string, string | null> {
  const stored: Record<string, unknown> = columns
  return Object.fromEntries(
    allLimits.map(([, limit]) => {
      const values = Object.keys(limit.columns).map((name) => stored[name])
      const set = values.filter((value) => value !== null)
      return [limit.member, set.length === 0 ? null : set.join('/')]
    }),
  )
}
