import { type Content, say } from '../content.ts'

export const paymentSettledTexts = {
  subject: 'The Payment Has Arrived',
  paragraph_1:
    'The payment for the account “{account}” that was late is settled. The API keys of the account work as before.',
  paragraph_2: 'There is nothing that you have to do.',
} as const

/** A payment that was late is settled. Sent to every member who may open the payment portal. */
type PaymentSettled = {
  /** Display name of the account. */
  account: string
  /** From when keys are refused, milliseconds since the epoch; null if they are not. */
  refusedFrom: number | null
}

export function paymentSettled(mail: PaymentSettled): Content {
  return {
    subject: paymentSettledTexts.subject,
    blocks: [say(paymentSettledTexts.paragraph_1, { account: mail.account }), say(paymentSettledTexts.paragraph_2)],
  }
}
