import type { Database } from '../../platform/database/database.ts'
import { deleteAbandonedParts } from './part-store.ts'
import { PART_MS } from './parts.ts'
import type { RemoveImages } from './remove-images.ts'
import { deleteAbandonedImages } from './store.ts'

const BATCH = 100

/**
 * Discards parts that waited for an hour, images that were begun an hour ago and never shown, and whatever belonged to
 * users who are gone.
 */
export async function tidyImages(
  { database, removeImages }: { database: Database; removeImages: RemoveImages },
  now: number,
): Promise<void> {
  for (const discard of [deleteAbandonedImages, deleteAbandonedParts]) {
    const batch = () =>
      database.transaction(async (tx) => {
        const names = await discard(tx, now - PART_MS, BATCH)
        await removeImages(tx, names)
        return names.length
      })
    while ((await batch()) === BATCH);
  }
}
