import { type Content, moment, say } from '../content.ts'
import type { Suspension } from './member-suspended.ts'

export const memberResumedTexts = {
  subject: 'Your Access Is Back',
  paragraph_1:
    'On {changed_at} {by} restored your access to the account “{account}”. Your sessions and API keys there work as before, unless they have expired in the meantime.',
} as const

export function memberResumed(mail: Suspension): Content {
  return {
    subject: memberResumedTexts.subject,
    blocks: [
      say(memberResumedTexts.paragraph_1, { changed_at: moment(mail.changedAt), by: mail.by, account: mail.account }),
    ],
  }
}
