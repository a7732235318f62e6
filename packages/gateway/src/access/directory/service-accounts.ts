import type { Tx } from '../../platform/database/database.ts'
import type { LockedAccount } from '../../platform/database/locks.ts'
import type { Role } from '../../platform/values/roles.ts'
import { addMembership } from './memberships.ts'

/** How many service accounts the account has. */
export async function countServiceAccounts(tx: Tx, { accountId }: LockedAccount): Promise<number> {
  const { count } = await tx.db
    .selectFrom('users as u')
    .innerJoin('memberships as m', 'm.user_id', 'u.id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('u.machine_of', '=', accountId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Adds a service account as a member; it has no password, and its address is not an address. */
export async function addServiceAccount(
  tx: Tx,
  account: LockedAccount,
  serviceAccount: { userId: string; role: Role; address: string; now: number },
): Promise<void> {
  const { userId, role, address, now } = serviceAccount
  await tx.db
    .insertInto('users')
    .values({
      id: userId,
      email: address,
      machine_of: account.accountId,
      first_name: '',
      last_name: '',
      theme: 'auto',
      sound: 0,
      created_at: now,
    })
    .execute()
  await addMembership(tx, account, { userId, role, now })
}

/**
 * Deletes the memberships, and with them the signing keys, of the account's service accounts that have no live key any
 * more; with `userId`, of that one only. The row of a service account stays as long as a row of one of its keys does,
 * since the message bus still has to refuse that key. Users are not touched.
 */
export async function deactivateIdleServiceAccounts(
  tx: Tx,
  { accountId }: LockedAccount,
  userId?: string,
): Promise<void> {
  let idle = tx.db
    .deleteFrom('memberships')
    .where('account_id', '=', accountId)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('users')
          .select('id')
          .whereRef('users.id', '=', 'memberships.user_id')
          .where('machine_of', '=', accountId),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('api_keys')
            .select('id')
            .where('api_keys.account_id', '=', accountId)
            .whereRef('api_keys.user_id', '=', 'memberships.user_id')
            .where('api_keys.deleted_at', 'is', null),
        ),
      ),
    )
  if (userId !== undefined) idle = idle.where('user_id', '=', userId)
  await idle.execute()
}

/** Deletes those service accounts that have no row of a key left; returns how many. */
export async function purgeServiceAccounts(tx: Tx, accountId: string, userIds: string[]): Promise<number> {
  const result = await tx.db
    .deleteFrom('users')
    .where('id', 'in', userIds)
    .where('machine_of', '=', accountId)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('api_keys').select('api_keys.id').whereRef('api_keys.user_id', '=', 'users.id'))),
    )
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}
