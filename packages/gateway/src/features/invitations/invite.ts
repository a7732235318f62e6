import { addInvited, reinvite } from '../../access/directory/pending-memberships.ts'
import { disownPassword } from '../../access/directory/user-passwords.ts'
import { findOrAddUser, type Invitee } from '../../access/directory/users.ts'
import { checkGrant } from '../../access/granting.ts'
import { inviterOf } from '../../access/inviter.ts'
import type { Access } from '../../access/principal.ts'
import { listAdminAddresses } from '../../access/recipients.ts'
import type { Targets, TargetUser } from '../../access/targets.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Outbox } from '../../platform/outbox/outbox.ts'
import type { MinimumDuration } from '../../platform/throttle/minimum-duration.ts'
import type { Role } from '../../platform/values/roles.ts'
import { callerName } from '../../platform/values/service-account-address.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { RevokeSessions } from '../authentication/revoke-sessions.ts'
import type { Factors } from '../users/factors.ts'
import type { CountInvitation } from './invitation-limits.ts'
import type { InvitationLinks } from './invitation-links.ts'
import { INVITATION_MS, invitationKey, invitationWork } from './invitation-work.ts'

/** How many administrators of an account get a mail about a new member. */
const MOST_NOTICES = 50

export type InviteInput = { email: string; firstName: string; lastName: string; role: Exclude<Role, 'root'> }

export type Invite = {
  /** createUser: adds a pending membership and mails a link with which the user accepts it. */
  invite(access: Access, input: InviteInput, origin: Origin): Promise<void>
  /** resendInvitation: mails a new link, which is valid for 48 hours; the old one stops working. */
  resend(access: Access, target: TargetUser, origin: Origin): Promise<void>
}

type Deps = {
  database: Database
  targets: Targets
  outbox: Outbox
  sendMail: SendMail
  invitationLinks: InvitationLinks
  revokeSessions: RevokeSessions
  factors: Factors
  countInvitation: CountInvitation
  minimumDuration: MinimumDuration
}

/**
 * An invitation binds nobody before they accept (docs/decisions/0008). The inviter sees what they typed and nothing
 * else, for known and unknown addresses alike: in the answer and its time, in the list of members, and in the account's
 * audit log. That log names a pending member by address, because a user's id tells how long the gateway has known the
 * user.
 */
export function createInvite(deps: Deps): Invite {
  const { database, targets, outbox, sendMail, invitationLinks, revokeSessions, factors, countInvitation } = deps
  const { minimumDuration } = deps

  /**
   * Drops the factors and sessions that a squatter may have made before anybody proved the address, and marks the
   * password as the squatter's, which is replaced when somebody proves the address.
   */
  async function disown(tx: Tx, { user, isConfirmed }: Invitee, { principal }: Access, origin: Origin) {
    if (isConfirmed) return
    await disownPassword(tx, user, Date.now())
    await factors.drop(tx, user)
    await revokeSessions(tx, { userId: user.userId }, { actor: principal, origin, reason: 'invited' })
  }

  async function mailLink(
    tx: Tx,
    { user: { userId }, isConfirmed, hasPassword }: Invitee,
    { email, role, expiresAt }: { email: string; role: Role; expiresAt: number },
    { principal, account }: Access,
  ): Promise<void> {
    const { accountId } = principal
    await invitationLinks.send(tx, {
      userId,
      accountId,
      isKnown: isConfirmed && hasPassword,
      email,
      account: account.display_name,
      role,
      invitedBy: callerName(principal),
      rootEmail: account.root_email,
      expiresAt,
    })
    await outbox.enqueue(tx, invitationWork, null, { key: invitationKey(accountId, userId), dueAt: expiresAt })
  }

  async function tellAdmins(tx: Tx, { principal, account }: Access, input: InviteInput): Promise<void> {
    const { email, role } = input
    const name = `${input.firstName} ${input.lastName}`
    const mail = {
      account: account.display_name,
      email,
      name,
      role,
      addedBy: callerName(principal),
      addedAt: Date.now(),
    }
    for (const to of await listAdminAddresses(tx, principal.accountId, MOST_NOTICES)) {
      await sendMail(tx, { template: 'user-added', to, ...mail })
    }
  }

  return {
    async invite(access, input, origin) {
      const { principal } = access
      const { accountId } = principal
      const { email, role, firstName, lastName } = input
      checkGrant(principal, role)
      // This check comes before a mail is counted; the transaction repeats it.
      if (await targets.find(accountId, email)) throw new Refusal('already_member')
      await countInvitation(accountId, email)
      await minimumDuration.hold(() =>
        database.transaction(async (tx) => {
          const caller = await targets.recheckCaller(tx, principal, 'createUser')
          checkGrant(caller, role)
          const invitee = await findOrAddUser(tx, email)
          const { userId } = invitee.user
          const expiresAt = Date.now() + INVITATION_MS
          const by = inviterOf(principal)
          const added = await addInvited(tx, caller.account, { userId, role, firstName, lastName, expiresAt, by })
          if (!added) throw new Refusal('already_member')
          await disown(tx, invitee, access, origin)
          await mailLink(tx, invitee, { email, role, expiresAt }, access)
          await record(tx, {
            action: 'member.invited',
            accountId,
            actor: principal,
            origin,
            details: { email, role },
          })
          await tellAdmins(tx, access, input)
        }),
      )
    },

    async resend(access, target, origin) {
      const { principal } = access
      const { accountId } = principal
      if (target.member?.accepted) throw new Refusal('invitation_not_pending')
      await countInvitation(accountId, target.email)
      await minimumDuration.hold(() =>
        database.transaction(async (tx) => {
          const { member, caller } = await targets.recheck(tx, principal, 'resendInvitation', target.userId)
          if (member.accepted) throw new Refusal('invitation_not_pending')
          const { email, role } = member
          checkGrant(caller, role)
          const invitee = await findOrAddUser(tx, email)
          await disown(tx, invitee, access, origin)
          const expiresAt = Date.now() + INVITATION_MS
          await mailLink(tx, invitee, { email, role, expiresAt }, access)
          await reinvite(tx, caller.account, member.userId, { by: inviterOf(principal), expiresAt })
          await record(tx, {
            action: 'member.invitation_resent',
            accountId,
            actor: principal,
            origin,
            details: { email },
          })
        }),
      )
    },
  }
}
