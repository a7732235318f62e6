import type { Actor, AuditEvent, Origin } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { networkOf } from '../../platform/values/ip-addresses.ts'
import type { CredentialPrincipal } from '../principal.ts'
import { findAccountOfName, findMembershipsOf } from './refusal-store.ts'
import type { SampledEvents } from './sampled-events.ts'

/** What is known about a caller who was refused a sign-in. */
export type Stranger = {
  /** The user they claimed or proved to be, if there is one; by id or by (normalised) address. */
  user?: { id: string } | { email: string } | undefined
  /** The account that they named, normalised. */
  accountName?: string | undefined
  origin: Origin
}

/**
 * Records refusals in the audit logs of the accounts concerned: sampled, and after the answer, so that none takes
 * longer.
 */
export type NoteRefusals = {
  /** A valid credential may not do the operation, or has reached a limit of its key. */
  request(principal: Caller, refused: { operation: string; code: string; limit?: string }, origin: Origin): void
  /** A sign-in was refused: each account that it may have been meant for is told. */
  signIn(stranger: Stranger, details: { method: string; reason?: string }): void
  /** Too many sign-ins of a user failed: all are refused for some minutes, right or wrong. */
  lockout(stranger: Stranger, limit: string): void
}

type Caller = Pick<CredentialPrincipal, 'accountId' | 'kind' | 'userId' | 'credentialId' | 'apiKeyId'>

export function createNoteRefusals(database: Database, sampled: SampledEvents): NoteRefusals {
  /** The accounts that the stranger may have meant: the one that was named, or else those of the user. */
  async function accountsOf({ user, accountName }: Stranger): Promise<{ accountId: string; actor: Actor }[]> {
    const memberships = user ? await findMembershipsOf(database.read, user) : []
    const concerned = memberships.map(({ accountId, userId }) => ({
      accountId,
      actor: { kind: 'anonymous' as const, userId },
    }))
    if (accountName === undefined) return concerned
    const accountId = await findAccountOfName(database.read, accountName)
    if (accountId === undefined) return []
    // A user who is not a member of that account is unknown to it, so its log says `anonymous`.
    return [concerned.find((one) => one.accountId === accountId) ?? { accountId, actor: { kind: 'anonymous' } }]
  }

  function tell(stranger: Stranger, event: Pick<AuditEvent, 'action' | 'details'>): void {
    const { user, accountName, origin } = stranger
    const kind = [event.action, JSON.stringify([user, accountName, event.details]), networkOf(origin.ip)].join(' ')
    sampled.note(kind, async (count) => {
      const concerned = await accountsOf(stranger)
      return concerned.map((one) => ({ ...event, ...one, origin, details: { ...event.details, count } }))
    })
  }

  return {
    request({ accountId, kind, userId, credentialId, apiKeyId }, refused, origin) {
      const { operation, code, limit } = refused
      sampled.note(`request.refused ${credentialId} ${operation} ${code} ${limit}`, async (count) => [
        {
          action: 'request.refused',
          accountId,
          actor: { kind, userId, credentialId },
          origin,
          ...(apiKeyId !== null && { target: { type: 'api_key' as const, id: apiKeyId } }),
          details: { operation, code, ...(limit !== undefined && { limit }), count },
        },
      ])
    },
    signIn(stranger, details) {
      if (stranger.user || stranger.accountName !== undefined) tell(stranger, { action: 'session.refused', details })
    },
    lockout: (stranger, limit) => tell(stranger, { action: 'session.locked_out', details: { limit } }),
  }
}
