import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { waitFor } from '../../../test/gateway.ts'
import { wakeWorker } from '../../../test/users/accounts.ts'
import { openPayingGateway, type PayingGateway, type TestPayer } from '../../../test/users/payers.ts'
import { signIn } from '../../../test/users/sign-in.ts'
import { freshEmail, freshPlace, PASSWORD } from '../../../test/users/users.ts'

describeEngines("the address of an account's customer at Stripe", (engine) => {
  let paying: PayingGateway
  beforeAll(async () => {
    paying = await openPayingGateway(engine)
  })
  afterAll(() => paying.close())

  /** The root gets another address, both links of the mails being followed. */
  async function changeAddress({ email }: TestPayer, newEmail = freshEmail()): Promise<string> {
    const { test } = paying
    const { bearer } = await signIn(test, { email, password: PASSWORD })
    const body = { new_email: newEmail, password: PASSWORD }
    await test.call('POST /accounts/request-email-address-change', { bearer, body, from: freshPlace() })
    for (const to of [email, newEmail]) {
      const token = await waitFor(
        async () => (await test.mails()).findLast((mail) => mail.to === to && mail.token)?.token,
      )
      const answer = await test.call('POST /accounts/change-email-address-action', {
        body: { token },
        from: freshPlace(),
      })
      expect(answer.status).toBe(200)
    }
    await wakeWorker(test)
    await paying.settle()
    return newEmail
  }
  const customer = async (payer: TestPayer) => paying.stripe.state.customers.get(await paying.customerOf(payer))

  it("follows the root's", async () => {
    const payer = await paying.subscriber()
    expect(await customer(payer)).toMatchObject({ email: payer.email })
    const changed = await changeAddress(payer)
    expect(await customer(payer)).toMatchObject({ email: changed })
  })

  it('stays as it is where invoices were sent elsewhere, or Stripe takes the new one for none', async () => {
    const [elsewhere, odd] = [await paying.subscriber(), await paying.subscriber()]
    Object.assign((await customer(elsewhere)) ?? {}, { email: 'invoices@example.com' })
    await changeAddress(elsewhere)
    expect(await customer(elsewhere)).toMatchObject({ email: 'invoices@example.com' })
    await changeAddress(odd, `odd-${odd.userId.slice(-6)}@example.invalid`)
    expect(await customer(odd)).toMatchObject({ email: odd.email })
  })

  it('is nothing to an account that never paid', async () => {
    const payer = await paying.payer()
    const before = paying.stripe.behaviour.asked.length
    await changeAddress(payer)
    expect(paying.stripe.behaviour.asked.length).toBe(before)
  })
})
