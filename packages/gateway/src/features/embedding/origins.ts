import type { KnownEmbedOrigins } from '../../access/embed-origins.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { EndSessions } from '../authentication/end-sessions.ts'
import { addOrigin, deleteOrigin, deleteUnusedTokensAt, type EmbedOrigin, listOrigins, sessionsAt } from './store.ts'
import { parseOrigin } from './web-origin.ts'

const MOST_ORIGINS = 50

/** The origins on whose pages an account lets its key screens be embedded. */
export type EmbedOrigins = {
  list(accountId: string): Promise<EmbedOrigin[]>
  /** One that the account has already stays as it is. */
  add(principal: Principal, origin: string, from: Origin): Promise<EmbedOrigin[]>
  /** Ends the sessions that are open there, and takes back the tokens for it. */
  remove(principal: Principal, origin: string, from: Origin): Promise<EmbedOrigin[]>
}

type Deps = { database: Database; endSessions: EndSessions; knownOrigins: Pick<KnownEmbedOrigins, 'added'> }

export function createEmbedOrigins({ database, endSessions, knownOrigins }: Deps): EmbedOrigins {
  const list: EmbedOrigins['list'] = (accountId) => listOrigins(database.read, accountId)

  return {
    list,
    async add(principal, typed, from) {
      const origin = parseOrigin(typed, '/body/origin')
      const { accountId } = principal
      return database.transaction(async (tx) => {
        const { account } = await recheckInTransaction(tx, principal, 'addEmbedOrigin', 'account')
        const added = await addOrigin(tx, account, origin, Date.now())
        const all = await listOrigins(tx.db, accountId)
        if (all.length > MOST_ORIGINS) throw new Refusal('too_many_embed_origins')
        if (!added) return all
        await tell(tx, 'embed_origin.added', principal, origin, from)
        await knownOrigins.added(tx, origin)
        return all
      })
    },
    async remove(principal, typed, from) {
      const origin = parseOrigin(typed, '/body/origin')
      return database.transaction(async (tx) => {
        const { account } = await recheckInTransaction(tx, principal, 'removeEmbedOrigin', 'account')
        if (!(await deleteOrigin(tx, account, origin))) throw new Refusal('unknown_embed_origin')
        await deleteUnusedTokensAt(tx, account, origin)
        await tell(tx, 'embed_origin.removed', principal, origin, from)
        const by = { accountId: account.accountId, actor: principal, origin: from, reason: 'origin_removed' }
        await endSessions(tx, await sessionsAt(tx, account, origin), by)
        return listOrigins(tx.db, account.accountId)
      })
    },
  }
}

function tell(
  tx: Parameters<typeof record>[0],
  action: 'embed_origin.added' | 'embed_origin.removed',
  principal: Principal,
  origin: string,
  from: Origin,
): Promise<void> {
  const { accountId } = principal
  const target = { type: 'account' as const, id: accountId }
  return record(tx, { action, accountId, actor: principal, origin: from, target, details: { origin } })
}
