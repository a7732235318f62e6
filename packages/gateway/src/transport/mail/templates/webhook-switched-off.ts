import { type Content, moment, prose } from '../content.ts'

/** Deliveries to a webhook have failed for five days, or its receiver said that it is gone. */
type WebhookSwitchedOff = {
  /** Display name of the account. */
  account: string
  /** Host of the webhook; its whole URL may have a secret in it. */
  host: string
  gone: boolean
  /** Milliseconds since the epoch. */
  switchedOffAt: number
}

export function webhookSwitchedOff(mail: WebhookSwitchedOff): Content {
  const why = mail.gone
    ? 'its receiver answered that it is gone (status 410)'
    : 'all deliveries have failed for five days'
  return {
    subject: 'A Webhook Was Switched Off',
    blocks: [
      prose`We switched off a webhook of the account “${mail.account}” on ${moment(mail.switchedOffAt)}, because ${why}. You get this mail because you administer the account.`,
      prose`The webhook’s host: ${mail.host}`,
      prose`It gets no events any more. The audit log still has all of them.`,
      prose`What to do: repair the receiver and enable the webhook again, then send it the events that it has missed. If nobody needs the webhook, delete it.`,
    ],
  }
}
