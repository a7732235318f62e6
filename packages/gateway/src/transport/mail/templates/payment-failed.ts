import { type Content, moment, say } from '../content.ts'

export const paymentFailedTexts = {
  subject: 'A Payment Failed',
  paragraph_1: 'We will not try again automatically, and the subscription may end.',
  paragraph_2: 'We will try again on {next_attempt_at}.',
  paragraph_3: 'A payment of {amount} for the account “{account}” could not be collected.',
  paragraph_4:
    'What to do: open the customer portal of the account (in your application, or with the command quiva billing portal), look at the open invoice, and check the payment method.',
} as const

/**
 * Stripe could not collect an invoice. Sent to every member who may open the payment portal; the portal's URL is not
 * mailed.
 */
type PaymentFailed = {
  /** Display name of the account. */
  account: string
  /** Such as `19.00 EUR`. */
  amount: string
  /** When Stripe will try again, milliseconds since the epoch; null if it will not. */
  nextAttemptAt: number | null
}

export function paymentFailed(mail: PaymentFailed): Content {
  const next =
    mail.nextAttemptAt === null
      ? say(paymentFailedTexts.paragraph_1)
      : say(paymentFailedTexts.paragraph_2, { next_attempt_at: moment(mail.nextAttemptAt) })
  return {
    subject: paymentFailedTexts.subject,
    blocks: [
      say(paymentFailedTexts.paragraph_3, { amount: mail.amount, account: mail.account }),
      next,
      say(paymentFailedTexts.paragraph_4),
    ],
  }
}
