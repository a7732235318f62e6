import { type Embed, keyCeilingOf } from '../../access/embed.ts'
import { findLiveRole, issuerUntil } from '../../access/embed-liveness.ts'
import { type FromPage, isSamePage } from '../../access/embed-page.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'
import { workForAccount } from '../../platform/database/callers.ts'
import type { Database } from '../../platform/database/database.ts'
import { lockAccount } from '../../platform/database/locks.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { isRole, type Role } from '../../platform/values/roles.ts'
import type { Sessions } from '../authentication/sessions.ts'
import { type FoundToken, findToken, refuseToken, takeToken } from './store.ts'

/** However short it is, the page asks for a new token before it ends. */
const SESSION_MS = 3_600_000

export type OpenedEmbed = {
  accessToken: string
  expiresAt: number
  /** Null for a service account, which has no address. */
  email: string | null
  userId: string
  role: Role
  accountId: string
  accountName: string
  scopes: string[]
  /** What the keys may have that it issues; null for whatever their owner may do. */
  keyScopes: string[] | null
}

/**
 * openEmbedSession: exchanges a token for a session, once, on the page that it was made for. A token that turns up on
 * another page, or again, has been seen by somebody else: on another page it opens nothing any more.
 */
export type OpenEmbedSession = (token: string, page: FromPage, from: Origin) => Promise<OpenedEmbed>

type Deps = { database: Database; prepareSession: Sessions['prepare'] }

type Why = 'used' | 'origin' | 'expired' | 'issuer' | 'membership'

/** The token can't be used; carries what the log is told out of the transaction. */
class Unusable extends Error {
  readonly why: Why
  constructor(why: Why) {
    super(why)
    this.why = why
  }
}

export function createOpenEmbedSession({ database, prepareSession }: Deps): OpenEmbedSession {
  async function open(tokenHash: string, found: FoundToken, page: FromPage, from: Origin): Promise<OpenedEmbed> {
    const { accountId, userId, origin, keyScopes } = found
    if (found.sessionId !== null) throw new Unusable('used')
    if (!isSamePage(page, origin)) throw new Unusable('origin')
    if (found.expiresAt <= Date.now()) throw new Unusable('expired')
    const before = await findLiveRole(database.read, { accountId, userId })
    if (!isRole(before ?? '')) throw new Unusable('membership')
    const { issuedBy, issuerUserId, askedFrom, askedIn } = found
    const embed: Embed = { origin, issuedBy, issuerUserId, askedFrom, askedIn, keyCeiling: keyCeilingOf(keyScopes) }
    const owner = { accountId, userId, role: before as Role }
    const session = await prepareSession(owner, { kind: 'embedded', lifeMs: SESSION_MS, embed }, from)
    const role = await database.transaction(async (tx) => {
      if (!(await lockAccount(tx, accountId))) throw new Unusable('membership')
      const now = await findLiveRole(tx.db, { accountId, userId })
      if (now === undefined || !isRole(now)) throw new Unusable('membership')
      // Whoever asked for the token may have lost the right to since, and the user may have got a role beyond them.
      const until = await issuerUntil(tx.db, { accountId, userId, role: now, embed }, Date.now())
      if (until === undefined) throw new Unusable('issuer')
      if (!(await takeToken(tx, tokenHash, session.sessionId, Date.now()))) throw new Unusable('used')
      await session.store(tx)
      return now
    })
    return {
      accessToken: session.pair.accessToken,
      expiresAt: session.expiresAt,
      email: found.serviceAccountOf === null ? found.email : null,
      userId,
      role,
      accountId,
      accountName: found.accountName,
      scopes: found.scopes.split(' '),
      keyScopes: embed.keyCeiling?.scopes ? [...embed.keyCeiling.scopes] : null,
    }
  }

  /** The first vain try is recorded; of a token that was used, somebody may have a copy. */
  async function refuse(tokenHash: string, found: FoundToken, why: Why, page: FromPage, from: Origin) {
    await database.transaction(async (tx) => {
      if (!(await refuseToken(tx, tokenHash, Date.now()))) return
      await record(tx, {
        action: 'embed_token.refused',
        accountId: found.accountId,
        actor: { kind: 'anonymous' },
        origin: from,
        target: { type: 'user', id: found.userId },
        details: {
          reason: why,
          origin: page.kind === 'other' ? page.page.slice(0, 300) : null,
          embedded_by: found.issuedBy,
        },
      })
    })
  }

  return async (token, page, from) => {
    const tokenHash = sha256(token)
    const found = await findToken(database.read, tokenHash)
    if (!found) throw new Refusal('embed_token_refused')
    return workForAccount(found.accountId, async () => {
      try {
        return await open(tokenHash, found, page, from)
      } catch (error) {
        if (!(error instanceof Unusable)) throw error
        await refuse(tokenHash, found, error.why, page, from)
        throw new Refusal(error.why === 'origin' ? 'wrong_embed_origin' : 'embed_token_refused', { reason: error.why })
      }
    })
  }
}
