import { type Content, code, moment, say } from '../content.ts'

export const emailCodeTexts = {
  subject: 'Your Verification Code',
  paragraph_1:
    'Somebody who is signed in as you wants to rename an account. This code confirms that, and nothing else:',
  paragraph_2:
    'Somebody who is signed in as you wants to delete an account. This code confirms that, and nothing else:',
  paragraph_3:
    'Somebody who is signed in as you wants to delete your user, in every account and permanently. This code confirms that, and nothing else:',
  paragraph_4:
    'Somebody who is signed in as you asked for a code. It can rename an account, delete an account, or delete your user:',
  paragraph_5: 'It works once, until {expires_at}. A newer code replaces it.',
  paragraph_6:
    'If this was not you, somebody else is signed in as you: change your password, which revokes every other session. Do not tell anybody the code.',
} as const

/** getEmailCode: confirms a change that cannot be undone, such as renaming or closing an account. */
type EmailCode = {
  /** Six digits. */
  code: string
  /**
   * The operation for which the code is valid. If the client named none, this is absent, and the code is valid for
   * each.
   */
  purpose?: 'renameAccount' | 'deleteAccount' | 'deleteUser'
  /** Milliseconds since the epoch: 15 minutes after the request. */
  expiresAt: number
}

const first = {
  renameAccount: say(emailCodeTexts.paragraph_1),
  deleteAccount: say(emailCodeTexts.paragraph_2),
  deleteUser: say(emailCodeTexts.paragraph_3),
  any: say(emailCodeTexts.paragraph_4),
}

export function emailCode(mail: EmailCode): Content {
  return {
    subject: emailCodeTexts.subject,
    blocks: [
      first[mail.purpose ?? 'any'],
      code(mail.code),
      say(emailCodeTexts.paragraph_5, { expires_at: moment(mail.expiresAt) }),
      say(emailCodeTexts.paragraph_6),
    ],
  }
}
