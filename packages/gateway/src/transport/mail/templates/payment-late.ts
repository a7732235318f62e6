import { type Content, moment, prose } from '../content.ts'

/** Stripe could not collect a payment, and the grace begins. Sent to every member who may open the payment portal. */
type PaymentLate = {
  /** Display name of the account. */
  account: string
  /** From when keys are refused, milliseconds since the epoch; null if they are not. */
  refusedFrom: number | null
}

export function paymentLate(mail: PaymentLate): Content {
  return {
    subject: 'A Payment Is Late',
    blocks: [
      prose`A payment for the account “${mail.account}” could not be collected.`,
      ...(mail.refusedFrom === null
        ? []
        : [
            prose`The API keys of the account work until ${moment(mail.refusedFrom)}. If the payment is still due then, they are refused. Signing in and everything that you do in the application goes on.`,
          ]),
      prose`What to do: open the customer portal of the account (in your application, or with the command quiva billing portal), look at the open invoice, and check the payment method.`,
    ],
  }
}
