import { type Content, moment, prose } from '../content.ts'
import type { Suspension } from './member-suspended.ts'

export function memberResumed(mail: Suspension): Content {
  return {
    subject: 'Your Access Is Back',
    blocks: [
      prose`On ${moment(mail.changedAt)} ${mail.by} let you in to the account “${mail.account}” again. Sessions and API keys that you have there work as before, if they have not run out meanwhile.`,
    ],
  }
}
