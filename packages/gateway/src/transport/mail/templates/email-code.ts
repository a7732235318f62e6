import { type Content, code, moment, prose } from '../content.ts'

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
  renameAccount: prose`Somebody who is signed in as you wants to rename an account. This code confirms that, and nothing else:`,
  deleteAccount: prose`Somebody who is signed in as you wants to delete an account. This code confirms that, and nothing else:`,
  deleteUser: prose`Somebody who is signed in as you wants to delete your user, in every account and permanently. This code confirms that, and nothing else:`,
  any: prose`Somebody who is signed in as you asked for a code. It can rename an account, delete an account, or delete your user:`,
}

export function emailCode(mail: EmailCode): Content {
  return {
    subject: 'Your Verification Code',
    blocks: [
      first[mail.purpose ?? 'any'],
      code(mail.code),
      prose`It works once, until ${moment(mail.expiresAt)}. A newer code replaces it.`,
      prose`If this was not you, somebody else is signed in as you: change your password, which revokes every other session. Do not tell anybody the code.`,
    ],
  }
}
