import type { Invalidation } from '../../access/invalidation.ts'
import type { Targets } from '../../access/targets.ts'
import type { Passwords } from '../../platform/crypto/passwords.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Outbox } from '../../platform/outbox/outbox.ts'
import type { MinimumDuration } from '../../platform/throttle/minimum-duration.ts'
import type { Throttle } from '../../platform/throttle/throttle.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { MemberKeys } from '../../transport/messaging/member-keys.ts'
import type { Attempts } from '../authentication/attempts.ts'
import type { RevokeSessions } from '../authentication/revoke-sessions.ts'
import type { Factors } from '../users/factors.ts'
import { createAcceptInvitation, createShowInvited } from './accept-invitation.ts'
import { expireInvitations } from './expire-invitations.ts'
import { createCountInvitation } from './invitation-limits.ts'
import { createInvitationLinks } from './invitation-links.ts'
import { createInvite } from './invite.ts'
import { createInvitationMoves } from './move-invitations.ts'
import { createRevokeInvitations } from './revoke-invitations.ts'

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
  memberKeys: MemberKeys
  attempts: Attempts
  revokeSessions: RevokeSessions
  factors: Factors
  publicUrl: string
}

/** Puts the module together: invitations from the first mail until they are accepted, expire or are revoked. */
export function createInvitations(deps: Deps) {
  const { database, throttle, outbox, hashKey, sendMail, targets, publicUrl } = deps
  const invitationLinks = createInvitationLinks(sendMail, publicUrl)
  return {
    acceptInvitation: createAcceptInvitation(deps),
    revokeInvitations: createRevokeInvitations(invitationLinks, outbox),
    invitationLinks,
    invitationMoves: createInvitationMoves(outbox),
    invitations: createInvite({ ...deps, invitationLinks, countInvitation: createCountInvitation(throttle, hashKey) }),
    showInvited: createShowInvited(database),
    targets,
    handlers: [expireInvitations({ database, invitationLinks })],
  }
}
