import { type Content, prose } from '../content.ts'

/** The grace of a late payment is over. Sent to every member who may open the payment portal. */
type PaymentOverdue = {
  /** Display name of the account. */
  account: string
  /** From when keys are refused, milliseconds since the epoch; null if they are not. */
  refusedFrom: number | null
}

export function paymentOverdue(mail: PaymentOverdue): Content {
  return {
    subject: 'Your API Keys Are Refused',
    blocks: [
      prose`A payment for the account “${mail.account}” is overdue. From now on, its API keys are refused, and no new ones are issued. As soon as the payment arrives, the same keys work again.`,
      prose`Signing in and everything that you do in the application goes on.`,
      prose`What to do: open the customer portal of the account (in your application, or with the command quiva billing portal), look at the open invoice, and check the payment method.`,
    ],
  }
}
