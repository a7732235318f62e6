import type { Authenticate } from '../access/authenticate.ts'
import type { SigningKeys } from '../access/signing-keys.ts'
import { createIdentityTokens } from './identity-tokens.ts'
import { createIntrospect, type Introspect } from './introspect.ts'
import { createVerify, type Verify } from './verify.ts'

export type Verification = { introspect: Introspect; verify: Verify }

/** What lets programs into other people's services with our credentials. `issuer` is PUBLIC_URL. */
export function createVerification(authenticate: Authenticate, keys: SigningKeys, issuer: string): Verification {
  return {
    introspect: createIntrospect(authenticate, issuer),
    verify: createVerify(createIdentityTokens(keys, issuer), issuer),
  }
}
