import { setDeletionDate } from '../../access/directory/accounts.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import type { LockedAccount } from '../../platform/database/locks.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { defineWork, type Outbox } from '../../platform/outbox/outbox.ts'
import { handlerFor, type WorkHandler } from '../../platform/outbox/worker.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import type { EmailCodes } from '../authentication/email-codes.ts'
import type { CloseAccount } from './close.ts'
import { findLiving } from './store.ts'
import type { TellMembers } from './tell-members.ts'

/** The time from the request to the deletion, if the root asks for a scheduled deletion. */
const NOTICE_MS = 14 * 86_400_000

/** How long the answer waits until the NATS servers have closed the account; the push goes on in any case. */
const CONFIRM_MS = 1000

/** How often a suspended account whose date has come is looked at. */
const LOOK_AGAIN_MS = 3_600_000
/** If the account was suspended at that very moment, its date is over. */
const SOONEST_MS = 1000

/** Deletes an account on its scheduled date, unless the deletion was cancelled. The key is the account's id. */
const deletionWork = defineWork<null>('delete-account')

/** `credsRevoked` means the same as in deleteApiKey; only an immediate deletion has it. */
export type AccountDeletion = { deletionDate: number; credsRevoked?: boolean | null }

export type DeleteAccount = {
  /** deleteAccount: deletes now, or in 14 days. A date that is already set stays. */
  delete(
    principal: Principal,
    input: { emailCode: string; in14Days: boolean },
    origin: Origin,
  ): Promise<AccountDeletion>
  /** cancelAccountDeletion: works only before the date. */
  cancel(principal: Principal, origin: Origin): Promise<void>
}

type Deps = {
  database: Database
  outbox: Outbox
  emailCodes: EmailCodes
  claims: ClaimsPush
  invalidation: Invalidation
  closeAccount: CloseAccount
  tellMembers: TellMembers
}

/** Deletes accounts whose scheduled date has come. */
export function deleteDueAccounts({ database, closeAccount }: Pick<Deps, 'database' | 'closeAccount'>): WorkHandler {
  return handlerFor(deletionWork, async (_payload, { key: accountId }) => {
    const account = await findLiving(database.read, accountId)
    // Nobody can cancel it while the account is suspended. Its resumption gives them time to (markResumed).
    if (account && account.suspendedAt !== null) return { againAt: Date.now() + LOOK_AGAIN_MS }
    const date = await database.transaction(async (tx) => {
      const closed = await closeAccount(tx, accountId, { actor: { kind: 'system' }, onlyIfDue: true })
      return closed === undefined ? (await findLiving(tx.db, accountId))?.deletionScheduledFor : undefined
    })
    // The work may run too early if clocks differ; the date in the row decides.
    return date ? { againAt: Math.max(date, Date.now() + SOONEST_MS) } : undefined
  })
}

export function createDeleteAccount(deps: Deps): DeleteAccount {
  const { database, outbox, emailCodes, claims, invalidation, closeAccount, tellMembers } = deps

  async function deleteNow(principal: Principal, emailCode: string, origin: Origin): Promise<AccountDeletion> {
    const { accountId } = principal
    const { version, deletionDate } = await database.transaction(async (tx) => {
      await recheckInTransaction(tx, principal, 'deleteAccount', 'account')
      const closedVersion = await closeAccount(tx, accountId, { actor: principal, origin, onlyIfDue: false })
      // If two requests come at once, the first has revoked the credential of the second.
      if (closedVersion === undefined) throw new Refusal('unauthorized')
      await emailCodes.use(tx, principal, 'deleteAccount', emailCode)
      await outbox.cancel(tx, deletionWork, accountId)
      return { version: closedVersion, deletionDate: Date.now() }
    })
    return { deletionDate, credsRevoked: await claims.confirmed(accountId, version, CONFIRM_MS) }
  }

  async function schedule(principal: Principal, emailCode: string, origin: Origin): Promise<AccountDeletion> {
    return database.transaction(async (tx) => {
      const { account: locked } = await recheckInTransaction(tx, principal, 'deleteAccount', 'account')
      const account = await findLiving(tx.db, principal.accountId)
      if (!account) throw new Refusal('unauthorized')
      await emailCodes.use(tx, principal, 'deleteAccount', emailCode)
      if (account.deletionScheduledFor !== null) return { deletionDate: account.deletionScheduledFor }
      const deletionDate = Date.now() + NOTICE_MS
      await outbox.enqueue(tx, deletionWork, null, { key: principal.accountId, dueAt: deletionDate })
      await setDate(tx, locked, principal, deletionDate, origin)
      const mail = { template: 'account-deletion-scheduled' as const, account: account.displayName, deletionDate }
      await tellMembers(tx, principal.accountId, mail)
      return { deletionDate }
    })
  }

  /** Members see the date in the account's row, which is cached, so the cache is evicted. */
  async function setDate(
    tx: Tx,
    account: LockedAccount,
    principal: Principal,
    at: number | null,
    origin: Origin,
  ): Promise<void> {
    const { accountId } = account
    await setDeletionDate(tx, account, at)
    await invalidation.evict(tx, [accountId])
    await record(tx, {
      action: at === null ? 'account.deletion_cancelled' : 'account.deletion_scheduled',
      accountId,
      actor: principal,
      origin,
      target: { type: 'account', id: accountId },
      ...(at !== null && { details: { deletion_date: new Date(at).toISOString() } }),
    })
  }

  return {
    async delete(principal, { emailCode, in14Days }, origin) {
      await emailCodes.check(principal, 'deleteAccount', emailCode)
      return in14Days ? schedule(principal, emailCode, origin) : deleteNow(principal, emailCode, origin)
    },

    async cancel(principal, origin) {
      await database.transaction(async (tx) => {
        const { account: locked } = await recheckInTransaction(tx, principal, 'cancelAccountDeletion', 'account')
        const account = await findLiving(tx.db, principal.accountId)
        if (!account) throw new Refusal('unauthorized')
        const date = account.deletionScheduledFor
        // The job may be late; after the date nobody can cancel, even if the account is not deleted yet.
        if (date === null || date <= Date.now()) throw new Refusal('deletion_not_scheduled')
        await outbox.cancel(tx, deletionWork, principal.accountId)
        await setDate(tx, locked, principal, null, origin)
      })
    },
  }
}
