import { type SettingsRow, writeSettings } from '../../access/directory/accounts.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import type { Principal } from '../../access/principal.ts'
import type { PublicAccount } from '../../access/public-account.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import type { LockedAccount } from '../../platform/database/locks.ts'
import { invalid } from '../../platform/errors/refusal.ts'
import { checkVersion, type ExpectedVersion, versionOf } from '../../platform/values/versions.ts'
import { readPublicAccount, readSettings } from './settings-store.ts'

/** How many bytes of JSON a user interface may store with an account. */
const MOST_PROGRESS_BYTES = 16_384

type Progress = Record<string, unknown>

const texts = ['country', 'company_name', 'address', 'website', 'phone_number', 'region', 'provider'] as const
const flags = ['cloud', 'hub'] as const

/** What updateAccount may change; a field that is left out does not change. */
export type AccountUpdate = { [Name in (typeof texts)[number]]?: string | undefined } & {
  [Name in (typeof flags)[number]]?: boolean | undefined
} & { onboarding_progress?: Progress | undefined; expected?: ExpectedVersion }

/** The account after the change. Only updateAccount shows the progress, because AccountPublicInfo does not have it. */
export type UpdatedAccount = PublicAccount & { onboarding_progress?: Progress }

/**
 * Of the contact details and switches. The progress is not in it: it is merged field by field, and no person edits it.
 */
export function versionOfAccount(
  account: Partial<Record<(typeof texts)[number], string | null> & Record<(typeof flags)[number], boolean | number>>,
): string {
  return versionOf(...texts.map((name) => account[name] ?? null), ...flags.map((name) => Boolean(account[name])))
}

export type AccountSettings = {
  /** updateAccount */
  update(principal: Principal, update: AccountUpdate, origin: Origin): Promise<UpdatedAccount>
  /** setEmergencyCredit: finite and not negative, rounded to cents; 0 switches it off. */
  setEmergencyCredit(principal: Principal, amount: number, origin: Origin): Promise<void>
}

export function createAccountSettings(database: Database, invalidation: Invalidation): AccountSettings {
  /**
   * Writes the values that differ and resolves with their names. Members see them in the account's row, which is
   * cached, so the cache is evicted.
   */
  async function change(tx: Tx, account: LockedAccount, before: SettingsRow, values: Partial<SettingsRow>) {
    const different = Object.entries(values).filter(([name, value]) => before[name as keyof SettingsRow] !== value)
    if (different.length > 0) {
      await writeSettings(tx, account, Object.fromEntries(different))
      await invalidation.evict(tx, [account.accountId])
    }
    return different.map(([name]) => name)
  }

  return {
    update: (principal, update, origin) =>
      database.transaction(async (tx) => {
        const { accountId } = principal
        const { account: locked } = await recheckInTransaction(tx, principal, 'updateAccount', 'account')
        const before = await readSettings(tx, locked)
        checkVersion(update.expected, versionOfAccount(before))
        const values = toColumns(update, before)
        const changed = await change(tx, locked, before, values)
        if (changed.length > 0) {
          const target = { type: 'account' as const, id: accountId }
          const details = { members: changed.join(' ') }
          await record(tx, { action: 'account.updated', accountId, actor: principal, origin, target, details })
        }
        const account = await readPublicAccount(tx.db, accountId)
        const progress = 'onboarding_progress' in values ? values.onboarding_progress : before.onboarding_progress
        return progress ? { ...account, onboarding_progress: JSON.parse(progress) as Progress } : account
      }),

    async setEmergencyCredit(principal, amount, origin) {
      const { accountId } = principal
      // Adding zero turns minus zero into zero.
      const cents = Math.round(amount * 100) / 100 + 0
      await database.transaction(async (tx) => {
        const { account } = await recheckInTransaction(tx, principal, 'setEmergencyCredit', 'account')
        const before = await readSettings(tx, account)
        const changed = await change(tx, account, before, { emergency_credit: cents })
        if (changed.length === 0) return
        await record(tx, {
          action: 'account.emergency_credit_set',
          accountId,
          actor: principal,
          origin,
          target: { type: 'account', id: accountId },
          details: { from: before.emergency_credit, to: cents },
        })
      })
    },
  }
}

/**
 * Takes the known fields one by one: a body may have others, such as the name, which this operation does not set. An
 * empty text clears a field, because in the contract a field without a value is absent.
 */
function toColumns(update: AccountUpdate, before: SettingsRow): Partial<SettingsRow> {
  const values: Partial<SettingsRow> = {}
  for (const name of texts) {
    const text = update[name]
    if (text !== undefined) values[name] = text === '' ? null : text
  }
  for (const name of flags) {
    const flag = update[name]
    if (flag !== undefined) values[name] = flag ? 1 : 0
  }
  const progress = update.onboarding_progress
  if (progress !== undefined) values.onboarding_progress = merge(before.onboarding_progress, progress)
  return values
}

/** Merges field by field; null removes a field (RFC 7396, but only on the first level). */
function merge(stored: string | null, given: Progress): string | null {
  const merged = { ...(stored === null ? {} : (JSON.parse(stored) as Progress)), ...given }
  const left = Object.entries(merged).filter(([, value]) => value !== null)
  if (left.length === 0) return null
  const text = JSON.stringify(Object.fromEntries(left))
  if (Buffer.byteLength(text) > MOST_PROGRESS_BYTES)
    throw invalid('/body/onboarding_progress', `must not exceed ${MOST_PROGRESS_BYTES} bytes of JSON`)
  return text
}
