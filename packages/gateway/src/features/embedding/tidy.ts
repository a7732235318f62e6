import type { Tx } from '../../platform/database/database.ts'
import { deleteOldTokens } from './store.ts'

/** Deletes tokens that nobody used in time, and those whose sessions have ended. */
export const tidyEmbedTokens = (tx: Tx, now: number): Promise<void> => deleteOldTokens(tx, now)
