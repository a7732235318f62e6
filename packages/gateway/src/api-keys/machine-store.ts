import type { Role } from '../access/roles.ts'
import type { Tx } from '../database/database.ts'

/** How many machine members the account has. The caller has taken the account's row. */
export async function countMachines(tx: Tx, accountId: string): Promise<number> {
  const { count } = await tx.db
    .selectFrom('users as u')
    .innerJoin('memberships as m', 'm.user_id', 'u.id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('u.machine_of', '=', accountId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Adds a machine member, who is a member at once; without a password or an address that could be anybody's. */
export async function addMachine(
  tx: Tx,
  machine: { userId: string; accountId: string; role: Role; address: string; now: number },
): Promise<void> {
  const { userId, accountId, role, address, now } = machine
  await tx.db
    .insertInto('users')
    .values({
      id: userId,
      email: address,
      machine_of: accountId,
      first_name: '',
      last_name: '',
      theme: 'auto',
      sound: 0,
      created_at: now,
    })
    .execute()
  await tx.db
    .insertInto('memberships')
    .values({
      account_id: accountId,
      user_id: userId,
      role,
      accepted_at: now,
      nats_signing_version: 0,
      created_at: now,
    })
    .execute()
}

/**
 * Ends the membership of a machine member that has no key any more, and with it their signing key. Their record stays as
 * long as a row of theirs does, which the message bus has to remember. Nothing happens to a person.
 */
export async function endIdleMachine(tx: Tx, accountId: string, userId: string): Promise<void> {
  await tx.db
    .deleteFrom('memberships')
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('users').select('id').where('id', '=', userId).where('machine_of', '=', accountId)),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('api_keys')
            .select('id')
            .where('account_id', '=', accountId)
            .where('user_id', '=', userId)
            .where('deleted_at', 'is', null),
        ),
      ),
    )
    .execute()
}

/** Deletes the records of the account's machine members of whose keys no row is left; returns how many. */
export async function forgetMachines(tx: Tx, accountId: string, userIds: string[]): Promise<number> {
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
