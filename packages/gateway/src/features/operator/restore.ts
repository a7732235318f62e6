import type { Operators } from '../../access/operators.ts'
import type { Principal } from '../../access/principal.ts'
import type { Origin } from '../../platform/audit/audit.ts'
import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import { parseAccountName } from '../../platform/values/account-names.ts'
import type { Restoration, RestoreAccount } from '../accounts/restore-account.ts'

type Restored = Extract<Restoration, { outcome: 'restored' }>

export type RestoreForOperator = (
  principal: Principal,
  wish: { id: string; name?: string | undefined; rootEmail?: string | undefined },
  origin: Origin,
) => Promise<Restored>

type Deps = { restoreAccount: RestoreAccount; operators: Operators }

/** restoreAccount: what the command `npm run accounts -- restore` does, with the operator in the log of the account. */
export function createRestoreForOperator({ restoreAccount, operators }: Deps): RestoreForOperator {
  return async (principal, { id, name, rootEmail }, origin) => {
    const restored = await restoreAccount(id, {
      name: name === undefined ? undefined : parseAccountName(name, '/body/name'),
      rootEmail,
      by: { actor: principal, origin, recheck: (tx) => operators.recheck(tx, principal, id) },
    })
    return doneOrRefused(restored)
  }
}

function doneOrRefused(restoration: Restoration): Restored {
  switch (restoration.outcome) {
    case 'restored':
      return restoration
    case 'unknown':
      throw new Refusal('unknown_deleted_account')
    case 'name_taken':
      throw invalid('/body/name', `must be another name: account ${restoration.by} has “${restoration.name}” now`)
    case 'root_elsewhere':
      throw invalid('/body/root_email', `must be another member: this user is root of ${restoration.account.id} now`)
    case 'no_root':
      throw invalid('/body/root_email', 'must name a member: the root user is gone')
    case 'no_such_member':
      throw invalid('/body/root_email', 'must be a member who has accepted and is not suspended')
  }
}
