import type { Authenticate } from '../../access/authenticate.ts'
import type { SigningKeys } from '../../access/signing-keys.ts'
import type { MinimumDuration } from '../../platform/throttle/minimum-duration.ts'
import { createIdentityTokens } from './identity-tokens.ts'
import { createIntrospect, type Introspect } from './introspect.ts'
import { createVerify, type Verify } from './verify.ts'

export type Verification = { introspect: Introspect; verify: Verify }

type Deps = {
  authenticate: Authenticate
  signingKeys: SigningKeys
  minimumDuration: MinimumDuration
  config: { publicUrl: string; verifyAnyAccount: boolean }
}

/** Puts the module together: it lets other services accept our credentials. */
export function createVerification({ authenticate, signingKeys, minimumDuration, config }: Deps): Verification {
  const issuer = config.publicUrl
  return {
    introspect: createIntrospect(authenticate, issuer, minimumDuration),
    verify: createVerify(createIdentityTokens(signingKeys, issuer), config),
  }
}
