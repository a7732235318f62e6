import { type Content, link, moment, prose, type TemplateContext } from '../content.ts'

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
    subject: 'Your Account Was Restored',
    blocks: [
      prose`On ${moment(mail.restoredAt)} the operator of the gateway restored the deleted account “${mail.account}”. You are its root user, and its members are the same as before.`,
      prose`Sessions and API keys were not restored: sign in again, and issue new keys.`,
      mail.streamsKept
        ? prose`Its streams on the message bus are unchanged.`
        : prose`Its streams on the message bus were purged before and cannot be restored.`,
      link('Open the gateway', `${publicUrl}/`),
    ],
  }
}
