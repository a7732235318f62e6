import { type Content, say } from '../content.ts'

export const emailChangeRefusedTexts = {
  subject: 'Your Address Stays Yours',
  paragraph_1:
    'Somebody tried to change the email address of another user to yours. Nothing has changed: your user keeps its address, and the other person was told nothing about you.',
  paragraph_2:
    'If this was you, you have two users here. An address can belong to only one of them. To use this address for your other user, first change the address of this user, or delete this user.',
  paragraph_3: 'If this was not you, you do not need to do anything.',
} as const

/**
 * changeEmailAddressAction, to a user whose address somebody else wanted to take. That person learns nothing, so the
 * owner of the address is told. The mail has no link, and says nothing about the person who asked.
 */
export function emailChangeRefused(): Content {
  return {
    subject: emailChangeRefusedTexts.subject,
    blocks: [
      say(emailChangeRefusedTexts.paragraph_1),
      say(emailChangeRefusedTexts.paragraph_2),
      say(emailChangeRefusedTexts.paragraph_3),
    ],
  }
}
