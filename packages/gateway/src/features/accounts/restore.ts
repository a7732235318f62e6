import { accountConflict, markRestored, replaceRoot } from '../../access/directory/accounts.ts'
import { lockDeletedAccount, type RestorableAccount } from '../../access/directory/deleted-accounts.ts'
import { record } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import type { AccountName } from '../../platform/values/account-names.ts'
import { normaliseEmail } from '../../platform/values/email.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import type { MemberKeys } from '../../transport/messaging/member-keys.ts'
import { findLookAlike, takeLooks } from './looks-store.ts'
import { findActiveMember, findByName, findRootAccount } from './restore-store.ts'

/** What became of it; nothing has changed unless it is `restored`. */
export type Restoration =
  | { outcome: 'restored'; name: string; rootEmail: string; streamsPurgedAt: number | null }
  /** There is no deleted account with that id (any more). */
  | { outcome: 'unknown' }
  /** Another account has the name by now. */
  | { outcome: 'name_taken'; name: string; by: string }
  /** The root, or whoever was named instead, is root of another account by now. */
  | { outcome: 'root_elsewhere'; email: string; account: { id: string; name: string } }
  /** The root has deleted their user, or is suspended or no member any more. */
  | { outcome: 'no_root' }
  /** Whoever was named as the root is no member who has accepted and is not suspended. */
  | { outcome: 'no_such_member'; email: string }

export type RestoreAccount = (
  accountId: string,
  wishes: { name?: AccountName | undefined; rootEmail?: string | undefined },
) => Promise<Restoration>

type Deps = {
  database: Database
  claims: Pick<ClaimsPush, 'changed'>
  memberKeys: MemberKeys
  sendMail: SendMail
}

/** Undoes an attempt. */
class LookTaken extends Error {}

/**
 * Makes a deleted account a living one again, for an operator. Members and settings come back, and the streams if they
 * are not purged yet; sessions, keys and codes do not, since the deletion revoked them. The account may need another
 * name or another root by then.
 */
export function createRestoreAccount({ database, claims, memberKeys, sendMail }: Deps): RestoreAccount {
  const attempt: RestoreAccount = (accountId, wishes) =>
    database.transaction(async (tx) => {
      const deletedAccount = await lockDeletedAccount(tx, accountId)
      if (!deletedAccount) return { outcome: 'unknown' }
      const name = wishes.name ?? { normalised: deletedAccount.name, display: deletedAccount.displayName }
      const by = (await findByName(tx, name.normalised)) ?? (await findLookAlike(tx.db, name.display))
      if (by !== undefined) return { outcome: 'name_taken', name: name.normalised, by }
      const root = await chooseRoot(tx, accountId, deletedAccount, wishes.rootEmail)
      if ('outcome' in root) return root

      await claims.changed(tx, accountId)
      if (root.userId !== deletedAccount.rootUserId) {
        await replaceRoot(tx, deletedAccount, root.userId)
        // A monitor or billing member never had a key to sign creds with.
        await memberKeys.activateMember(tx, accountId, { userId: root.userId, role: 'root' })
      }
      // Somebody took a look of it at the same instant: the next attempt sees who.
      if (!(await takeLooks(tx, accountId, name.display))) throw new LookTaken()
      await markRestored(tx, deletedAccount, { name: name.normalised, displayName: name.display })
      const { streamsPurgedAt } = deletedAccount
      const mail = { account: name.display, restoredAt: Date.now(), streamsKept: streamsPurgedAt === null }
      await sendMail(tx, { template: 'account-restored', to: root.email, ...mail })
      await record(tx, {
        action: 'account.restored',
        accountId,
        actor: { kind: 'system' },
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

  return (accountId, wishes) =>
    attempt(accountId, wishes).catch((error: unknown) => {
      // Somebody took the name, or became root elsewhere, at the same instant: now it can be seen who.
      if (accountConflict(error) || error instanceof LookTaken) return attempt(accountId, wishes)
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
