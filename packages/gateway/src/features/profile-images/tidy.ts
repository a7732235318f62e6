import type { Database } from '../../platform/database/database.ts'
import { deleteAbandonedParts } from './part-store.ts'
import { PART_MS } from './parts.ts'
import type { RemoveImages } from './remove-images.ts'
import { deleteAbandonedImages } from './store.ts'

const BATCH = 100

/** Deletes parts and unshown images that are more than an hour old, and all images and parts of deleted users. */
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
