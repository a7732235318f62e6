import { type Content, moment, say } from '../content.ts'

export const webhookSwitchedOffTexts = {
  subject: 'A Webhook Was Switched Off',
  paragraph_1:
    'We switched off a webhook of the account “{account}” on {switched_off_at}, because {why}. You get this mail because you administer the account.',
  paragraph_2: 'The webhook’s host: {host}',
  paragraph_3: 'It gets no events any more. The audit log still has all of them.',
  paragraph_4:
    'What to do: repair the receiver and enable the webhook again, then send it the events that it has missed. If nobody needs the webhook, delete it.',
} as const

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
    subject: webhookSwitchedOffTexts.subject,
    blocks: [
      say(webhookSwitchedOffTexts.paragraph_1, {
        account: mail.account,
        switched_off_at: moment(mail.switchedOffAt),
        why,
      }),
      say(webhookSwitchedOffTexts.paragraph_2, { host: mail.host }),
      say(webhookSwitchedOffTexts.paragraph_3),
      say(webhookSwitchedOffTexts.paragraph_4),
    ],
  }
}
