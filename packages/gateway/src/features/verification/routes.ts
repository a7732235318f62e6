import type { Server } from '../../transport/http/server.ts'
import { introspectToken } from './operations/introspect-token.ts'
import { introspectTokens } from './operations/introspect-tokens.ts'
import { verifyCredential } from './operations/verify-credential.ts'
import type { Verification } from './verification.ts'

/** For other users' services, which want to know what a credential is worth. None of it is in the contract. */
export function verificationRoutes(app: Server, verification: Verification): void {
  introspectToken(app, verification)
  introspectTokens(app, verification)
  verifyCredential(app, verification)
}
