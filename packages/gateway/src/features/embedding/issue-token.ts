import { findLiveRole } from '../../access/embed-liveness.ts'
import { environmentOf } from '../../access/key-description.ts'
import { permit } from '../../access/permit.ts'
import type { Principal } from '../../access/principal.ts'
import { type Rechecked, recheckInTransaction } from '../../access/recheck.ts'
import { ANY_SCOPE, covers, isScope } from '../../access/scopes.ts'
import { recheckTarget, type Targets } from '../../access/targets.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'
import { randomToken } from '../../platform/crypto/random.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import { addToken, findServiceAccount, hasOrigin } from './store.ts'
import { parseOrigin } from './web-origin.ts'

/** Long enough for a page to load, or for somebody to follow a link. */
const TOKEN_MS = 300_000

const SCOPES = { view: 'api-keys:read', manage: 'api-keys:read api-keys:write' } as const
export type EmbedAccess = keyof typeof SCOPES

export type EmbedTokenRequest = {
  /** Whose keys: a member, the service account behind a key of the account, or else the caller. */
  email?: string | undefined
  keyId?: string | undefined
  /** The page; left out for the page of the gateway. */
  origin?: string | undefined
  access: EmbedAccess
  /** What the keys may have that the session issues. */
  keyScopes?: readonly string[] | undefined
}

export type IssueEmbedToken = (
  principal: Principal,
  request: EmbedTokenRequest,
  from: Origin,
) => Promise<{ token: string; expiresAt: number }>

type Deps = { database: Database; targets: Targets }

type Whose = { userId: string; recheck(tx: Tx): Promise<Rechecked> }

/**
 * issueEmbedToken: a token that opens one session, on one page, in which somebody works with their keys. Whoever gets it
 * could use it themselves. So it gives nothing that the caller does not have: nobody gets one for the root but the root,
 * a key gets none for an administrator, as it can make nobody one, and the new keys get no scopes that the key lacks
 * (docs/decisions/0058).
 */
export function createIssueEmbedToken({ database, targets }: Deps): IssueEmbedToken {
  async function find(principal: Principal, { email, keyId }: EmbedTokenRequest): Promise<Whose> {
    if (keyId === undefined) {
      const target = await targets.resolve(principal, 'issueEmbedToken', email)
      const { userId } = target
      return { userId, recheck: (tx) => recheckTarget(tx, principal, 'issueEmbedToken', target) }
    }
    if (email !== undefined) throw invalid('/body/key_id', 'must not be sent together with email')
    permit(principal, 'issueEmbedToken', 'account')
    const userId = await findServiceAccount(database.read, principal.accountId, keyId)
    if (userId === undefined) throw new Refusal('unknown_api_key')
    return { userId, recheck: (tx) => recheckInTransaction(tx, principal, 'issueEmbedToken', 'account') }
  }

  return async (principal, request, from) => {
    const { accountId, credentialId, apiKeyId } = principal
    const keyScopes = parseKeyScopes(request)
    const origin = request.origin === undefined ? null : parseOrigin(request.origin, '/body/origin')
    const { userId, recheck } = await find(principal, request)
    const token = randomToken()
    const now = Date.now()
    const expiresAt = now + TOKEN_MS
    await database.transaction(async (tx) => {
      const caller = await recheck(tx)
      const role = await findLiveRole(tx.db, { accountId, userId })
      // Invited, suspended, or a service account without a live key: nobody could work in the session.
      if (role === undefined) throw new Refusal(request.keyId === undefined ? 'unknown_member' : 'unknown_api_key')
      if (origin !== null && !(await hasOrigin(tx.db, accountId, origin))) throw new Refusal('embed_origin_not_allowed')
      refuseBeyondCaller(caller, role, keyScopes)
      const scopes = SCOPES[request.access]
      await addToken(tx, {
        token_hash: sha256(token),
        account_id: accountId,
        user_id: userId,
        issued_by: apiKeyId ?? credentialId,
        issuer_user_id: principal.userId,
        asked_from: principal.address,
        asked_in: apiKeyId !== null && apiKeyId !== credentialId ? credentialId : null,
        origin,
        scopes,
        key_scopes: keyScopes.join(' '),
        environment: environmentOf(principal.keyDescription),
        expires_at: expiresAt,
        created_at: now,
      })
      await record(tx, {
        action: 'embed_token.issued',
        accountId,
        actor: principal,
        origin: from,
        target: { type: 'user', id: userId },
        details: { origin, scopes, key_scopes: keyScopes.join(' ') },
      })
    })
    return { token, expiresAt }
  }
}

/** Whoever only views issues nothing. */
function parseKeyScopes({ access, keyScopes }: EmbedTokenRequest): string[] {
  if (access === 'view') {
    if (keyScopes !== undefined) throw invalid('/body/key_scopes', 'is for sessions that may manage keys')
    return []
  }
  if (keyScopes === undefined)
    throw invalid('/body/key_scopes', 'is required: what the keys may do, ["*:*"] for whatever their owner may do')
  for (const [index, scope] of keyScopes.entries())
    if (!isScope(scope)) throw invalid(`/body/key_scopes/${index}`, 'must be a scope, such as orders:read')
  return [...new Set(keyScopes)]
}

function refuseBeyondCaller({ kind, limits }: Rechecked, role: string, keyScopes: readonly string[]): void {
  if (kind === 'interactive') return
  if (role === 'root' || role === 'admin') throw new Refusal('interactive_required')
  const own = limits?.scopes ?? new Set([ANY_SCOPE])
  if (!keyScopes.every((scope) => covers(own, scope))) throw new Refusal('beyond_own_limits')
}
