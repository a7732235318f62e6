import { Refusal } from '../platform/errors/refusal.ts'
import { type Caller, decide, type Facts, mayReachOthers, type ProtectedOperationId, type Target } from './policy.ts'

/** Throws what the policy says if the caller may not do `operation` to such a target. */
export function permit(caller: Caller, operation: ProtectedOperationId, target: Target, facts?: Facts): void {
  const decision = decide(operation, caller, target, facts)
  if (!decision.allowed) throw new Refusal(decision.code)
}

/** Throws if the caller may not do `operation` to anybody else, whoever it is. */
export function permitOthers(caller: Caller, operation: ProtectedOperationId): void {
  const decision = mayReachOthers(operation, caller)
  if (!decision.allowed) throw new Refusal(decision.code)
}
