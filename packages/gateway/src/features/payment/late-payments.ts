import {
  clearPaymentGraces,
  listGracesUntil,
  markOverdueTold,
  setPaymentGrace,
} from '../../access/directory/accounts.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import { mayEver } from '../../access/policy.ts'
import type { AuditAction } from '../../platform/audit/actions.ts'
import { record } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { defineWork, type Outbox } from '../../platform/outbox/outbox.ts'
import { roles } from '../../platform/values/roles.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { AccountActor } from './customers.ts'
import { listMembers } from './store.ts'

const DAY_MS = 86_400_000
/** How long before the end of a grace Stripe is asked again: an event that says that it was paid may be lost. */
const ASKED_BEFORE_MS = 3_600_000

/** The grace of the account (the key) is about to end, or has ended: Stripe is asked whether it has paid. */
export const lateAccountWork = defineWork<null>('stripe-account-late')

/** The roles that may open the portal, where a failed payment can be repaired. */
export const billingRoles = roles.filter((role) => mayEver('getDashboardUrl', role, 'interactive').allowed)

/** In the transaction that stores what Stripe says: begins the grace of a late payment, or ends it. */
export type FollowPayment = (
  tx: Tx,
  by: AccountActor,
  graceUntil: number | null,
  payment: 'late' | 'paid' | null,
) => Promise<void>

export type LatePayments = {
  follow: FollowPayment
  /**
   * Asks Stripe about accounts whose grace is about to end, and tells members that keys are refused from now on; or,
   * without a grace in the settings, refuses none any more.
   */
  tell(now: number): Promise<void>
}

type Deps = {
  database: Database
  outbox: Outbox
  invalidation: Invalidation
  sendMail: SendMail
  graceDays: number | undefined
}

/**
 * Late payments (docs/decisions/0046). Each request compares the time with the end of the grace, which its cached access
 * has: nothing needs to happen at that moment.
 */
export function createLatePayments(deps: Deps): LatePayments {
  const { database, outbox, invalidation, sendMail, graceDays } = deps

  async function tellAll(
    tx: Tx,
    by: AccountActor,
    action: AuditAction,
    template: 'payment-late' | 'payment-overdue' | 'payment-settled',
    refusedFrom: number | undefined,
  ): Promise<void> {
    const { accountId, actor, origin } = by
    await record(tx, {
      ...{ action, accountId, actor, target: { type: 'account', id: accountId } },
      ...(origin && { origin }),
      ...(refusedFrom !== undefined && { details: { refused_from: new Date(refusedFrom).toISOString() } }),
    })
    for (const { email, account } of await listMembers(tx, accountId, billingRoles))
      await sendMail(tx, { template, to: email, account, refusedFrom: refusedFrom ?? null })
  }

  return {
    async follow(tx, by, graceUntil, payment) {
      const { accountId } = by
      if (payment === 'late' && graceUntil === null && graceDays !== undefined) {
        const until = Date.now() + graceDays * DAY_MS
        await setPaymentGrace(tx, accountId, until)
        await tellAll(tx, by, 'payment.late', 'payment-late', until)
      } else if (payment === 'paid' && graceUntil !== null) {
        await setPaymentGrace(tx, accountId, null)
        await tellAll(tx, by, 'payment.settled', 'payment-settled', undefined)
      } else return
      await invalidation.evict(tx, [accountId])
    },

    tell: (now) =>
      database.transaction(async (tx) => {
        if (graceDays === undefined) {
          const cleared = await clearPaymentGraces(tx)
          if (cleared.length > 0) await invalidation.evict(tx, cleared)
          return
        }
        // Also those that are refused already: whoever has paid gets in again within the time of this job.
        for (const accountId of await listGracesUntil(tx, now + ASKED_BEFORE_MS))
          await outbox.enqueue(tx, lateAccountWork, null, { key: accountId })
        const overdue = await markOverdueTold(tx, now)
        // Verifiers whose clocks go slower may remember accesses for longer.
        if (overdue.length > 0) await invalidation.evict(tx, overdue)
        for (const accountId of overdue)
          await tellAll(tx, { accountId, actor: { kind: 'system' } }, 'payment.overdue', 'payment-overdue', now)
      }),
  }
}
