import type { Kysely } from 'kysely'

/** Whether a passkey may be copied to other devices (WebAuthn's BE), which must not change; learned at the next use. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('passkeys').addColumn('backup_eligible', 'integer').execute()
}
