import { type Content, prose } from '../content.ts'

/**
 * createAccount with the address of an existing person and a wrong password (Decision 14): whoever asked was told
 * nothing, so the owner is. Carries no link that acts, and nothing of what the stranger typed.
 */
export function accountExists(): Content {
  return {
    subject: 'You Already Have a User Here',
    blocks: [
      prose`Somebody tried to create an account with your email address, but gave a password that is not yours. No account was created, nothing about you was shown, and nothing has changed.`,
      prose`Was it you? You already have a user with this address. To create another account, sign up again with the password that you have. If you have forgotten it, reset it first, for example with the command quiva password reset.`,
      prose`Was it somebody else? Then there is nothing to do. If it happens again and again, make sure that your password is long and used nowhere else.`,
    ],
  }
}
