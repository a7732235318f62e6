import type { OperationId } from '../../src/access/policy.ts'
import { BODY_LIMIT_BYTES } from '../../src/transport/http/bodies.ts'

/** Operations that take more than the others, and why. Written down here once more: a bound that grows is a decision. */
export const LARGER_BODIES: Partial<Record<OperationId, number>> = {
  updateAccount: 65_536, // What a user interface remembers has 16 KiB by itself.
  submitContactForm: 65_536, // 5000 characters, in whatever script.
  completePasskeyRegistration: 65_536, // The certificates of an authenticator's maker.
  introspectToken: 32_768, // A token of 8000 characters in a form, and the secret of the client.
  introspectTokens: 524_288, // A hundred tokens.
  uploadProfileImage: 14_680_064, // 10 MiB in base64, read piece by piece.
  processPaymentWebhook: 524_288, // Looked at when Stripe's signature is found to be right.
  reportLeakedKeys: 1_048_576, // The same with GitHub's.
}

export function bodyLimitOf(operation: OperationId): number {
  return LARGER_BODIES[operation] ?? BODY_LIMIT_BYTES
}
