import { Refusal } from '../platform/errors/refusal.ts'
import type { OperationId } from './policy.ts'
import type { PrincipalKind } from './policy-table.ts'
import type { PlanStanding } from './principal.ts'

/** Operations that make a key, or turn one into a session. Refused to everybody whose account is overdue. */
const ISSUING: ReadonlySet<OperationId> = new Set(['issueApiKey', 'rotateApiKey', 'importApiKeys', 'authWithApiKey'])

/**
 * What the keys of such an account may still do: see why they are refused, pay, and take rights away. A verifier goes
 * on for the people of the account, and says itself that keys are refused.
 */
const LEFT_TO_KEYS: ReadonlySet<OperationId> = new Set([
  'getAccountInfo',
  'getProducts',
  'getPrices',
  'getCheckoutUrl',
  'getDashboardUrl',
  'getSubscriptionItems',
  'getSubscription',
  'updateSubscription',
  'cancelSubscription',
  'createFreeSubscription',
  'deleteApiKey',
  'revokeAuthToken',
  'revokeRefreshToken',
  'openVerifier',
])

/** A credential: what it is, and until when the account's payment may be late. */
type Payer = { kind: PrincipalKind; plan?: Pick<PlanStanding, 'unpaidFrom'> | null }

/** Whether the account's payment is late for so long that its keys are refused. A user is not. */
export function isUnpaidKey({ kind, plan }: Payer, now: number): boolean {
  return kind === 'key' && isOverdue(plan, now)
}

/** Throws `payment_required` for what an account whose payment is overdue may not do (docs/decisions/0046). */
export function refuseUnpaid(payer: Payer, operation: OperationId): void {
  if (!payer.plan || !isOverdue(payer.plan, Date.now())) return
  if (ISSUING.has(operation) || (payer.kind === 'key' && !LEFT_TO_KEYS.has(operation)))
    throw new Refusal('payment_required')
}

function isOverdue(plan: Payer['plan'], now: number): boolean {
  return typeof plan?.unpaidFrom === 'number' && now >= plan.unpaidFrom
}
