import type { Invalidation } from '../../access/invalidation.ts'
import type { Config } from '../../platform/config/config.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Log } from '../../platform/log.ts'
import type { Outbox } from '../../platform/outbox/outbox.ts'
import { handlerFor, type WorkHandler } from '../../platform/outbox/worker.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import { createAuditPayment } from './audit-payment.ts'
import { type CancelSubscription, createCancelSubscription } from './cancel.ts'
import { type Catalogue, createCatalogue } from './catalogue.ts'
import { createChangeSubscription } from './change-subscription.ts'
import { type Checkout, createCheckout } from './checkout.ts'
import { closedAccountWork } from './close.ts'
import { createCustomers } from './customers.ts'
import { type CreateFreeSubscription, createCreateFreeSubscription } from './free.ts'
import { type LatePayments, lateAccountWork } from './late-payments.ts'
import { followPayerAddress, payerAddressWork } from './payer-address.ts'
import { createReadSubscription, type ReadSubscription } from './read.ts'
import { createToRequester, type ToRequester } from './requester.ts'
import { createStartFreePlan } from './start-free-plan.ts'
import { deleteOldEvents } from './store.ts'
import { createStripeClient } from './stripe-client.ts'
import { createSync } from './sync.ts'
import { createUpdateSubscription, type UpdateSubscription } from './update.ts'
import { createWebhook, customerWork, failedPaymentWork, type Webhook } from './webhook.ts'
import { createWithSubscriptionLock } from './with-subscription-lock.ts'
import { createWithoutPlan, type WithoutPlan } from './without-plan.ts'
import { paymentWorkHandlers } from './work.ts'

export type Payments = {
  toRequester: ToRequester
  catalogue: Pick<Catalogue, 'offers'>
  checkout: Checkout
  read: ReadSubscription
  update: UpdateSubscription
  cancel: CancelSubscription
  createFree: CreateFreeSubscription
  webhook: Webhook
  handlers: WorkHandler[]
  tidyEvents(now: number): Promise<void>
  withoutPlan: WithoutPlan
}

/** Throws `payments_not_configured` if payments are not configured. */
export type ConfiguredPayments = () => Payments

type Deps = {
  database: Database
  outbox: Outbox
  invalidation: Invalidation
  latePayments: LatePayments
  sendMail: SendMail
  config: Pick<Config, 'stripe'>
  log: Log
}

/** Stripe repeats a failed delivery of an event for three days; by hand, it can be repeated for thirty. */
const EVENTS_KEPT_MS = 35 * 86_400_000

/** Payments through Stripe; undefined if they are not configured. */
export function createPayments(deps: Deps): Payments | undefined {
  const { database, outbox, invalidation, latePayments, sendMail, config, log } = deps
  if (!config.stripe) return undefined
  const client = createStripeClient(config.stripe, log)
  const catalogue = createCatalogue(client)
  const customers = createCustomers(database, client)
  const auditPayment = createAuditPayment(database)
  const startFreePlan = createStartFreePlan(auditPayment)
  const { follow: followPayment } = latePayments
  const withoutPlan = createWithoutPlan({ database, catalogue, invalidation })
  const sync = createSync({
    database,
    client,
    catalogue,
    startFreePlan,
    auditPayment,
    followPayment,
    withoutPlan,
    invalidation,
    log,
  })
  const withSubscriptionLock = createWithSubscriptionLock(database, client)
  const changeSubscription = createChangeSubscription({ client, customers, withSubscriptionLock, sync, auditPayment })
  return {
    toRequester: createToRequester(database),
    catalogue,
    checkout: createCheckout({ client, customers, catalogue, auditPayment }),
    read: createReadSubscription({ client, customers }),
    update: createUpdateSubscription(changeSubscription, catalogue),
    cancel: createCancelSubscription(changeSubscription),
    createFree: createCreateFreeSubscription({
      client,
      customers,
      catalogue,
      startFreePlan,
      withSubscriptionLock,
      sync,
    }),
    webhook: createWebhook({ database, client, outbox, log }),
    handlers: [
      followPayerAddress({ database, client, customers }),
      ...paymentWorkHandlers({ database, client, customers, withSubscriptionLock, sync, sendMail }),
    ],
    withoutPlan,
    tidyEvents: (now) => database.transaction((tx) => deleteOldEvents(tx, now - EVENTS_KEPT_MS)),
  }
}

/** If payments are not configured now, the work for former customers and old events waits until they are again. */
export const waitingPaymentWork: readonly WorkHandler[] = [
  handlerFor(payerAddressWork, undefined),
  handlerFor(customerWork, undefined),
  handlerFor(failedPaymentWork, undefined),
  handlerFor(closedAccountWork, undefined),
  handlerFor(lateAccountWork, undefined),
]
