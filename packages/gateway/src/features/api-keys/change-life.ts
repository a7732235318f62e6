import type { Tx } from '../../platform/database/database.ts'
import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import { toWholeSecond } from './mint.ts'
import { type ApiKeyRow, findExpiry } from './store.ts'

const DAY_MS = 86_400_000
const LONGEST_LIFE_DAYS = 365

/** `expiryDays` from now, or `expiresOn` (ISO 8601); `disabled` until somebody enables the key again. */
export type LifeChanges = {
  disabled?: boolean | undefined
  expiryDays?: number | undefined
  expiresOn?: string | undefined
}

/** Since when the key is disabled after the change; null if it is not. */
export function disabledAfter({ disabledAt }: ApiKeyRow, disabled: boolean | undefined, now: number): number | null {
  if (disabled === undefined) return disabledAt
  return disabled ? (disabledAt ?? now) : null
}

/**
 * When the key expires after the change, which only makes it live longer: its creds were signed for the time that it
 * had. Never later than the key that issued it, and never more than a year from now.
 */
export async function expiryAfter(
  tx: Tx,
  accountId: string,
  key: ApiKeyRow,
  { expiryDays, expiresOn }: LifeChanges,
  now: number,
): Promise<number> {
  if (expiryDays === undefined && expiresOn === undefined) return key.expiresAt
  const path = expiresOn === undefined ? '/body/expiry_days' : '/body/expires_on'
  if (expiryDays !== undefined && expiresOn !== undefined)
    throw invalid(path, 'must not be sent together with expiry_days')
  const asked = expiresOn === undefined ? now + (expiryDays ?? 0) * DAY_MS : Date.parse(expiresOn)
  const expiresAt = toWholeSecond(asked)
  if (expiresAt === key.expiresAt) return expiresAt
  if (key.replacedBy !== null) throw new Refusal('api_key_replaced')
  if (!(expiresAt > key.expiresAt))
    throw invalid(
      path,
      `must not be before ${iso(key.expiresAt)}, when the key expires now: rotate or delete it instead`,
    )
  if (expiresAt > now + LONGEST_LIFE_DAYS * DAY_MS)
    throw invalid(path, `must not be more than ${LONGEST_LIFE_DAYS} days from now`)
  const latest = key.issuedBy === null ? undefined : await findExpiry(tx.db, accountId, key.issuedBy)
  if (latest !== undefined && expiresAt > latest)
    throw invalid(path, `must not be after ${iso(latest)}, when the key that issued it expires`)
  return expiresAt
}

const iso = (ms: number) => new Date(ms).toISOString()
