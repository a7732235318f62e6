import { sha256 } from '../src/crypto/hashing.ts'
import { randomToken } from '../src/crypto/random.ts'
import { DAY } from './clock.ts'
import type { TestGateway } from './gateway.ts'

type Asker = { userId: string; accountId: string; session?: { id: string } | undefined }

/** A change of address that waits for its next link, straight in the database; resolves with the token of that link. */
export async function addWaitingChange(
  { database }: TestGateway,
  stage: 'approve' | 'prove',
  { userId, accountId, session }: Asker,
  newEmail: string,
): Promise<string> {
  const token = randomToken()
  const row = { user_id: userId, account_id: accountId, session_id: session?.id ?? 'ses_none', stage }
  const times = { created_at: Date.now(), expires_at: Date.now() + DAY }
  await database.transaction(async ({ db }) => {
    await db.deleteFrom('email_changes').where('user_id', '=', userId).execute()
    const link = { new_email: newEmail, token_hash: sha256(token) }
    await db
      .insertInto('email_changes')
      .values({ ...row, ...link, ...times })
      .execute()
  })
  return token
}

/** Follows the link of a mail about a change of address. */
export function followChange(test: TestGateway, token: string, from: string) {
  return test.call('POST /accounts/change-email-address-action', { body: { token }, from })
}
