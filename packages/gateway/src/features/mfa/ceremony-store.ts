import type { Tx } from '../../platform/database/database.ts'

/** A WebAuthn ceremony under way. */
export type Ceremony = {
  purpose: 'registration' | 'authentication'
  challengeHash: string
  /** Whose it is: the id of who registers, or a keyed hash of the address that wants to sign in. */
  subject: string
  /** As typed. */
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

/** Takes a live ceremony out: its challenge is used up, whatever comes of it. */
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
