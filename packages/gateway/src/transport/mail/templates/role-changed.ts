import { type Content, moment, prose } from '../content.ts'

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
    subject: 'Your Role Was Changed',
    blocks: [
      prose`On ${moment(mail.changedAt)} ${mail.by} changed your role in the account “${mail.account}” from ${mail.from} to ${mail.role}.`,
      prose`The new role applies at once, also to your sessions and API keys there, which still work. Your other accounts are not affected.`,
    ],
  }
}
