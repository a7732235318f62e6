import { Type } from 'typebox'

export const optionalText = (description: string, maxLength = 500) =>
  Type.Optional(Type.String({ maxLength, description }))

/** The mailed code that confirms an operation which cannot be undone. */
export const emailCode = Type.String({
  minLength: 1,
  maxLength: 32,
  description: 'Six digits, mailed by GET /accounts/email-code',
  examples: ['123456'],
})
