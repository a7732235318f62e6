import { defineWork } from '../../platform/outbox/outbox.ts'

/** How long a user has to accept an invitation. */
export const INVITATION_MS = 48 * 3_600_000

/** Deletes an invitation that was not accepted in time. */
export const invitationWork = defineWork<null>('expire-invitation')

/** The key of the work: one for each membership. */
export function invitationKey(accountId: string, userId: string): string {
  return `${accountId}/${userId}`
}
