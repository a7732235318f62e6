import { type Content, prose } from '../content.ts'

/** A payment that was late is settled. Sent to every member who may open the payment portal. */
type PaymentSettled = {
  /** Display name of the account. */
  account: string
  /** From when keys are refused, milliseconds since the epoch; null if they are not. */
  refusedFrom: number | null
}

export function paymentSettled(mail: PaymentSettled): Content {
  return {
    subject: 'The Payment Has Arrived',
    blocks: [
      prose`The payment for the account “${mail.account}” that was late is settled. The API keys of the account work as before.`,
      prose`There is nothing that you have to do.`,
    ],
  }
}
