/** Where the audit events of an account are delivered (features/webhooks). */
export type WebhookEndpointsTable = {
  id: string
  account_id: string
  url: string
  description: string
  /** JSON list of actions; null for all. */
  events: string | null
  secret_sealed: string
  /** Signs beside the new one until `previous_secret_until`. */
  previous_secret_sealed: string | null
  previous_secret_until: number | null
  disabled_at: number | null
  /** Null while it is enabled. */
  disabled_reason: 'by_user' | 'failing' | 'gone' | null
  /** Every event with an id up to this one is delivered, set aside (webhook_retries) or not wanted. */
  cursor: string
  /** Not before this moment is anything delivered. */
  due_at: number
  /** Deliveries belong to one gateway until then. */
  leased_until: number
  /** Attempts in a row to which the receiver had no answer. */
  failures: number
  /** Since when no attempt has succeeded; null if the last one did, or there was none. */
  failing_since: number | null
  /** When a delivery last succeeded. */
  delivered_at: number | null
  created_at: number
}

/** Events that an endpoint refused and that are tried again, while later ones go on. */
export type WebhookRetriesTable = { endpoint_id: string; event_id: string; attempts: number; due_at: number }

/** Each attempt of the last seven days. */
export type WebhookDeliveriesTable = {
  id: string
  endpoint_id: string
  event_id: string
  action: string
  purpose: 'event' | 'test' | 'resend'
  /** 1 for the first. */
  attempt: number
  attempted_at: number
  duration_ms: number
  /** Of the answer; null if there was none. */
  status: number | null
  /** Null if it was delivered. */
  error: string | null
}
