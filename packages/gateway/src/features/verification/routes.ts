import type { Server } from '../../transport/http/server.ts'
import { introspectToken } from './operations/introspect-token.ts'
import { introspectTokens } from './operations/introspect-tokens.ts'
import { verifyCredential } from './operations/verify-credential.ts'
import type { Verification } from './verification.ts'

/** For other services, which ask whether a credential is good and what it may do. None of it is in the contract. */
export function verificationRoutes(app: Server, verification: Verification): void {
  introspectToken(app, verification)
  introspectTokens(app, verification)
  verifyCredential(app, verification)
}
