import type { SignedInUser, TestGateway } from '../gateway.ts'
import { type App, addApp, challenge, succeed } from './factors.ts'
import { addMember } from './members.ts'
import { freshPlace } from './users.ts'

/** The address that the gateways of tests have in OPERATORS. */
export const OPERATOR = 'operator@example.com'

export type TestOperator = SignedInUser & {
  app: App
  /** A sign-in up to its second factor: a code that is accepted, as if none of this half minute had been used. */
  untilCode(): Promise<{ token: string; code: string }>
  /** Signs in anew, so that changes are allowed. */
  signIn(): Promise<void>
}

/** An operator who has just signed in with a second factor: a monitor of an account of their own. */
export async function addOperator(test: TestGateway, name?: string): Promise<TestOperator> {
  const user = await addMember(test, await test.signUp(name), 'monitor')
  await test.database.transaction(({ db }) =>
    db.updateTable('users').set({ email: OPERATOR }).where('id', '=', user.userId).execute(),
  )
  const { app } = await addApp(test, user.bearer)
  const operator: TestOperator = {
    ...user,
    email: OPERATOR,
    app,
    async untilCode() {
      await test.database.transaction(({ db }) =>
        db.updateTable('totp_secrets').set({ last_step: 0 }).where('user_id', '=', user.userId).execute(),
      )
      return { token: await challenge(test, operator), code: app.code(0) }
    },
    async signIn() {
      const body = await operator.untilCode()
      const { body: answer } = await succeed(test, 'POST /accounts/auth-with-totp', { body, from: freshPlace() })
      operator.bearer = answer.data.auth_token
    },
  }
  await operator.signIn()
  return operator
}
