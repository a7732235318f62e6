import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SignedInUser } from '../../gateway/test/gateway.ts'
import { describeWithProgram } from '../../gateway/test/run/with-program.ts'
import { openTestStripe, type TestStripe } from '../../gateway/test/services/stripe/stripe.ts'
import { openAccount, signedInMember } from '../../gateway/test/users/accounts.ts'
import { accessibilityProblems, openPageOf, openWorld, settled, type World } from './world.ts'

describeWithProgram('chromium', 'billing in the console', () => {
  let stripe: TestStripe
  let world: World
  let root: SignedInUser
  beforeAll(async () => {
    stripe = await openTestStripe()
    world = await openWorld(stripe.environment)
    root = await openAccount(world.test)
  })
  afterAll(async () => {
    await world?.close()
    await stripe?.close()
  })

  it('chooses the free plan, buys another at Stripe, changes it and cancels it', async () => {
    const opened = await openPageOf(world, root, '/')
    const { page } = opened
    // The pages of Stripe, which the test server has no picture of.
    const elsewhere = ({ origin }: URL) => origin !== world.origin
    await page.route(elsewhere, (route) => route.fulfill({ body: 'Stripe' }))
    await page.getByRole('link', { name: 'Billing' }).click()
    await page.getByText('This account has no plan yet.').waitFor()
    await page.getByRole('button', { name: 'Choose Free' }).click()
    await page.getByText('You have the plan Free now').first().waitFor()
    expect(await accessibilityProblems(opened)).toEqual([])

    await page.getByRole('button', { name: 'Choose Pro' }).first().click()
    await page.waitForURL(elsewhere)
    stripe.pay(page.url())
    await stripe.deliver((body, headers) =>
      fetch(`${world.origin}/accounts/payment/webhook`, { method: 'POST', body, headers }),
    )
    // As Stripe's page does when the payment is made.
    await page.goto(`${world.origin}/?checkout=success`)
    await page.getByText('Thank you.').waitFor()
    expect(new URL(page.url()).pathname).toBe('/console/billing')
    await page.getByText('your plan', { exact: true }).waitFor()

    await page
      .getByRole('button', { name: /^Change to / })
      .first()
      .click()
    await page.getByRole('button', { name: 'Change plan' }).click()
    await page.getByText('The plan is changed, or will be').first().waitFor()

    await page.getByRole('button', { name: 'Cancel subscription' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel subscription' }).click()
    await page.getByText('cancelled, ends with its period').waitFor()
    await settled(opened)
    expect(opened.problems).toEqual([])
    await opened.context.close()
  })

  it('is not offered to a developer, and refused to one who knows the address', async () => {
    const developer = await signedInMember(world.test, root, { role: 'developer' })
    const { page, context } = await openPageOf(world, developer, '/billing')
    expect(await page.getByRole('link', { name: 'Billing' }).count()).toBe(0)
    await page.getByText('This could not be loaded').first().waitFor()
    await context.close()
  })
})
