import type { Targets } from '../../access/targets.ts'
import type { Server } from '../../transport/http/server.ts'
import type { AcceptInvitation } from './accept-invitation.ts'
import type { Invite } from './invite.ts'
import { createUser } from './operations/create-user.ts'
import { resendInvitation } from './operations/resend-invitation.ts'
import { setPassword } from './operations/set-password.ts'

export type InvitationServices = { targets: Targets; invitations: Invite; acceptInvitation: AcceptInvitation }

export function invitationRoutes(app: Server, services: InvitationServices): void {
  createUser(app, services)
  resendInvitation(app, services)
  setPassword(app, services)
}
