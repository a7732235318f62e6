import { type Content, moment, prose } from '../content.ts'

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
      ? prose`We will not try again automatically, and the subscription may end.`
      : prose`We will try again on ${moment(mail.nextAttemptAt)}.`
  return {
    subject: 'A Payment Failed',
    blocks: [
      prose`A payment of ${mail.amount} for the account “${mail.account}” could not be collected.`,
      next,
      prose`What to do: open the customer portal of the account (in your application, or with the command quiva billing portal), look at the open invoice, and check the payment method.`,
    ],
  }
}
