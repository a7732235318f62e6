import type { Operators } from '../../access/operators.ts'
import type { Principal } from '../../access/principal.ts'
import type { Origin } from '../../platform/audit/audit.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { ErrorCode } from '../../platform/errors/table.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import type { SuspendAccount } from '../accounts/suspend-account.ts'

/** How long the answer waits for the NATS servers; the push goes on in any case. */
const CONFIRM_MS = 1000

/** `busConfirmed` is null without a message bus. */
export type SuspensionDone = { name: string; busConfirmed: boolean | null }

type Change = (principal: Principal, wish: { id: string; reason: string }, origin: Origin) => Promise<SuspensionDone>

export type SuspendForOperator = {
  /** suspendAccount: not the account that the operator is signed in to, since they could not resume it. */
  suspend: Change
  /** resumeAccount */
  resume: Change
}

type Deps = { suspendAccount: SuspendAccount; operators: Operators; claims: Pick<ClaimsPush, 'confirmed'> }

export function createSuspendForOperator({ suspendAccount, operators, claims }: Deps): SuspendForOperator {
  function changeWith(change: SuspendAccount['suspend'], already: ErrorCode): Change {
    return async (principal, { id, reason }, origin) => {
      const done = await change(id, {
        reason,
        by: { actor: principal, origin, recheck: (tx) => operators.recheck(tx, principal, id) },
      })
      if (done.outcome === 'unknown') throw new Refusal('unknown_account')
      if (done.outcome === 'already') throw new Refusal(already)
      return { name: done.name, busConfirmed: await claims.confirmed(id, done.version, CONFIRM_MS) }
    }
  }

  const suspend = changeWith(suspendAccount.suspend, 'account_already_suspended')
  return {
    suspend: (principal, wish, origin) => {
      if (wish.id === principal.accountId) throw new Refusal('account_of_operator')
      return suspend(principal, wish, origin)
    },
    resume: changeWith(suspendAccount.resume, 'account_not_suspended'),
  }
}
