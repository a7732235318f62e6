import { accountConflict, markRestored, replaceRoot } from '../../access/directory/accounts.ts'
import { lockDeletedAccount, type RestorableAccount } from '../../access/directory/deleted-accounts.ts'
import { type Actor, type Origin, record } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import type { AccountName } from '../../platform/values/account-names.ts'
import { normaliseEmail } from '../../platform/values/email.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import type { MemberKeys } from '../../transport/messaging/member-keys.ts'
import { findLookAlike, takeLooks } from './looks-store.ts'
import { findActiveMember, findByName, findRootAccount } from './restore-store.ts'

/** The result of a restoration; unless it is `restored`, nothing has changed. */
export type Restoration =
  | { outcome: 'restored'; name: string; rootEmail: string; streamsPurgedAt: number | null }
  /** There is no deleted account with that id (any more). */
  | { outcome: 'unknown' }
  /** Another account has taken the name since. */
  | { outcome: 'name_taken'; name: string; by: string }
  /** The root, or the user named instead, has become root of another account since. */
  | { outcome: 'root_elsewhere'; email: string; account: { id: string; name: string } }
  /** The root user was deleted, is suspended, or is not a member any more. */
  | { outcome: 'no_root' }
  /** The user named as root is not a member, has not accepted, or is suspended. */
  | { outcome: 'no_such_member'; email: string }

export type RestoreAccount = (
  accountId: string,
  options: {
    name?: AccountName | undefined
    rootEmail?: string | undefined
    /** Who does it, if it is done by a request; `recheck` begins the transaction, and may throw. */
    by?: { actor: Actor; origin: Origin; recheck(tx: Tx): Promise<void> } | undefined
  },
) => Promise<Restoration>

type Deps = {
  database: Database
  claims: Pick<ClaimsPush, 'changed'>
  memberKeys: MemberKeys
  sendMail: SendMail
}

/** Thrown to roll an attempt back. */
class LookTaken extends Error {}

/**
 * Restores a deleted account, for an operator. Members and settings come back, and so do streams that are not purged
 * yet; sessions, keys and codes do not, because the deletion revoked them. The account may need another name or another
 * root by then.
 */
export function createRestoreAccount({ database, claims, memberKeys, sendMail }: Deps): RestoreAccount {
  const attempt: RestoreAccount = (accountId, options) =>
    database.transaction(async (tx) => {
      await options.by?.recheck(tx)
      const deletedAccount = await lockDeletedAccount(tx, accountId)
      if (!deletedAccount) return { outcome: 'unknown' }
      const name = options.name ?? { normalised: deletedAccount.name, display: deletedAccount.displayName }
      const by = (await findByName(tx, name.normalised)) ?? (await findLookAlike(tx.db, name.display))
      if (by !== undefined) return { outcome: 'name_taken', name: name.normalised, by }
      const root = await chooseRoot(tx, accountId, deletedAccount, options.rootEmail)
      if ('outcome' in root) return root

      await claims.changed(tx, accountId)
      if (root.userId !== deletedAccount.rootUserId) {
        await replaceRoot(tx, deletedAccount, root.userId)
        // The new root may have been a monitor or billing member, who has no key to sign creds with.
        await memberKeys.activateMember(tx, accountId, { userId: root.userId, role: 'root' })
      }
      // Another account took one of its looks at the same instant; the next attempt can name that account.
      if (!(await takeLooks(tx, accountId, name.display))) throw new LookTaken()
      await markRestored(tx, deletedAccount, { name: name.normalised, displayName: name.display })
      const { streamsPurgedAt } = deletedAccount
      const mail = { account: name.display, restoredAt: Date.now(), streamsKept: streamsPurgedAt === null }
      await sendMail(tx, { template: 'account-restored', to: root.email, ...mail })
      await record(tx, {
        action: 'account.restored',
        accountId,
        actor: options.by?.actor ?? { kind: 'system' },
        ...(options.by && { origin: options.by.origin }),
        target: { type: 'account', id: accountId },
        details: {
          name: name.normalised,
          ...(name.normalised !== deletedAccount.name && { former_name: deletedAccount.name }),
          ...(root.userId !== deletedAccount.rootUserId && {
            root: root.userId,
            former_root: deletedAccount.rootUserId,
          }),
        },
      })
      return { outcome: 'restored', name: name.normalised, rootEmail: root.email, streamsPurgedAt }
    })

  return (accountId, options) =>
    attempt(accountId, options).catch((error: unknown) => {
      // Another account took the name, or the user became root elsewhere, at the same instant: the next attempt can
      // name it.
      if (accountConflict(error) || error instanceof LookTaken) return attempt(accountId, options)
      throw error
    })
}

async function chooseRoot(
  tx: Tx,
  accountId: string,
  { rootUserId }: RestorableAccount,
  named: string | undefined,
): Promise<{ userId: string; email: string } | Exclude<Restoration, { outcome: 'restored' }>> {
  const email = named === undefined ? undefined : normaliseEmail(named)
  const root = await findActiveMember(tx, accountId, email === undefined ? { userId: rootUserId } : { email })
  if (!root) return email === undefined ? { outcome: 'no_root' } : { outcome: 'no_such_member', email }
  const account = await findRootAccount(tx, root.userId)
  if (account) return { outcome: 'root_elsewhere', email: root.email, account }
  return root
}
