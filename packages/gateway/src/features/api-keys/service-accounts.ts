import { addServiceAccount, countServiceAccounts } from '../../access/directory/service-accounts.ts'
import type { Principal } from '../../access/principal.ts'
import type { Rechecked } from '../../access/recheck.ts'
import { permit } from '../../access/targets.ts'
import { newId } from '../../platform/crypto/random.ts'
import type { Tx } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Role } from '../../platform/values/roles.ts'
import { serviceAccountAddress } from '../../platform/values/service-account-address.ts'
import type { MemberKeys } from '../../transport/messaging/member-keys.ts'
import type { Signer } from './creds.ts'

/**
 * Each service account has a signing key in the account's claims, which have to fit into one message of the bus
 * (docs/messaging.md).
 */
const MOST_SERVICE_ACCOUNTS = 500

/** The role of a key of the account: any but root. */
export type ServiceAccountRole = Exclude<Role, 'root'>

/**
 * The user or service account that a new key acts as. `join` makes it a member if it is not one yet, and returns the
 * version of the claims from which its creds work.
 */
export type KeyOwner = {
  userId: string
  signer: Signer
  join(tx: Tx, maker: Pick<Rechecked, 'role' | 'account'>): Promise<number>
}

export type ServiceAccounts = {
  /** Prepares a service account in the principal's account, which a key of the account will act as. */
  prepare(principal: Principal, role: ServiceAccountRole): Promise<KeyOwner>
}

/**
 * A key of the account acts as a member that is not a user, so that the user who made it can leave
 * (docs/decisions/0012).
 */
export function createServiceAccounts(memberKeys: MemberKeys): ServiceAccounts {
  return {
    async prepare(principal, role) {
      const { accountId } = principal
      const userId = newId('usr')
      const signer = await memberKeys.newSigner(accountId, userId)
      if (!signer) throw new Refusal('insufficient_permissions', { reason: 'the account has no key on the bus' })
      return {
        userId,
        signer,
        async join(tx, { role: makersRole, account }) {
          // The role of the user who makes the key may have been changed a moment ago.
          permit({ ...principal, role: makersRole }, 'issueApiKey:account', 'account')
          if ((await countServiceAccounts(tx, account)) >= MOST_SERVICE_ACCOUNTS) throw new Refusal('too_many_keys')
          await addServiceAccount(tx, account, {
            userId,
            role,
            address: serviceAccountAddress(userId),
            now: Date.now(),
          })
          return signer.store(tx)
        },
      }
    },
  }
}
