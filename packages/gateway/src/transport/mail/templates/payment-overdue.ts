import { type Content, say } from '../content.ts'

export const paymentOverdueTexts = {
  subject: 'Your API Keys Are Refused',
  paragraph_1:
    'A payment for the account “{account}” is overdue. From now on, its API keys are refused, and no new ones are issued. As soon as the payment arrives, the same keys work again.',
  paragraph_2: 'Signing in and everything that you do in the application goes on.',
  paragraph_3:
    'What to do: open the customer portal of the account (in your application, or with the command quiva billing portal), look at the open invoice, and check the payment method.',
} as const

/** The grace of a late payment is over. Sent to every member who may open the payment portal. */
type PaymentOverdue = {
  /** Display name of the account. */
  account: string
  /** From when keys are refused, milliseconds since the epoch; null if they are not. */
  refusedFrom: number | null
}

export function paymentOverdue(mail: PaymentOverdue): Content {
  return {
    subject: paymentOverdueTexts.subject,
    blocks: [
      say(paymentOverdueTexts.paragraph_1, { account: mail.account }),
      say(paymentOverdueTexts.paragraph_2),
      say(paymentOverdueTexts.paragraph_3),
    ],
  }
}
