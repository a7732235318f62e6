import type { Database } from '../../platform/database/database.ts'
import type { VerifiersTable } from '../../platform/database/schema/platform.ts'
import { createFlusher, type Flusher } from '../../platform/flusher.ts'
import type { Log } from '../../platform/log.ts'
import type { Holders } from './local-holders.ts'
import type { Shown } from './session.ts'
import { deleteUnseen, listVerifiersElsewhere, storeVerifiers } from './verifier-store.ts'

const STORED_EVERY_MS = 10_000
/** A gateway of which nothing was heard for so long has no verifiers any more. */
const SEEN_WITHIN_MS = 30_000
const FORGOTTEN_AFTER_MS = 3_600_000

export type Listed = Shown & { gateway: string }

export type VerifierList = Flusher & {
  /** The verifiers of the account, oldest first: those of this gateway as they are, those of others as they were. */
  list(accountId: string): Promise<Listed[]>
}

/**
 * Where there are several gateways, each stores every ten seconds which verifiers it has, so that all of them can list
 * all. Without verifiers that takes no statement.
 */
export function createVerifierList(
  database: Database,
  gatewayId: string,
  holders: Pick<Holders, 'all' | 'list'>,
  log: Log,
): VerifierList {
  let stored = 0

  async function write(): Promise<void> {
    if (database.engine === 'sqlite') return
    const now = Date.now()
    const rows = holders.all().map((one) => toRow(one, gatewayId, now))
    if (rows.length + stored === 0) return
    try {
      await database.transaction(async (tx) => {
        await storeVerifiers(tx, gatewayId, rows)
        await deleteUnseen(tx, now - FORGOTTEN_AFTER_MS)
      })
      stored = rows.length
    } catch (error) {
      log.warn({ err: error }, 'the list of verifiers could not be stored; trying again')
    }
  }

  return {
    ...createFlusher(write, STORED_EVERY_MS),
    async list(accountId) {
      const here = holders.list(accountId).map((one) => ({ ...one, gateway: gatewayId }))
      const since = Date.now() - SEEN_WITHIN_MS
      const others =
        database.engine === 'sqlite' ? [] : await listVerifiersElsewhere(database.read, accountId, gatewayId, since)
      return [...here, ...others.map(fromRow)].sort((one, other) => one.since - other.since)
    },
  }
}

function toRow({ accountId, renewedAt, ...shown }: Shown, gatewayId: string, now: number): VerifiersTable {
  return { ...shown, account_id: accountId, gateway_id: gatewayId, renewed_at: renewedAt ?? null, seen_at: now }
}

function fromRow({ account_id, gateway_id, renewed_at, seen_at: _, ...shown }: VerifiersTable): Listed {
  return { ...shown, accountId: account_id, gateway: gateway_id, renewedAt: renewed_at ?? undefined }
}
