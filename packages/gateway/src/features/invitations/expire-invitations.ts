import { deleteLapsed } from '../../access/directory/pending-memberships.ts'
import { record } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { lockAnyAccount } from '../../platform/database/locks.ts'
import { handlerFor, type WorkHandler } from '../../platform/outbox/worker.ts'
import type { InvitationLinks } from './invitation-links.ts'
import { invitationWork } from './invitation-work.ts'
import { purgeUser } from './purge-user.ts'

type Deps = { database: Database; invitationLinks: InvitationLinks }

/**
 * Deletes an invitation that was not accepted in 48 hours. It reads the row again, because the invitation may have been
 * resent.
 */
export function expireInvitations({ database, invitationLinks }: Deps): WorkHandler {
  return handlerFor(invitationWork, async (_payload, { key }) => {
    const [accountId = '', userId = ''] = key.split('/')
    const actor = { kind: 'system' as const }
    await database.transaction(async (tx) => {
      const account = await lockAnyAccount(tx, accountId)
      const lapsed = account && (await deleteLapsed(tx, account, userId, Date.now()))
      if (!lapsed) return
      await invitationLinks.drop(tx, { accountId, userId })
      const { email, role } = lapsed
      await record(tx, { action: 'member.invitation_expired', accountId, actor, details: { role, email } })
      await purgeUser(tx, userId, { actor, onlyUnconfirmed: true })
    })
  })
}
