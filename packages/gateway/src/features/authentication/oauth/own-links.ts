import type { Principal } from '../../../access/principal.ts'
import { recheckInTransaction } from '../../../access/recheck.ts'
import { type Origin, record } from '../../../platform/audit/audit.ts'
import type { Database } from '../../../platform/database/database.ts'
import { Refusal } from '../../../platform/errors/refusal.ts'
import type { SendMail } from '../../../transport/mail/work.ts'
import type { StepUp } from '../../mfa/step-up.ts'
import { deleteLink, listLinks } from './store.ts'

/** A link of the caller to a user of a provider. */
export type OwnLink = { issuer: string; linkedAt: number }

export type OwnLinks = {
  /** listOAuthLinks: lists the caller's links, the newest first. */
  list(userId: string): Promise<OwnLink[]>
  /**
   * removeOAuthLink: removes a link, so that the provider's user can no longer sign in as the caller, even if a sign-in
   * is under way. Sessions that began through the link stay valid: the caller sees them in their list and can revoke
   * them.
   */
  remove(principal: Principal, input: { issuer: string; mfaToken: string | undefined }, origin: Origin): Promise<void>
}

type Deps = { database: Database; sendMail: SendMail; stepUp: Pick<StepUp, 'useForFactors'> }

export function createOwnLinks({ database, sendMail, stepUp }: Deps): OwnLinks {
  return {
    list: (userId) => listLinks(database.read, userId),

    remove(principal, { issuer, mfaToken }, origin) {
      return database.transaction(async (tx) => {
        const { userId, accountId, email } = principal
        await recheckInTransaction(tx, principal, 'removeOAuthLink', 'self')
        await stepUp.useForFactors(tx, principal, mfaToken)
        if (!(await deleteLink(tx, { userId, issuer }))) throw new Refusal('unknown_oauth_link')
        await record(tx, {
          action: 'oauth.unlinked',
          accountId,
          actor: principal,
          origin,
          target: { type: 'user', id: userId },
          details: { issuer },
        })
        const mail = { provider: new URL(issuer).host, unlinkedAt: Date.now() }
        await sendMail(tx, { template: 'oauth-unlinked', to: email, ...mail })
      })
    },
  }
}
