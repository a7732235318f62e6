import type { NoteRefusals } from '../../access/refusals/refusals.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { ErrorCode } from '../../platform/errors/table.ts'
import { findSuspendedAccount, type NamedAccount, type SignInAccount, type User } from './store.ts'

export type RefusedSignIn = {
  /** The user whom the sign-in named or proved, if there is one. */
  user?: User | undefined
  /** The account that the sign-in is for, if it is known. */
  chosen?: SignInAccount | undefined
  /** The normalised name of the account that the sign-in named, whether or not the account exists. */
  accountName?: string | undefined
  origin: Origin
  /** The method, and the reason, which only the audit log tells. */
  details: { method: string; reason?: string }
  /** The reason for the log of the gateway, with more detail. */
  reason?: string
  /** The accounts to choose from, once everything is proven. */
  accounts?: readonly NamedAccount[]
  /**
   * The user has proven who they are, and is not let into the account with that (normalised) name, or into any if there
   * is none: they are told if that is because it is suspended.
   */
  provenFor?: { accountName: string | undefined }
  /** Further work in the same transaction. */
  also?: (tx: Tx) => Promise<void>
}

/**
 * Records that a sign-in was refused, and throws the refusal. If it is not known which account the sign-in was for, the
 * accounts that it may have been meant for are told later, so that the answer takes as long as for an unknown user.
 */
export type RefuseSignIn = (code: ErrorCode, refused: RefusedSignIn) => Promise<never>

export function createRefuseSignIn(database: Database, noteRefusals: NoteRefusals): RefuseSignIn {
  async function findSuspended({ user, provenFor }: RefusedSignIn): Promise<string | undefined> {
    return user && provenFor && findSuspendedAccount(database.read, user.id, provenFor.accountName)
  }

  return async (otherwise, refused) => {
    const { user, chosen, accountName, origin, accounts, also } = refused
    const suspended = await findSuspended(refused)
    const code = suspended === undefined ? otherwise : 'account_suspended'
    const details = suspended === undefined ? refused.details : { ...refused.details, reason: 'account_suspended' }
    const { reason = details.reason } = refused
    const actor = { kind: 'anonymous' as const, ...(user && { userId: user.id }) }
    const accountId = suspended ?? chosen?.account.id ?? null
    await database.transaction(async (tx) => {
      await record(tx, { action: 'session.refused', accountId, actor, origin, details })
      await also?.(tx)
    })
    const isDone = code === 'account_required'
    if (accountId === null && !isDone)
      noteRefusals.signIn({ user: user && { id: user.id }, accountName, origin }, details)
    const names = accounts?.map(({ name, display_name }) => ({ name, display_name }))
    throw new Refusal(code, {
      ...(reason !== undefined && { reason }),
      ...(names && { accounts: names.sort((a, b) => (a.name < b.name ? -1 : 1)) }),
    })
  }
}
