import { defineWork } from '../../platform/outbox/outbox.ts'

/** How long a user has to accept an invitation. */
export const INVITATION_MS = 48 * 3_600_000

/** Takes an invitation back that nobody has accepted by then. */
export const invitationWork = defineWork<null>('expire-invitation')

/** One piece of work for each membership. */
export function invitationKey(accountId: string, userId: string): string {
  return `${accountId}/${userId}`
}
