import { type Content, link, moment, say, type TemplateContext } from '../content.ts'

export const accountRestoredTexts = {
  subject: 'Your Account Was Restored',
  paragraph_1:
    'On {restored_at} the operator of the gateway restored the deleted account “{account}”. You are its root user, and its members are the same as before.',
  paragraph_2: 'Sessions and API keys were not restored: sign in again, and issue new keys.',
  paragraph_3: 'Its streams on the message bus are unchanged.',
  paragraph_4: 'Its streams on the message bus were purged before and cannot be restored.',
  button: 'Open the gateway',
} as const

/** The operator has restored a deleted account. Sent to its root. */
type AccountRestored = {
  /** Display name of the account, which may be a new one. */
  account: string
  /** Milliseconds since the epoch. */
  restoredAt: number
  /** False if the streams on the message bus were purged before. */
  streamsKept: boolean
}

export function accountRestored(mail: AccountRestored, { publicUrl }: TemplateContext): Content {
  return {
    subject: accountRestoredTexts.subject,
    blocks: [
      say(accountRestoredTexts.paragraph_1, { restored_at: moment(mail.restoredAt), account: mail.account }),
      say(accountRestoredTexts.paragraph_2),
      mail.streamsKept ? say(accountRestoredTexts.paragraph_3) : say(accountRestoredTexts.paragraph_4),
      link(accountRestoredTexts.button, `${publicUrl}/`),
    ],
  }
}
