import type { Kysely } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'
import { readSetting } from '../../platform/database/settings-store.ts'
import type { Place } from './notice-store.ts'

/** What the last run of the notices has looked at, by whichever gateway. */
export type Progress = {
  /** Every key whose time had come by then was read. */
  lastRun: number
  /** Where the next one goes on to look again; undefined at the beginning. */
  reached: Place | undefined
}

const NAME = 'expiry_notices'

/** Undefined before the first run, and if it was written by another version of the program. */
export async function readProgress(db: Kysely<Schema>): Promise<Progress | undefined> {
  const setting = await readSetting(db, NAME)
  const [lastRun, expiresAt, id] = setting?.value.split(' ') ?? []
  if (!isTime(lastRun)) return undefined
  return {
    lastRun: Number(lastRun),
    reached: isTime(expiresAt) && id !== undefined ? { expiresAt: Number(expiresAt), id } : undefined,
  }
}

export async function saveProgress(tx: Tx, { lastRun, reached }: Progress): Promise<void> {
  const value = reached ? `${lastRun} ${reached.expiresAt} ${reached.id}` : String(lastRun)
  await tx.db
    .insertInto('settings')
    .values({ name: NAME, value, value_sealed: null })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}

const isTime = (text: string | undefined): text is string => text !== undefined && /^\d+$/.test(text)
