import { type Content, say } from '../content.ts'

export const accountExistsTexts = {
  subject: 'You Already Have a User Here',
  paragraph_1:
    'Somebody tried to create an account with your email address, but with a password that is not yours. No account was created, nothing about you was shown, and nothing has changed.',
  paragraph_2:
    'If this was you: you already have a user with this address. To create another account, sign up again with your current password. If you have forgotten it, reset it first, for example with the command quiva password reset.',
  paragraph_3:
    'If this was not you, you do not need to do anything. If it happens often, make sure that your password is long and that you use it nowhere else.',
} as const

/**
 * createAccount with the address of an existing user and a wrong password (docs/decisions/0005): the person who tried
 * learns nothing, so the owner of the address is told. The mail has no link that changes anything, and contains nothing
 * that the stranger typed.
 */
export function accountExists(): Content {
  return {
    subject: accountExistsTexts.subject,
    blocks: [
      say(accountExistsTexts.paragraph_1),
      say(accountExistsTexts.paragraph_2),
      say(accountExistsTexts.paragraph_3),
    ],
  }
}
