import { type Content, moment, say } from '../content.ts'

export const roleChangedTexts = {
  subject: 'Your Role Was Changed',
  paragraph_1: 'On {changed_at} {by} changed your role in the account “{account}” from {from} to {role}.',
  paragraph_2:
    'The new role applies at once, also to your sessions and API keys there, which still work. Your other accounts are not affected.',
} as const

/** updateRole. */
type RoleChanged = {
  /** Display name of the account. */
  account: string
  from: string
  role: string
  /** Address of the user who did it. */
  by: string
  /** Milliseconds since the epoch. */
  changedAt: number
}

export function roleChanged(mail: RoleChanged): Content {
  return {
    subject: roleChangedTexts.subject,
    blocks: [
      say(roleChangedTexts.paragraph_1, {
        changed_at: moment(mail.changedAt),
        by: mail.by,
        account: mail.account,
        from: mail.from,
        role: mail.role,
      }),
      say(roleChangedTexts.paragraph_2),
    ],
  }
}
