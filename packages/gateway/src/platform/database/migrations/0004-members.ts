import type { Kysely } from 'kysely'

/** Invitations and what members may set: names as the inviter typed them, and how a person wants to be notified. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('memberships').addColumn('invited_first_name', 'text').execute()
  await db.schema.alterTable('memberships').addColumn('invited_last_name', 'text').execute()
  await db.schema.alterTable('memberships').addColumn('invitation_expires_at', 'bigint').execute()
  await db.schema.alterTable('users').addColumn('password_disowned_at', 'bigint').execute()
  await db.schema.alterTable('users').addColumn('notification_preferences', 'text').execute()
}
