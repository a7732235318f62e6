import { tagListOf } from '../../access/key-description.ts'
import type { Tx } from '../../platform/database/database.ts'

type Tagged = { accountId: string; id: string; tags: string | null }

/** Adds the rows by which a new key is found; a key without tags costs no statement. */
export async function addTags(tx: Tx, { accountId, id, tags }: Tagged): Promise<void> {
  if (tags === null) return
  const rows = tagListOf({ tags }).map((tag) => ({ account_id: accountId, tag, api_key_id: id }))
  await tx.db.insertInto('api_key_tags').values(rows).execute()
}

export async function replaceTags(tx: Tx, key: Tagged): Promise<void> {
  await tx.db
    .deleteFrom('api_key_tags')
    .where('account_id', '=', key.accountId)
    .where('api_key_id', '=', key.id)
    .execute()
  await addTags(tx, key)
}
