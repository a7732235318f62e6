/** Which customer of Stripe an account is, in live and in test mode. Everything else about payments Stripe knows. */
export type PaymentCustomersTable = {
  account_id: string
  mode: 'live' | 'test'
  /** `cus_…`; of one account only. */
  customer_id: string
  /** Raised by each writing of the account's subscription: what was read from Stripe before is stale. */
  version: number
  /** Somebody changes the subscription until then, at the latest. */
  busy_until: number
  created_at: number
}

/** Events of Stripe that were received: each counts once. */
export type PaymentEventsTable = {
  /** `evt_…` */
  event_id: string
  type: string
  customer_id: string
  received_at: number
  /** When what happens only once for it was done: the mail about a failed payment. */
  done_at: number | null
}
