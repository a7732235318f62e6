import { orphanDeletedAccounts } from '../../access/directory/deleted-accounts.ts'
import { listMembers } from '../../access/directory/memberships.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import type { Targets } from '../../access/targets.ts'
import type { Passwords } from '../../platform/crypto/passwords.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Outbox } from '../../platform/outbox/outbox.ts'
import type { MinimumDuration } from '../../platform/throttle/minimum-duration.ts'
import type { Throttle } from '../../platform/throttle/throttle.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import type { MemberKeys } from '../../transport/messaging/member-keys.ts'
import type { RevokeAllKeys } from '../api-keys/revoke-all-keys.ts'
import type { Attempts } from '../authentication/attempts.ts'
import type { EmailCodes } from '../authentication/email-codes.ts'
import type { RevokeSessions } from '../authentication/revoke-sessions.ts'
import type { InvitationLinks } from '../invitations/invitation-links.ts'
import type { InvitationMoves } from '../invitations/move-invitations.ts'
import type { RevokeInvitations } from '../invitations/revoke-invitations.ts'
import type { StepUp } from '../mfa/step-up.ts'
import type { TellPayerAddress } from '../payment/payer-address.ts'
import { type ChangeAddress, createChangeAddress } from './address/change-address.ts'
import { createChangeMember } from './change-member.ts'
import { createChangeRole } from './change-role.ts'
import { createDeleteUser, type DeleteUser } from './delete-user.ts'
import type { Factors } from './factors.ts'
import { createGetLoginData } from './login-data.ts'
import { pageOfMembers } from './member-list-store.ts'
import { createRemoveMember } from './remove.ts'
import type { UserServices } from './routes.ts'
import { createSuspendMember } from './suspend.ts'
import { createUpdateUser } from './update.ts'

type Deps = {
  database: Database
  throttle: Throttle
  minimumDuration: MinimumDuration
  outbox: Outbox
  hashKey: Buffer
  passwords: Passwords
  sendMail: SendMail
  targets: Targets
  invalidation: Invalidation
  claims: ClaimsPush
  memberKeys: MemberKeys
  attempts: Attempts
  emailCodes: EmailCodes
  revokeSessions: RevokeSessions
  revokeAllKeys: RevokeAllKeys
  revokeInvitations: RevokeInvitations
  invitationLinks: InvitationLinks
  invitationMoves: InvitationMoves
  factors: Factors
  stepUp: StepUp
  tellPayerAddress: TellPayerAddress
  publicUrl: string
}

/** Puts the module together: users' own settings, and their memberships in accounts. */
export function createUsers(deps: Deps): UserServices & { changeAddress: ChangeAddress; deleteUser: DeleteUser } {
  const { database, throttle, targets, factors, publicUrl } = deps
  const changeMember = createChangeMember({ ...deps, noticesPerMember: throttle.limiter('member-notice') })
  return {
    targets,
    getLoginData: createGetLoginData(database, publicUrl),
    updateUser: createUpdateUser({ database, factors }),
    changeAddress: createChangeAddress(deps),
    deleteUser: createDeleteUser({ ...deps, orphanDeletedAccounts }),
    listMembers: (accountId) => listMembers(database.read, accountId),
    pageOfMembers: (accountId, request) => pageOfMembers(database.read, accountId, request),
    changeRole: createChangeRole({ ...deps, changeMember }),
    suspendMember: createSuspendMember({ ...deps, changeMember }),
    removeMember: createRemoveMember({ ...deps, changeMember }),
  }
}
