import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SignedInUser, waitFor } from '../../gateway/test/gateway.ts'
import { describeWithProgram } from '../../gateway/test/run/with-program.ts'
import { openReceiver, type Receiver } from '../../gateway/test/services/https-receiver.ts'
import { openAccount, signedInMember } from '../../gateway/test/users/accounts.ts'
import { openPageOf, openWorld, type World } from './world.ts'

/** Nothing listens there: what is shared is stored, and not confirmed. */
const NO_SERVER = 'nats://127.0.0.1:9'

describeWithProgram('chromium', 'webhooks, verifiers and the message bus in the console', () => {
  let world: World
  let receiver: Receiver
  let root: SignedInUser
  beforeAll(async () => {
    receiver = await openReceiver()
    world = await openWorld({ ...receiver.environment, NATS_URL: NO_SERVER })
    root = await openAccount(world.test)
  })
  afterAll(async () => {
    await world?.close()
    await receiver?.close()
  })

  it('creates a webhook by keyboard alone; its secret is shown once and stays nowhere', async () => {
    const { page, context, problems } = await openPageOf(world, root, '/webhooks')
    const { keyboard } = page
    await page.getByRole('button', { name: 'Create webhook' }).focus()
    await keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    // The address has the focus already. One event only: the third choice of the group of keys.
    await keyboard.type(`${receiver.url}/in`)
    await page.getByRole('radio', { name: /^All events/ }).focus()
    await keyboard.press('ArrowDown')
    await page.locator('summary', { hasText: 'API keys' }).focus()
    await keyboard.press('Enter')
    await page.getByRole('checkbox', { name: /^A key was issued/ }).focus()
    await keyboard.press('Space')
    await page.getByLabel('URL').focus()
    await keyboard.press('Enter')
    const shown = page.getByText(/^whsec_/)
    await shown.waitFor()
    const secret = (await shown.textContent()) ?? ''
    // Neither Escape nor Done closes it before the person says that they have kept it.
    await keyboard.press('Escape')
    expect(await page.getByRole('button', { name: 'Done' }).isEnabled()).toBe(false)
    await page.getByRole('checkbox', { name: /^I have kept it/ }).focus()
    await keyboard.press('Space')
    await page.getByRole('button', { name: 'Done' }).focus()
    await keyboard.press('Enter')
    await shown.waitFor({ state: 'detached' })
    await page.getByRole('table', { name: 'Webhooks' }).getByText('1 event').waitFor()
    const kept = await page.evaluate<string>(
      'JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }, history.state, location.href, document.documentElement.outerHTML])',
    )
    expect(kept).not.toContain(secret)
    const [webhook] = (await world.test.call('GET /accounts/webhooks', { bearer: root.bearer })).body.data
    expect(webhook).toMatchObject({ url: `${receiver.url}/in`, events: ['api_key.issued'], disabled: false })
    expect(problems).toEqual([])
    await context.close()
  })

  it('shows a delivery that failed, and sends its event again', async () => {
    receiver.answer = (response) => void response.writeHead(500).end()
    await world.test.issueKey(root.bearer, 'of a failed delivery')
    await waitFor(async () => receiver.received.find(({ url }) => url === '/in'))
    const { page, context } = await openPageOf(world, root, '/webhooks')
    await page.getByRole('link', { name: new URL(receiver.url).host }).click()
    const list = page.getByRole('table', { name: 'Deliveries' })
    await waitFor(async () => {
      await page.getByRole('button', { name: 'Refresh' }).click()
      return (await list.getByText('The receiver answered 500').count()) > 0 ? true : undefined
    })
    receiver.answer = (response) => void response.writeHead(204).end()
    await list.getByRole('button', { name: 'Send again' }).first().click()
    await page.getByText('The event was delivered').waitFor()
    await list.getByText('sent again by hand').waitFor()
    const [first, again] = receiver.received.filter(({ url }) => url === '/in')
    expect(again?.id).toBe(first?.id)

    // The filter is in the address, and survives a reload.
    await page.getByRole('combobox', { name: /^Outcome/ }).click()
    await page.getByRole('option', { name: 'failed' }).click()
    await list.getByText('sent again by hand').waitFor({ state: 'detached' })
    await page.reload()
    await list.getByText('The receiver answered 500').first().waitFor()
    expect(new URL(page.url()).search).toBe('?outcome=failed')
    await context.close()
  })

  it('offers an export, says that no server has it yet, and removes it again', async () => {
    const { page, context, problems } = await openPageOf(world, root, '/bus')
    await page.getByRole('button', { name: 'Add export' }).click()
    await page.getByLabel('Name').fill('ticks')
    await page.getByLabel('Subject').fill('>')
    await page.keyboard.press('Enter')
    // What is wrong with it stands at the field.
    await page.getByRole('dialog').getByRole('alert').waitFor()
    await page.getByLabel('Subject').fill('ticks.>')
    await page.keyboard.press('Enter')
    const exports = page.getByRole('list', { name: 'Exports' })
    await exports.getByText('ticks.>').waitFor()
    await page.getByText('have not confirmed the last change yet').waitFor()
    await page.getByRole('button', { name: 'Remove the export ticks' }).click()
    await page.getByRole('button', { name: 'Remove export' }).click()
    await page.getByText('This account offers nothing').waitFor()
    expect(problems).toEqual([])
    await context.close()
  })

  it('offers nobody what their role may not do', async () => {
    for (const [role, places] of [
      ['developer', ['Message bus', 'Verifiers']],
      ['monitor', ['Message bus']],
    ] as const) {
      const member = await signedInMember(world.test, root, { role })
      const { page, context } = await openPageOf(world, member, '/bus')
      const links = page.getByRole('navigation').getByRole('link', { name: /^(Webhooks|Verifiers|Message bus)$/ })
      expect(await links.allTextContents(), role).toEqual(places)
      const isDeveloper = role === 'developer'
      expect(await page.getByRole('button', { name: 'Add import' }).count()).toBe(isDeveloper ? 1 : 0)
      expect(await page.getByRole('heading', { name: 'Mesh nodes' }).count()).toBe(0)
      await context.close()
    }
  })
})
