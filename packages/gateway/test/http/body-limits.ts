import type { OperationId } from '../../src/access/policy.ts'
import { BODY_LIMIT_BYTES } from '../../src/transport/http/bodies.ts'

/**
 * Operations with a larger body limit, and why. The limits are repeated here so that raising one is a conscious
 * decision.
 */
const LARGER_BODIES: Partial<Record<OperationId, number>> = {
  updateAccount: 65_536, // The onboarding progress alone may have 16 KiB.
  submitContactForm: 65_536, // 5000 characters of any script.
  completePasskeyRegistration: 65_536, // The certificates of an authenticator's maker.
  introspectToken: 32_768, // A token of 8000 characters in a form, and the secret of the client.
  importApiKeys: 2_097_152, // A thousand keys with what is known of them; only for root and administrators.
  introspectTokens: 524_288, // A hundred tokens.
  uploadProfileImage: 14_680_064, // 10 MiB in base64, read piece by piece.
  processPaymentWebhook: 524_288, // Parsed only after Stripe's signature is verified.
  reportLeakedKeys: 1_048_576, // Parsed only after GitHub's signature is verified.
}

export function bodyLimitOf(operation: OperationId): number {
  return LARGER_BODIES[operation] ?? BODY_LIMIT_BYTES
}
