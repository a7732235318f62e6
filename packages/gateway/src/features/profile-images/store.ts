import type { Kysely } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import type { LockedUser } from '../../platform/database/locks.ts'
import type { Schema } from '../../platform/database/schema.ts'

export type NewImage = { name: string; fileName: string; contentType: string }

/** Adds the row of an image that is about to be stored; the image is not shown yet. */
export async function addImage(tx: Tx, { userId }: LockedUser, image: NewImage): Promise<void> {
  await tx.db
    .insertInto('profile_images')
    .values({
      name: image.name,
      user_id: userId,
      file_name: image.fileName,
      content_type: image.contentType,
      created_at: Date.now(),
    })
    .execute()
}

/** Shows an image that is in the storage; false if its row was deleted meanwhile. */
export async function showImage(tx: Tx, { userId }: LockedUser, name: string): Promise<boolean> {
  const result = await tx.db
    .updateTable('profile_images')
    .set({ shown_at: Date.now() })
    .where('user_id', '=', userId)
    .where('name', '=', name)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** Stops showing the user's image; returns its name, if there was one. */
export async function hideImage(tx: Tx, { userId }: LockedUser): Promise<string | undefined> {
  const row = await tx.db
    .deleteFrom('profile_images')
    .where('user_id', '=', userId)
    .where('shown_at', 'is not', null)
    .returning('name')
    .executeTakeFirst()
  return row?.name
}

/** Finds a shown image by its public name. */
export async function findShownImage(db: Kysely<Schema>, name: string): Promise<{ contentType: string } | undefined> {
  return db
    .selectFrom('profile_images')
    .select('content_type as contentType')
    .where('name', '=', name)
    .where('user_id', 'is not', null)
    .where('shown_at', 'is not', null)
    .executeTakeFirst()
}

/** Deletes up to `limit` rows of images that were added before `before` and never shown, and of deleted users. */
export async function deleteAbandonedImages(tx: Tx, before: number, limit: number): Promise<string[]> {
  const abandoned = tx.db
    .selectFrom('profile_images')
    .select('name')
    .where(({ or, and, eb }) =>
      or([eb('user_id', 'is', null), and([eb('shown_at', 'is', null), eb('created_at', '<=', before)])]),
    )
    .limit(limit)
  const rows = await tx.db.deleteFrom('profile_images').where('name', 'in', abandoned).returning('name').execute()
  return rows.map((row) => row.name)
}
