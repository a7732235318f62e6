/** The Stripe customer of an account, in live and in test mode. Stripe knows everything else about payments. */
export type PaymentCustomersTable = {
  account_id: string
  mode: 'live' | 'test'
  /** `cus_…`; of one account only. */
  customer_id: string
  /** Raised by each change of the account's subscription: what was read from Stripe before is out of date. */
  version: number
  /** Until when, at the latest, a request may be changing the subscription. */
  busy_until: number
  created_at: number
}

/** Events that Stripe has sent: each counts once. */
export type PaymentEventsTable = {
  /** `evt_…` */
  event_id: string
  type: string
  customer_id: string
  received_at: number
  /** When the part that must happen only once was done: the mail about a failed payment. */
  done_at: number | null
}
