import { type Origin, record } from '../../../platform/audit/audit.ts'
import type { Database, Tx } from '../../../platform/database/database.ts'
import { type LockedUser, lockUser } from '../../../platform/database/locks.ts'
import { normaliseEmail } from '../../../platform/values/email.ts'
import type { SendMail } from '../../../transport/mail/work.ts'
import { findUser, type SignInAccount, type User } from '../store.ts'
import type { Identity } from './provider.ts'
import { addLink, findLinkedUser } from './store.ts'

/** Links a provider's user to a user of this gateway; the first sign-in makes the link (docs/decisions/0006). */
export type Link = {
  /** Finds the user who has the address that the provider has verified. */
  findCandidate(identity: Identity): Promise<User | undefined>
  /**
   * Links issuer and subject to the user, and mails the user. False if another subject of that issuer is linked to the
   * user already: somebody who is given a former user's address at the provider must not sign in as that user. False
   * also if the user has moved to another address since they were found.
   */
  make(identity: Identity, user: User, into: SignInAccount, origin: Origin): Promise<boolean>
  /** Locks the user, so that the link stays until `tx` ends; undefined if the link was removed. */
  lock(tx: Tx, identity: Identity, user: User): Promise<LockedUser | undefined>
}

export function createLink(database: Database, sendMail: SendMail): Link {
  return {
    async findCandidate(identity) {
      const email = await identity.verifiedEmail()
      return email === undefined ? undefined : findUser(database.read, { email: normaliseEmail(email) })
    },

    make({ issuer, subject }, user, { account }, origin) {
      return database.transaction(async (tx) => {
        const now = (await lockUser(tx, user.id)) ? await findUser(tx.db, { id: user.id }) : undefined
        if (now?.email !== user.email) return false
        const added = await addLink(tx, { issuer, subject, userId: user.id })
        // Another request of the same user may have been faster.
        if (!added) return (await findLinkedUser(tx.db, { issuer, subject })) === user.id
        await record(tx, {
          action: 'oauth.linked',
          accountId: account.id,
          actor: { kind: 'anonymous', userId: user.id },
          origin,
          target: { type: 'user', id: user.id },
          details: { issuer },
        })
        const { host: provider } = new URL(issuer)
        const mail = { account: account.display_name, provider, linkedAt: Date.now() }
        await sendMail(tx, { template: 'oauth-linked', to: user.email, ...mail })
        return true
      })
    },

    async lock(tx, { issuer, subject }, { id }) {
      const user = await lockUser(tx, id)
      return (await findLinkedUser(tx.db, { issuer, subject })) === id ? user : undefined
    },
  }
}
