import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWithProgram } from '../../gateway/test/run/with-program.ts'
import { openPage, openWorld, type World } from './world.ts'

/** As the README says it. Typing is not counted. */
const CLICKS = 6
const WITHIN_MS = 60_000

describeWithProgram('chromium', 'the way of somebody who knows nothing', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
  })
  afterAll(() => world?.close())

  it(`from the address of the gateway to the first call: ${CLICKS} clicks, within a minute`, async () => {
    const began = Date.now()
    const { page, context, problems } = await openPage(world, '')
    let clicks = 0
    const click = async (role: 'button' | 'link', name: string) => {
      clicks += 1
      await page.getByRole(role, { name, exact: true }).click()
    }
    await click('link', 'Create an account')
    await page.getByLabel('Account name').fill('Kites & Co')
    await page.getByLabel('Email address', { exact: true }).fill('wilbur@example.com')
    await page.getByLabel('Password', { exact: true }).fill('correct-Horse7')
    await click('button', 'Create account')
    // The code is in the mail, which is a file here.
    const mail = (await world.test.mails(1)).find(({ to }) => to === 'wilbur@example.com')
    await page.getByLabel('Code').fill(mail?.code ?? '')
    await click('button', 'Confirm')
    await click('link', 'Issue a key')
    await page.getByLabel('Name', { exact: true }).fill('my first key')
    clicks += 1
    await page.getByRole('radio', { name: /^Read only/ }).click()
    await click('button', 'Issue key')
    const dialog = page.getByRole('dialog')
    const key = await dialog.getByRole('group', { name: 'API key' }).innerText()

    const answer = await fetch(`${world.origin}/accounts/info`, { headers: { 'x-api-key': key } })
    expect(await answer.json()).toMatchObject({ data: { display_name: 'Kites & Co' } })
    expect(clicks).toBe(CLICKS)
    expect(Date.now() - began).toBeLessThan(WITHIN_MS)
    expect(problems).toEqual([])
    await context.close()
  })
})
