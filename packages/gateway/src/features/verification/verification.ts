import type { Authenticate } from '../../access/authenticate.ts'
import type { SigningKeys } from '../../access/signing-keys.ts'
import { createIdentityTokens } from './identity-tokens.ts'
import { createIntrospect, type Introspect } from './introspect.ts'
import { createVerify, type Verify } from './verify.ts'

export type Verification = { introspect: Introspect; verify: Verify }

type Settings = { publicUrl: string; verifyAnyAccount: boolean }

/** Puts the module together: it lets other services accept our credentials. */
export function createVerification(authenticate: Authenticate, keys: SigningKeys, config: Settings): Verification {
  const issuer = config.publicUrl
  return {
    introspect: createIntrospect(authenticate, issuer),
    verify: createVerify(createIdentityTokens(keys, issuer), config),
  }
}
