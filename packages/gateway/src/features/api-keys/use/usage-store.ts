import type { Kysely } from 'kysely'
import type { Schema } from '../../../platform/database/schema.ts'

export type CountedDay = { day: number; uses: number; lastUsedAt: number }
export type CountedNetwork = CountedDay & { network: string }

/** The days since `since` on which the key was used, the latest first. */
export async function listDays(db: Kysely<Schema>, keyId: string, since: number): Promise<CountedDay[]> {
  return db
    .selectFrom('api_key_usage')
    .select(['day', 'uses', 'last_used_at as lastUsedAt'])
    .where('api_key_id', '=', keyId)
    .where('day', '>=', since)
    .orderBy('day', 'desc')
    .execute()
}

/** The networks from which the key was used, the latest of each day first. */
export async function listNetworks(db: Kysely<Schema>, keyId: string, since: number): Promise<CountedNetwork[]> {
  return db
    .selectFrom('api_key_networks')
    .select(['day', 'network', 'uses', 'last_used_at as lastUsedAt'])
    .where('api_key_id', '=', keyId)
    .where('day', '>=', since)
    .orderBy('day', 'desc')
    .orderBy('last_used_at', 'desc')
    .orderBy('network')
    .execute()
}
