import { sha256 } from '../../src/platform/crypto/hashing.ts'
import { randomToken } from '../../src/platform/crypto/random.ts'
import { type SignedInUser, type TestGateway, waitFor } from '../gateway.ts'
import { DAY } from '../run/clock.ts'
import { signIn, type TestSession } from './sign-in.ts'
import { addUser, freshPlace, join, PASSWORD, type User } from './users.ts'

type Asker = { userId: string; accountId: string; session?: { id: string } | undefined }

/**
 * Adds a change of address that waits for its next link, directly in the database; resolves with the token of that
 * link.
 */
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

/** The steps of a change of address, for users of the account of `root`. */
export function addressChanges(gateway: () => TestGateway, root: () => SignedInUser) {
  /** A new member of root's account. */
  async function somebody(): Promise<User> {
    const user = await addUser(gateway())
    await join(gateway(), user, root())
    return user
  }

  async function asker(): Promise<User & { session: TestSession }> {
    const user = await somebody()
    return { ...user, session: await signIn(gateway(), user) }
  }

  const request = (
    { session }: { session: { bearer: string } },
    newEmail: string,
    more: Record<string, unknown> = {},
  ) =>
    gateway().call('POST /accounts/request-email-address-change', {
      bearer: session.bearer,
      body: { new_email: newEmail, password: PASSWORD, ...more },
      from: freshPlace(),
    })
  const follow = (token: string) => followChange(gateway(), token, freshPlace())
  const signInStatus = async (email: string, password = PASSWORD) =>
    (await gateway().call('POST /accounts/auth-with-password', { body: { email, password }, from: freshPlace() }))
      .status

  const mailsTo = async (email: string) => (await gateway().mails()).filter(({ to }) => to === email)
  /** The token of the newest mail with that template, once there are `least`. */
  const tokenTo = (email: string, template: string, least = 1) =>
    waitFor(async () => {
      const mails = (await mailsTo(email)).filter((mail) => mail.template === template)
      return mails.length >= least ? mails.at(-1)?.token : undefined
    })

  /** Adds a change that waits for its next link; returns the token of that link. */
  const waiting = (
    stage: 'approve' | 'prove',
    asker: { userId: string; session?: TestSession },
    newEmail: string,
  ): Promise<string> => addWaitingChange(gateway(), stage, { ...asker, accountId: root().accountId }, newEmail)

  const change = async (asker: { userId: string; session?: TestSession }, newEmail: string) =>
    follow(await waiting('prove', asker, newEmail))

  return { somebody, asker, request, follow, signInStatus, mailsTo, tokenTo, waiting, change }
}
