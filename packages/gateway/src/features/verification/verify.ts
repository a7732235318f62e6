import { environmentOf, metadataOf } from '../../access/key-description.ts'
import type { CredentialPrincipal } from '../../access/principal.ts'
import { covers } from '../../access/scopes.ts'
import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import type { Environment } from '../../platform/values/environments.ts'
import type { IdentityTokens } from './identity-tokens.ts'
import { parseWanted, scopeTextOf } from './scope-text.ts'

/** What a proxy asks of the credential that it passes on. */
export type Wanted = {
  /** The account of the service that asks: credentials of other accounts are refused. */
  account?: string | undefined
  /** Scopes, separated by spaces, all of which the credential must have. */
  scope?: string | undefined
  /** The service for which a JWT proves the caller's identity; without it there is no JWT. */
  audience?: string | undefined
  /** Credentials of the other environment are refused. */
  environment?: Environment | undefined
  /** Names of metadata, separated by commas. */
  metadata?: string | undefined
  /** The units of the key's quota that the request uses. The gate has counted them. */
  cost?: string | undefined
}

/** The headers for the service behind the proxy. All are always set, so that none that a client sent remains. */
export type Identity = Record<string, string>

export type Verify = (principal: CredentialPrincipal, wanted: Wanted) => Identity | Promise<Identity>

/** `verifyAnyAccount` lets a proxy leave out the account, and so lets credentials of every account pass. */
type Settings = { publicUrl: string; verifyAnyAccount: boolean }

const ACCOUNT_MISSING = 'must be the id of your account, because anybody can create an account on this gateway'

/** Takes the place of a key's id for a user who is signed in, and of metadata that the key does not have. */
const NONE = 'none'

/**
 * verifyCredential: checks that the caller, whom the gate has let in, has what the proxy asks for, and returns who it is.
 * For a credential that was seen before it needs no I/O and no signature.
 */
export function createVerify(identityTokens: IdentityTokens, { publicUrl, verifyAnyAccount }: Settings): Verify {
  const identities = new WeakMap<CredentialPrincipal, Identity>()

  function identityOf(principal: CredentialPrincipal): Identity {
    const known = identities.get(principal)
    if (known) return known
    const identity = {
      'x-quiva-account': principal.accountId,
      'x-quiva-user': principal.userId,
      'x-quiva-role': principal.role,
      'x-quiva-key-id': principal.apiKeyId ?? NONE,
      'x-quiva-scopes': scopeTextOf(principal),
      'x-quiva-environment': environmentOf(principal.keyDescription),
    }
    identities.set(principal, identity)
    return identity
  }

  return (principal, { account, scope, audience, environment, metadata, cost }) => {
    if (account === undefined && !verifyAnyAccount) throw invalid('/querystring/account', ACCOUNT_MISSING)
    if (account !== undefined && account !== principal.accountId) throw new Refusal('other_account')
    if (environment !== undefined && environment !== environmentOf(principal.keyDescription))
      throw new Refusal('other_environment')
    const scopes = principal.limits?.scopes
    const wanted = scope === undefined ? [] : parseWanted(scope)
    if (scopes && !wanted.every((one) => covers(scopes, one))) throw new Refusal('insufficient_scope', { scope })
    const known = identityOf(principal)
    const identity =
      metadata === undefined ? known : { ...known, 'x-quiva-metadata': metadataText(principal, metadata) }
    if (audience === undefined) return identity
    // The JWT must not pass for an access token at a service that checks only issuer and audience.
    if (audience === publicUrl) throw invalid('/querystring/audience', 'must not be the gateway itself')
    // Otherwise a key could get the JWT for its services without using anything of its quota.
    if (cost === '0') throw invalid('/querystring/audience', 'must be absent with cost=0')
    const jwt = identityTokens.issue(principal, audience)
    return typeof jwt === 'string'
      ? { ...identity, 'x-quiva-jwt': jwt }
      : jwt.then((made) => ({ ...identity, 'x-quiva-jwt': made }))
  }
}

/**
 * As a query: every value fits into a header, whatever is in it, and one header is enough for a proxy to hand on. `none`
 * has no `=`, and so is no member.
 */
function metadataText({ keyDescription }: CredentialPrincipal, names: string): string {
  const metadata = keyDescription && metadataOf(keyDescription)
  if (!metadata) return NONE
  const members = [...new Set(names.split(','))].flatMap((name) => {
    const value = Object.hasOwn(metadata, name) ? metadata[name] : undefined
    return value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]
  })
  return members.join('&') || NONE
}
