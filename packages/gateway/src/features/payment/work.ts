import { record } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { handlerFor, type WorkHandler } from '../../platform/outbox/worker.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import { amountInWords } from './amounts.ts'
import { closedAccountWork } from './close.ts'
import { type Customers, customerOf } from './customers.ts'
import { billingRoles, lateAccountWork } from './late-payments.ts'
import { dropNext, isScheduleFinished } from './schedule.ts'
import { listMembers, markDone } from './store.ts'
import type { StripeClient } from './stripe-client.ts'
import { orMissing } from './stripe-errors.ts'
import { currentOf, listSubscriptions } from './subscriptions.ts'
import type { Sync } from './sync.ts'
import { customerWork, failedPaymentWork } from './webhook.ts'
import type { WithSubscriptionLock } from './with-subscription-lock.ts'

type Deps = {
  database: Database
  client: StripeClient
  customers: Customers
  withSubscriptionLock: WithSubscriptionLock
  sync: Sync
  sendMail: SendMail
}

/** Handlers of the work that events and deleted accounts leave to the outbox. Each piece of work may run twice. */
export function paymentWorkHandlers({
  database,
  client,
  customers,
  withSubscriptionLock,
  sync,
  sendMail,
}: Deps): WorkHandler[] {
  const followCustomer = handlerFor(customerWork, async (_payload, { key: customerId }) => {
    await client.run('processPaymentWebhook', 'payments_unavailable', async (calls) => {
      const accountId = await customers.accountOf(calls, customerId)
      if (accountId === undefined) return
      const current = await sync(calls, { accountId, actor: { kind: 'system' } }, customerId)
      if (!current || !isScheduleFinished(current)) return
      // The portal does not change a subscription that has a schedule, so a finished schedule is released. This needs
      // the lock, since somebody might be adding a phase to it.
      await withSubscriptionLock(accountId, async () => {
        const still = currentOf(await listSubscriptions(calls, customerId))
        if (still && isScheduleFinished(still)) await dropNext(calls, still)
      })
    })
  })

  const tellOfFailedPayment = handlerFor(failedPaymentWork, async ({ eventId, invoiceId, customerId }) => {
    const found = await client.run('processPaymentWebhook', 'payments_unavailable', async (calls) => {
      const accountId = await customers.accountOf(calls, customerId)
      const invoice = await orMissing(calls.stripe.invoices.retrieve(invoiceId, {}, calls.reading()))
      return { accountId, invoice }
    })
    const { accountId, invoice } = found
    // The event may be old: if the invoice is paid or written off by now, nobody needs to act.
    if (accountId === undefined || invoice?.status !== 'open' || customerOf(invoice.customer) !== customerId) return
    await database.transaction(async (tx) => {
      if (!(await markDone(tx, eventId))) return
      for (const { email, account } of await listMembers(tx, accountId, billingRoles))
        await sendMail(tx, {
          template: 'payment-failed',
          to: email,
          account,
          amount: amountInWords(invoice.amount_remaining, invoice.currency),
          nextAttemptAt: invoice.next_payment_attempt === null ? null : invoice.next_payment_attempt * 1000,
        })
      await record(tx, {
        action: 'payment.failed',
        accountId,
        actor: { kind: 'system' },
        target: { type: 'account', id: accountId },
        details: { invoice: invoiceId, attempt: invoice.attempt_count },
      })
    })
  })

  const syncAccount = (operation: 'deleteAccount' | 'processPaymentWebhook', accountId: string) =>
    client.run(operation, 'payments_unavailable', async (calls) => {
      const customerId = await customers.find(calls, accountId)
      if (customerId !== undefined) await sync(calls, { accountId, actor: { kind: 'system' } }, customerId)
    })

  // `sync` checks whether the account is deleted: it may have been restored.
  const cancelForClosedAccount = handlerFor(closedAccountWork, (_payload, { key }) => syncAccount('deleteAccount', key))

  const askAboutLateAccount = handlerFor(lateAccountWork, (_payload, { key }) =>
    syncAccount('processPaymentWebhook', key),
  )

  return [followCustomer, tellOfFailedPayment, cancelForClosedAccount, askAboutLateAccount]
}
