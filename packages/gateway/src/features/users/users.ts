import { listMembers } from '../../access/directory/memberships.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import type { Targets } from '../../access/targets.ts'
import type { Config } from '../../platform/config/config.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Outbox } from '../../platform/outbox/outbox.ts'
import type { WorkHandler } from '../../platform/outbox/worker.ts'
import type { Throttle } from '../../platform/throttle/throttle.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import type { MemberKeys } from '../../transport/messaging/member-keys.ts'
import type { RevokeAllKeys } from '../api-keys/revoke-all-keys.ts'
import type { RevokeSessions } from '../authentication/revoke-sessions.ts'
import { expireInvitations } from '../invitations/expire-invitations.ts'
import { createCountInvitation } from '../invitations/invitation-limits.ts'
import { createInvitationLinks } from '../invitations/invitation-links.ts'
import { createInvite, type Invite } from '../invitations/invite.ts'
import type { RevokeInvitations } from '../invitations/revoke-invitations.ts'
import { createChangeMember } from './change-member.ts'
import type { Factors } from './factors.ts'
import { createGetLoginData } from './login-data.ts'
import { createRemoveMember } from './remove.ts'
import type { UserServices } from './routes.ts'
import { createSuspendMember } from './suspend.ts'
import { createUpdateUser } from './update.ts'
import { createChangeRole } from './update-role.ts'

type Deps = {
  database: Database
  throttle: Throttle
  outbox: Outbox
  sendMail: SendMail
  targets: Targets
  invalidation: Invalidation
  claims: ClaimsPush
  memberKeys: MemberKeys
  revokeSessions: RevokeSessions
  revokeAllKeys: RevokeAllKeys
  revokeInvitations: RevokeInvitations
  hashKey: Buffer
  config: Config
  factors: Factors
}

/** The room put together: users, and what they are in an account. Also takes back invitations that lapse. */
export function createUsers(deps: Deps): UserServices & { invitations: Invite; handlers: WorkHandler[] } {
  const { database, throttle, sendMail, targets, hashKey, config, factors } = deps
  const invitationLinks = createInvitationLinks(sendMail, config.publicUrl)
  const changeMember = createChangeMember({ ...deps, noticesPerMember: throttle.limiter('member-notice') })
  const countInvitation = createCountInvitation(throttle, hashKey)
  return {
    handlers: [expireInvitations({ database, targets, invitationLinks })],
    targets,
    getLoginData: createGetLoginData(database, config.publicUrl),
    updateUser: createUpdateUser({ database, factors }),
    invitations: createInvite({ ...deps, invitationLinks, factors, countInvitation }),
    listMembers: (accountId) => listMembers(database.read, accountId),
    changeRole: createChangeRole({ ...deps, changeMember }),
    suspendMember: createSuspendMember({ ...deps, changeMember }),
    removeMember: createRemoveMember({ ...deps, changeMember, invitationLinks }),
  }
}
