import { holdPerson } from '../../../access/directory/users.ts'
import { type Origin, record } from '../../../platform/audit/audit.ts'
import type { Database, Tx } from '../../../platform/database/database.ts'
import { normaliseEmail } from '../../../platform/values/email.ts'
import type { SendMail } from '../../../transport/mail/work.ts'
import { findPerson, type Person, type SignInAccount } from '../store.ts'
import type { Identity } from './provider.ts'
import { addLink, findLinkedPerson } from './store.ts'

/** Which of a provider's users is whom here; made at the first sign-in (docs/decisions/0006). */
export type Link = {
  /** Who has the address that the provider has verified. */
  findCandidate(identity: Identity): Promise<Person | undefined>
  /**
   * Links issuer and subject to the person, and mails them. False if another subject of that issuer is linked to the
   * person already: whoever gets an old address at the provider must not become who had it before. False also if the
   * person has moved to another address since they were found.
   */
  make(identity: Identity, person: Person, into: SignInAccount, origin: Origin): Promise<boolean>
  /** Whether they are linked, and stay it until `tx` ends. */
  hold(tx: Tx, identity: Identity, person: Person): Promise<boolean>
}

export function createLink(database: Database, sendMail: SendMail): Link {
  return {
    async findCandidate(identity) {
      const email = await identity.verifiedEmail()
      return email === undefined ? undefined : findPerson(database.read, { email: normaliseEmail(email) })
    },

    make({ issuer, subject }, person, { account }, origin) {
      return database.transaction(async (tx) => {
        const now = (await holdPerson(tx, person.id)) ? await findPerson(tx.db, { id: person.id }) : undefined
        if (now?.email !== person.email) return false
        const added = await addLink(tx, { issuer, subject, userId: person.id })
        // Another request of the same person may have been faster.
        if (!added) return (await findLinkedPerson(tx.db, { issuer, subject })) === person.id
        await record(tx, {
          action: 'oauth.linked',
          accountId: account.id,
          actor: { kind: 'anonymous', userId: person.id },
          origin,
          target: { type: 'user', id: person.id },
          details: { issuer },
        })
        const { host: provider } = new URL(issuer)
        const mail = { account: account.display_name, provider, linkedAt: Date.now() }
        await sendMail(tx, { template: 'oauth-linked', to: person.email, ...mail })
        return true
      })
    },

    hold: async (tx, { issuer, subject }, { id }) =>
      (await holdPerson(tx, id)) && (await findLinkedPerson(tx.db, { issuer, subject })) === id,
  }
}
