import { type Content, moment, prose } from '../content.ts'
import type { Suspension } from './member-suspended.ts'

export function memberResumed(mail: Suspension): Content {
  return {
    subject: 'Your Access Is Back',
    blocks: [
      prose`On ${moment(mail.changedAt)} ${mail.by} restored your access to the account “${mail.account}”. Your sessions and API keys there work as before, unless they have expired in the meantime.`,
    ],
  }
}
