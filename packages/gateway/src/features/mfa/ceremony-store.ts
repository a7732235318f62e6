import type { Tx } from '../../platform/database/database.ts'

/** A WebAuthn ceremony under way. */
export type Ceremony = {
  purpose: 'registration' | 'authentication'
  challengeHash: string
  /** The id of the user who registers a passkey, or a keyed hash of the address that wants to sign in. */
  subject: string
  /** The account's name as the user typed it. */
  accountName?: string | undefined
}

export async function addCeremony(tx: Tx, ceremony: Ceremony & { expiresAt: number }): Promise<void> {
  await tx.db
    .insertInto('passkey_ceremonies')
    .values({
      challenge_hash: ceremony.challengeHash,
      purpose: ceremony.purpose,
      subject: ceremony.subject,
      account_name: ceremony.accountName ?? null,
      expires_at: ceremony.expiresAt,
    })
    .execute()
}

/** Deletes a ceremony that has not expired, and returns it: its challenge is used up, even if the sign-in fails. */
export async function takeCeremony(
  tx: Tx,
  { purpose, challengeHash }: Pick<Ceremony, 'purpose' | 'challengeHash'>,
  now: number,
): Promise<{ subject: string; accountName: string | null; expiresAt: number } | undefined> {
  return tx.db
    .deleteFrom('passkey_ceremonies')
    .where('challenge_hash', '=', challengeHash)
    .where('purpose', '=', purpose)
    .where('expires_at', '>', now)
    .returning(['subject', 'account_name as accountName', 'expires_at as expiresAt'])
    .executeTakeFirst()
}

/** Deletes the registrations that a user has begun. */
export async function deleteRegistrations(tx: Tx, subject: string): Promise<void> {
  await tx.db
    .deleteFrom('passkey_ceremonies')
    .where('purpose', '=', 'registration')
    .where('subject', '=', subject)
    .execute()
}

export async function deleteExpiredCeremonies(tx: Tx, now: number): Promise<void> {
  await tx.db.deleteFrom('passkey_ceremonies').where('expires_at', '<=', now).execute()
}
