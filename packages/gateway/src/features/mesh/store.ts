import type { Kysely } from 'kysely'
import { isNotDeleted } from '../../access/directory/live.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'

/** On how many nodes an account wants its streams, and in which regions (sorted). */
export type DesiredPlacement = { numNodes: number; regions: string[] }

export type Failing = { name: string; reason: string }

/** What a run found about the account's streams. */
export type Found = {
  streamsTotal: number | null
  streamsPlaced: number | null
  failing: Failing[]
  /** A problem that stops all streams. */
  problem: string | null
}

export type Mesh = Found & {
  desired: DesiredPlacement
  requestedAt: number
  /** The placement that was last reached by all streams. */
  applied: DesiredPlacement | null
  /** Whether that is the desired placement, and the streams are still there. */
  isMet: boolean
  mostReplicas: number
  /** The version of the account's claims that allows this many copies. */
  claimsVersion: number
  /** When the streams were last inspected, and since when every attempt has failed. */
  checkedAt: number | null
  unseenSince: number | null
}

/** The mesh of a live account, with the account's seed, sealed under the master key. */
export type WorkableMesh = Mesh & { accountId: string; seedSealed: string }

const columns = [
  'num_nodes',
  'regions',
  'requested_at',
  'most_replicas',
  'claims_version',
  'applied_num_nodes',
  'applied_regions',
  'met_at',
  'streams_total',
  'streams_placed',
  'failing',
  'problem',
  'checked_at',
  'unseen_since',
] as const

type Row = Pick<Schema['account_meshes'], (typeof columns)[number]>

export async function readMesh(db: Kysely<Schema>, accountId: string): Promise<Mesh | undefined> {
  const row = await db
    .selectFrom('account_meshes')
    .select(columns)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row && toMesh(row)
}

export async function readWorkableMesh(db: Kysely<Schema>, accountId: string): Promise<WorkableMesh | undefined> {
  const row = await db
    .selectFrom('account_meshes as m')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .select(columns.map((column) => `m.${column}` as const))
    .select('a.nats_seed_sealed')
    .where('m.account_id', '=', accountId)
    .where(isNotDeleted)
    .executeTakeFirst()
  if (!row?.nats_seed_sealed) return undefined
  return { ...toMesh(row), accountId, seedSealed: row.nats_seed_sealed }
}

function toMesh(row: Row): Mesh {
  const { applied_num_nodes: appliedNodes, applied_regions: appliedRegions } = row
  return {
    desired: { numNodes: row.num_nodes, regions: JSON.parse(row.regions) as string[] },
    requestedAt: row.requested_at,
    applied:
      appliedNodes !== null && appliedRegions !== null
        ? { numNodes: appliedNodes, regions: JSON.parse(appliedRegions) as string[] }
        : null,
    isMet: row.met_at !== null,
    mostReplicas: row.most_replicas,
    claimsVersion: row.claims_version,
    streamsTotal: row.streams_total,
    streamsPlaced: row.streams_placed,
    failing: JSON.parse(row.failing) as Failing[],
    problem: row.problem,
    checkedAt: row.checked_at,
    unseenSince: row.unseen_since,
  }
}

/** Stores a desired placement, and resets what was found about the one before. */
export async function storeDesiredPlacement(
  tx: Tx,
  accountId: string,
  desired: DesiredPlacement & { requestedAt: number; mostReplicas: number; claimsVersion: number },
): Promise<void> {
  const values = {
    num_nodes: desired.numNodes,
    regions: JSON.stringify(desired.regions),
    requested_at: desired.requestedAt,
    most_replicas: desired.mostReplicas,
    claims_version: desired.claimsVersion,
    met_at: null,
    streams_total: null,
    streams_placed: null,
    failing: '[]',
    problem: null,
    checked_at: null,
    unseen_since: null,
  }
  await tx.db
    .insertInto('account_meshes')
    .values({ account_id: accountId, ...values })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(values))
    .execute()
}

/** Stores what a run found, unless the desired placement has changed since. */
export async function recordFound(
  tx: Tx,
  mesh: Pick<WorkableMesh, 'accountId' | 'desired' | 'requestedAt'>,
  found: Found & { isMet: boolean },
): Promise<void> {
  const now = Date.now()
  await tx.db
    .updateTable('account_meshes')
    .set({
      streams_total: found.streamsTotal,
      streams_placed: found.streamsPlaced,
      failing: JSON.stringify(found.failing),
      problem: found.problem,
      checked_at: now,
      unseen_since: null,
      met_at: found.isMet ? now : null,
      ...(found.isMet && {
        applied_num_nodes: mesh.desired.numNodes,
        applied_regions: JSON.stringify(mesh.desired.regions),
      }),
    })
    .where('account_id', '=', mesh.accountId)
    .where('requested_at', '=', mesh.requestedAt)
    .execute()
}

/**
 * Stores why the streams could not be inspected, unless the desired placement has changed since then. The findings of
 * the last run stay.
 */
export async function recordUnseen(
  tx: Tx,
  { accountId, requestedAt, unseenSince }: Pick<WorkableMesh, 'accountId' | 'requestedAt' | 'unseenSince'>,
  problem: string,
): Promise<void> {
  await tx.db
    .updateTable('account_meshes')
    .set({ problem, unseen_since: unseenSince ?? Date.now(), met_at: null })
    .where('account_id', '=', accountId)
    .where('requested_at', '=', requestedAt)
    .execute()
}

/** Lowers what the claims allow to the desired number, unless the desired placement has changed since. */
export async function lowerReplicas(
  tx: Tx,
  { accountId, desired, requestedAt }: Pick<WorkableMesh, 'accountId' | 'desired' | 'requestedAt'>,
  claimsVersion: number,
): Promise<void> {
  await tx.db
    .updateTable('account_meshes')
    .set({ most_replicas: desired.numNodes, claims_version: claimsVersion })
    .where('account_id', '=', accountId)
    .where('requested_at', '=', requestedAt)
    .execute()
}

/** Ids of live accounts after `after` that have a desired placement, in order. */
export async function listAccountsWithPlacement(db: Kysely<Schema>, after: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('account_meshes as m')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .select('m.account_id')
    .where('m.account_id', '>', after)
    .where(isNotDeleted)
    .orderBy('m.account_id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.account_id)
}
