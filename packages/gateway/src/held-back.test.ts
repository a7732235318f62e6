import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestGateway, type SignedInUser, type TestGateway } from '../test/gateway.ts'
import { addWaitingChange, followChange } from '../test/users/address-changes.ts'
import { invite, resend } from '../test/users/invitations.ts'
import { addUser, freshEmail, freshName, freshPlace, PASSWORD } from '../test/users/users.ts'

let test: TestGateway
let root: SignedInUser
beforeAll(async () => {
  test = await openTestGateway('sqlite', { holdsBack: true })
  root = await test.signUp()
})
afterAll(() => test.close())

const anonymously = (route: string, body: object) => test.call(route, { body, from: freshPlace() })

/** Each way in which the work of an operation would tell its caller who has a user, or a credential, here. */
const ways: Record<string, (email: string) => Promise<unknown>> = {
  createAccount: (email) => anonymously('POST /accounts', { name: freshName(), root_email: email, password: PASSWORD }),
  resendAccountConfirmation: (email) => anonymously('POST /accounts/resend-confirmation', { email }),
  requestResetPassword: (email) => anonymously('POST /accounts/request-reset-password', { email }),
  beginAuthWithPasskey: (email) => anonymously('POST /accounts/begin-auth-with-passkey', { email }),
  createUser: (email) => invite(test, root, { email }),
  resendInvitation: (email) => resend(test, root, email),
  changeEmailAddressAction: async (email) =>
    followChange(test, await addWaitingChange(test, 'approve', root, email), freshPlace()),
  introspectToken: (token) => test.call('POST /introspect', { bearer: root.bearer, body: { token } }),
}

// Most tests have a gateway that answers at once; this is what it leaves out.
it.each(Object.entries(ways))('%s answers after a tenth of a second, whatever there was to do', async (name, ask) => {
  const { email: known } = await addUser(test, { confirmed: name !== 'createAccount' })
  for (const email of [name === 'resendInvitation' ? known : freshEmail(), known]) {
    if (name === 'resendInvitation') await invite(test, root, { email })
    const startedAt = performance.now()
    expect(await ask(email)).toMatchObject({ status: 200 })
    // Timers may fire a moment early.
    expect(performance.now() - startedAt).toBeGreaterThan(98)
  }
})
