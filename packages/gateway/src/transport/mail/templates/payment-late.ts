import { type Content, moment, say } from '../content.ts'

export const paymentLateTexts = {
  subject: 'A Payment Is Late',
  paragraph_1: 'A payment for the account “{account}” could not be collected.',
  paragraph_2:
    'The API keys of the account work until {refused_from}. If the payment is still due then, they are refused. Signing in and everything that you do in the application goes on.',
  paragraph_3:
    'What to do: open the customer portal of the account (in your application, or with the command quiva billing portal), look at the open invoice, and check the payment method.',
} as const

/** Stripe could not collect a payment, and the grace begins. Sent to every member who may open the payment portal. */
type PaymentLate = {
  /** Display name of the account. */
  account: string
  /** From when keys are refused, milliseconds since the epoch; null if they are not. */
  refusedFrom: number | null
}

export function paymentLate(mail: PaymentLate): Content {
  return {
    subject: paymentLateTexts.subject,
    blocks: [
      say(paymentLateTexts.paragraph_1, { account: mail.account }),
      ...(mail.refusedFrom === null
        ? []
        : [say(paymentLateTexts.paragraph_2, { refused_from: moment(mail.refusedFrom) })]),
      say(paymentLateTexts.paragraph_3),
    ],
  }
}
