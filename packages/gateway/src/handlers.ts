import type { Worker, WorkHandler } from './platform/outbox/worker.ts'

/** Every kind of work in the outbox, and what it does. A test compares the list with the source. */
export const workKinds = {
  mail: 'delivers a mail',
  'tell-members': 'creates the mails that tell all members of an account about a change',
  'push-claims': 'sends the claims of an account to the NATS servers',
  'resync-claims': 'sends the claims of all accounts again, to a server that was unreachable or is new',
  'refresh-importers': 'sends the claims of the accounts that import from an account whose exports have changed',
  'remove-from-bus': 'removes the streams and claims of an erased account from the NATS servers',
  'purge-streams': 'purges the streams of an account that was deleted 30 days ago',
  'place-streams': 'moves the streams of an account to their desired placement',
  'delete-account': 'deletes an account 14 days after its root has scheduled it',
  'end-replaced-key': 'deletes a key that was rotated, at the end of its grace period',
  'retire-silent-key': 'deletes a key that was rotated, after some days without a use',
  'expire-invitation': 'deletes an invitation that was not accepted within 48 hours',
  'remove-image': 'removes a profile image from the storage',
  'stripe-customer': 'updates an account from its subscription at Stripe',
  'stripe-payment-failed': 'mails the members who can pay that a payment has failed',
  'stripe-account-closed': 'cancels the subscription of a deleted account',
  'stripe-account-late': 'asks Stripe whether an account has paid whose keys are about to be refused',
  'stripe-payer-address': 'gives Stripe the new address of a root',
  recurring: 'runs the recurring jobs (jobs.ts)',
}

/**
 * Gives the worker its handlers. Throws if a kind of work has no handler, or two, so that the gateway does not start.
 */
export function registerHandlers(worker: Pick<Worker, 'handle'>, handlers: readonly WorkHandler[]): void {
  const missing = new Set(Object.keys(workKinds))
  for (const { kind } of handlers) {
    if (!(kind in workKinds)) throw new Error(`the work “${kind}” is missing in handlers.ts`)
    missing.delete(kind)
  }
  if (missing.size > 0) throw new Error(`no handler for the work “${[...missing].join('”, “')}”`)
  worker.handle(handlers)
}
