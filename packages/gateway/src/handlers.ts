import type { Worker, WorkHandler } from './platform/outbox/worker.ts'

/** Every kind of work that the outbox keeps, and what is done then. A test compares the list with the source. */
export const workKinds = {
  mail: 'delivers a mail',
  'tell-members': 'writes the mails that tell all members of an account something',
  'push-claims': 'sends the claims of an account to the NATS servers',
  'resync-claims': 'has the claims of all accounts sent again, to a server that was away or is new',
  'refresh-importers': 'has the claims of those accounts sent that import from an account whose exports have changed',
  'remove-from-bus': 'removes the streams and claims of an erased account from the NATS servers',
  'purge-streams': 'purges the streams of an account that was deleted 30 days ago',
  'place-streams': 'moves the streams of an account to the mesh nodes that it wants',
  'delete-account': 'deletes an account 14 days after its root has asked for it',
  'end-replaced-key': 'deletes a key that was rotated, at the end of its grace',
  'expire-invitation': 'deletes an invitation that nobody has accepted in 48 hours',
  'remove-image': 'removes a profile image from the storage',
  'stripe-customer': 'brings an account up to date with its subscription at Stripe',
  'stripe-payment-failed': 'mails those who can pay that a payment has failed',
  'stripe-account-closed': 'cancels the subscription of a deleted account',
  'stripe-payer-address': 'gives Stripe the new address of a root',
  recurring: 'runs the recurring jobs (jobs.ts)',
}

/** Gives the worker its handlers; throws if a kind of work has none, or two. So the gateway does not start. */
export function registerHandlers(worker: Pick<Worker, 'handle'>, handlers: readonly WorkHandler[]): void {
  const missing = new Set(Object.keys(workKinds))
  for (const { kind } of handlers) {
    if (!(kind in workKinds)) throw new Error(`the work “${kind}” is missing in handlers.ts`)
    missing.delete(kind)
  }
  if (missing.size > 0) throw new Error(`no handler for the work “${[...missing].join('”, “')}”`)
  worker.handle(handlers)
}
