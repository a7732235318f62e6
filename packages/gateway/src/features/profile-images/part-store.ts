import type { Tx } from '../../platform/database/database.ts'
import type { LockedUser } from '../../platform/database/locks.ts'

/** The row of a part of an image. */
export type Part = {
  name: string
  upload: string
  index: number
  digest: string
  byteCount: number
  createdAt: number
  storedAt: number | null
}

/** The user's parts of all uploads, oldest first. */
export async function listParts(tx: Tx, { userId }: LockedUser): Promise<Part[]> {
  return tx.db
    .selectFrom('profile_image_parts')
    .select(['name', 'upload', 'part_index as index', 'digest', 'byte_count as byteCount'])
    .select(['created_at as createdAt', 'stored_at as storedAt'])
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute()
}

/** Adds the row of a part that is about to be stored. */
export async function addPart(tx: Tx, { userId }: LockedUser, part: Omit<Part, 'storedAt'>): Promise<void> {
  await tx.db
    .insertInto('profile_image_parts')
    .values({
      name: part.name,
      user_id: userId,
      upload: part.upload,
      part_index: part.index,
      digest: part.digest,
      byte_count: part.byteCount,
      created_at: part.createdAt,
    })
    .execute()
}

/** Notes that the part is in the storage; false if it was discarded meanwhile. */
export async function markStored(tx: Tx, { userId }: LockedUser, name: string): Promise<boolean> {
  const result = await tx.db
    .updateTable('profile_image_parts')
    .set({ stored_at: Date.now() })
    .where('user_id', '=', userId)
    .where('name', '=', name)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

export async function deleteUpload(tx: Tx, { userId }: LockedUser, upload: string): Promise<string[]> {
  const rows = await tx.db
    .deleteFrom('profile_image_parts')
    .where('user_id', '=', userId)
    .where('upload', '=', upload)
    .returning('name')
    .execute()
  return rows.map((row) => row.name)
}

/** Deletes up to `limit` parts that arrived before `before` or belong to deleted users; returns their names. */
export async function deleteAbandonedParts(tx: Tx, before: number, limit: number): Promise<string[]> {
  const abandoned = tx.db
    .selectFrom('profile_image_parts')
    .select('name')
    .where(({ or, eb }) => or([eb('user_id', 'is', null), eb('created_at', '<=', before)]))
    .limit(limit)
  const rows = await tx.db.deleteFrom('profile_image_parts').where('name', 'in', abandoned).returning('name').execute()
  return rows.map((row) => row.name)
}
