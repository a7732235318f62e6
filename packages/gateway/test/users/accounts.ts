import { type SignedInUser, type TestGateway, waitFor } from '../gateway.ts'
import { signIn } from './sign-in.ts'
import { addUser, freshName, freshPlace, join, type User } from './users.ts'

/** An account with its root signed in. Quicker than `signUp`, because the root has a confirmed address already. */
export async function openAccount(test: TestGateway, name = freshName()): Promise<SignedInUser> {
  const user = await addUser(test)
  await openAnother(test, user, name)
  const { bearer, refreshToken } = await signIn(test, user)
  const { id, name: account } = (await test.call('GET /accounts/info', { bearer })).body.data
  return { ...user, accountId: id, account, bearer, refreshToken }
}

/** Another account of an existing user. */
export async function openAnother(test: TestGateway, { email, password }: User, name: string): Promise<void> {
  const body = { name, root_email: email, password }
  const founded = await test.call('POST /accounts', { body, from: freshPlace() })
  if (founded.status !== 200) throw new Error(`createAccount answered ${founded.text}`)
}

/** A member of the account who is signed in to it. */
export async function signedInMember(
  test: TestGateway,
  account: SignedInUser,
  state: Parameters<typeof join>[3] = {},
): Promise<SignedInUser> {
  const user = await addUser(test)
  await join(test, user, account, state)
  const { bearer, refreshToken } = await signIn(test, user, { account: account.account })
  return { ...user, accountId: account.accountId, account: account.account, bearer, refreshToken }
}

/** Asks for a code by mail and returns it. */
export async function mailedCode(
  test: TestGateway,
  { email, bearer }: { email: string; bearer: string },
): Promise<string> {
  const codes = async () =>
    (await test.mails()).flatMap(({ to, template, code }) => (to === email && template === 'email-code' ? [code] : []))
  const before = await codes()
  const asked = await test.call('GET /accounts/email-code', { bearer })
  if (asked.status !== 200) throw new Error(`getEmailCode answered ${asked.text}`)
  return waitFor(async () => (await codes()).find((code) => !before.includes(code)))
}

/** Lets the worker look now for work that is due by the test's clock; by itself it looks once a second. */
export async function wakeWorker(test: TestGateway): Promise<void> {
  const { email } = await addUser(test)
  await test.call('POST /accounts/request-reset-password', { body: { email }, from: freshPlace() })
}
