import { Refusal } from '../platform/errors/refusal.ts'
import {
  type Caller,
  decide,
  type Facts,
  lackingScope,
  mayEver,
  mayReachOthers,
  type ProtectedOperationId,
  type Target,
} from './policy.ts'
import type { CredentialPrincipal } from './principal.ts'

/** Throws if the caller may not do `operation` to any target: because of their role, their credential or its scopes. */
export function permitAtAll(
  { role, kind, isServiceAccount, limits }: Pick<CredentialPrincipal, 'role' | 'kind' | 'isServiceAccount' | 'limits'>,
  operation: ProtectedOperationId,
): void {
  const decision = mayEver(operation, role, kind, isServiceAccount)
  if (!decision.allowed) throw new Refusal(decision.code)
  const scope = limits === null ? undefined : lackingScope(operation, limits.scopes)
  if (scope !== undefined) throw new Refusal('insufficient_scope', { scope })
}

/** Throws the refusal of the policy if the caller may not do `operation` to such a target. */
export function permit(caller: Caller, operation: ProtectedOperationId, target: Target, facts?: Facts): void {
  const decision = decide(operation, caller, target, facts)
  if (!decision.allowed) throw new Refusal(decision.code)
}

/** Throws if the caller may do `operation` to nobody but themselves. */
export function permitOthers(caller: Caller, operation: ProtectedOperationId): void {
  const decision = mayReachOthers(operation, caller)
  if (!decision.allowed) throw new Refusal(decision.code)
}
