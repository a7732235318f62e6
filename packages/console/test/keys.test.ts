import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SignedInUser } from '../../gateway/test/gateway.ts'
import { describeWithProgram } from '../../gateway/test/run/with-program.ts'
import { openAccount } from '../../gateway/test/users/accounts.ts'
import { addMember } from '../../gateway/test/users/members.ts'
import { addKeys, addUses, LONG_NAME } from './scenes/keys.ts'
import { type ConsolePage, openPageOf, openWorld, type World } from './world.ts'

/** All that a script, a person or another program on the machine could find afterwards. */
const LEFT_BEHIND = `(async () => {
  const parts = [document.documentElement.outerHTML, location.href, document.cookie, JSON.stringify(history.state)]
  for (const input of document.querySelectorAll('input, textarea')) parts.push(input.value)
  for (const storage of [localStorage, sessionStorage]) parts.push(JSON.stringify(storage))
  for (const { name } of await indexedDB.databases()) parts.push(name)
  for (const { name } of performance.getEntriesByType('resource')) parts.push(name)
  for (const name of await caches.keys()) parts.push(name)
  return parts.join('\\n')
})()`

const SCROLL_TO_END = 'scrollTo(0, document.body.scrollHeight)'

describeWithProgram('chromium', 'the key screens', () => {
  let world: World
  const opened: ConsolePage[] = []
  beforeAll(async () => {
    world = await openWorld()
  })
  afterAll(() => world?.close())

  async function open(user: SignedInUser, path: string): Promise<Page> {
    const page = await openPageOf(world, user, path)
    opened.push(page)
    return page.page
  }

  /** Presses Tab until the element has the focus: whoever has no mouse gets there, too. */
  async function tabTo(page: Page, target: Locator): Promise<void> {
    for (let presses = 0; presses < 60; presses += 1) {
      if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return
      await page.keyboard.press('Tab')
    }
    throw new Error('the Tab key does not lead there')
  }

  const issuedKeys = async (user: SignedInUser) =>
    (await world.test.call('GET /accounts/api-keys', { bearer: user.bearer })).body.data

  it('issues a key by keyboard alone, shows it once, and leaves it nowhere', async () => {
    const root = await openAccount(world.test)
    const page = await open(root, '/keys')
    const sent: string[] = []
    page.on('request', (request) => sent.push(request.url()))
    await tabTo(page, page.getByRole('link', { name: 'Issue a key' }).first())
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Issue a key' }).waitFor()
    await tabTo(page, page.getByLabel('Name', { exact: true }))
    await page.keyboard.type('deploy pipeline')
    await tabTo(page, page.getByRole('checkbox', { name: /^account:read/ }))
    await page.keyboard.press('Space')
    await tabTo(page, page.getByLabel('Scopes of your own services'))
    await page.keyboard.type('orders:read')
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByLabel('Tags'))
    await page.keyboard.type('ci,')
    await tabTo(page, page.getByRole('button', { name: 'Issue key' }))
    await page.keyboard.press('Enter')
    // Twice: the button is busy, and the gateway would repeat its answer.
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    const key = await dialog.getByRole('group', { name: 'API key' }).innerText()
    expect(key).toMatch(/^ms-/)
    const works = await world.test.call('GET /accounts/info', { key })
    expect(works.status).toBe(200)
    const [issued, ...more] = await issuedKeys(root)
    expect(more).toEqual([])
    expect(issued).toMatchObject({ name: 'deploy pipeline', scopes: ['account:read', 'orders:read'], tags: ['ci'] })

    // It does not close by accident, nor by the way back.
    await page.keyboard.press('Escape')
    await page.goBack()
    await dialog.waitFor()
    const snippets = []
    for (const tab of await dialog.getByRole('tab').all()) {
      await tab.click()
      snippets.push(await dialog.locator('[role=tabpanel]:not([inert])').innerText())
    }
    expect(snippets.length).toBeGreaterThan(3)
    for (const snippet of snippets) {
      expect(snippet).not.toContain(key)
      expect(snippet).toContain('QUIVA_API_KEY')
      expect(snippet).toContain(world.origin)
    }
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Download .env' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('deploy-pipeline.env')
    expect(await readFile(await download.path(), 'utf8')).toBe(`QUIVA_API_URL=${world.origin}\nQUIVA_API_KEY=${key}\n`)

    expect(await dialog.getByRole('button', { name: 'Done' }).isDisabled()).toBe(true)
    await dialog.getByRole('checkbox').click()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('heading', { name: 'deploy pipeline' }).waitFor()
    expect(page.url()).toBe(`${world.origin}/console/keys/${issued.id}`)
    expect(await page.evaluate<string>(LEFT_BEHIND)).not.toContain(key)
    await page.goBack()
    await page.getByRole('heading', { name: 'Issue a key' }).waitFor()
    expect(await page.evaluate<string>(LEFT_BEHIND)).not.toContain(key)
    expect(sent.join('\n')).not.toContain(key)
  })

  it('shows at each field what the gateway says of it', async () => {
    const root = await openAccount(world.test)
    const page = await open(root, '/keys/issue')
    await page.getByLabel('Allowed networks').fill('10.0.0.0/8 10.1.2.3/8 ')
    await page.getByRole('switch', { name: /^Rate limit/ }).click()
    await page.getByLabel('Requests').fill('')
    await page.getByRole('button', { name: 'Issue key' }).click()
    const problemAt = async (label: string) => {
      const field = page.getByLabel(label, { exact: label !== 'Allowed networks' })
      await page.locator('[aria-invalid=true]').first().waitFor()
      const ids = (await field.getAttribute('aria-describedby')) ?? ''
      return page
        .locator(
          ids
            .split(' ')
            .map((id) => `[id="${id}"]`)
            .at(-1) ?? '',
        )
        .innerText()
    }
    expect(await problemAt('Name')).toContain('Must not have fewer than 1 characters')
    expect(await problemAt('Requests')).toContain('Must be >= 1')
    await page.getByLabel('Name', { exact: true }).fill('from one network')
    await page.getByLabel('Requests').fill('5')
    await page.getByRole('radio', { name: /^Read only/ }).click()
    await page.getByRole('button', { name: 'Issue key' }).click()
    expect(await problemAt('Allowed networks')).toContain('2.: ')
    expect(await issuedKeys(root)).toEqual([])
  })

  it('changes only what was changed, and tells of somebody who was quicker', async () => {
    const root = await openAccount(world.test)
    const { id } = await world.test.issueKey(root.bearer, 'shared', { tags: ['old'] })
    const page = await open(root, `/keys/${id}`)
    const rename = async (name: string) => {
      await page.getByRole('button', { name: 'Edit' }).click()
      await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill(name)
    }
    await rename('mine')
    await world.test.call('PATCH /accounts/api-key', { bearer: root.bearer, body: { id, tags: ['theirs'] } })
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Save changes' }).click()
    await dialog.getByText('Somebody else changed this key').waitFor()
    const before = (await issuedKeys(root)).find((key: { id: string }) => key.id === id)
    expect(before).toMatchObject({ name: 'shared', tags: ['theirs'] })
    await dialog.getByRole('button', { name: 'Show what is there now' }).click()
    await dialog.getByText('theirs').waitFor()
    await dialog.getByLabel('Name', { exact: true }).fill('mine')
    await dialog.getByRole('button', { name: 'Save changes' }).click()
    await page.getByRole('heading', { name: 'mine' }).waitFor()
    const after = (await issuedKeys(root)).find((key: { id: string }) => key.id === id)
    expect(after).toMatchObject({ name: 'mine', tags: ['theirs'] })
  })

  it('disables, enables, rotates and deletes a key, each with what it ends and the receipt', async () => {
    const root = await openAccount(world.test)
    const { id, key } = await world.test.issueKey(root.bearer, 'to be ended')
    const child = await world.test.call('POST /accounts/api-key', { key, body: { key_name: 'its child' } })
    await addUses(world.test, id, 5)
    const page = await open(root, `/keys/${id}`)
    const dialog = page.getByRole('dialog')
    const act = async (action: string) => {
      await page.getByRole('button', { name: 'Actions for to be ended' }).click()
      await page.getByRole('menuitem', { name: action }).click()
    }
    await page.getByRole('img', { name: /uses in 30 days/ }).waitFor()
    await page.getByRole('tab', { name: 'By address' }).click()
    await page.getByRole('rowheader', { name: '203.0.113.7' }).waitFor()

    await act('Disable …')
    await dialog.getByRole('button', { name: 'Disable key' }).click()
    await dialog.getByText('Confirmed everywhere').waitFor()
    expect((await world.test.call('GET /accounts/info', { key })).status).toBe(401)
    await dialog.getByRole('button', { name: 'Done' }).click()
    await act('Enable')
    await page.getByText('to be ended works again').waitFor()
    expect((await world.test.call('GET /accounts/info', { key })).status).toBe(200)

    await page.getByRole('button', { name: 'Rotate …' }).click()
    await dialog.getByText('1 key that it has issued').waitFor()
    await dialog.getByText('1 hour').click()
    await dialog.getByRole('button', { name: 'Rotate key' }).click()
    const successor = await dialog.getByRole('group', { name: 'API key' }).innerText()
    expect((await world.test.call('GET /accounts/info', { key: successor })).status).toBe(200)
    await dialog.getByRole('checkbox').click()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('heading', { name: 'Related keys' }).waitFor()
    expect(await page.evaluate<string>(LEFT_BEHIND)).not.toContain(successor)

    await page.goto(`${world.origin}/console/keys/${id}`)
    await page.getByRole('button', { name: 'Delete …' }).click()
    await dialog.getByText('its child').waitFor()
    const confirm = dialog.getByRole('button', { name: 'Delete key' })
    await dialog.getByRole('textbox').fill('to be')
    expect(await confirm.isDisabled()).toBe(true)
    await dialog.getByRole('textbox').fill('to be ended')
    await confirm.click()
    await dialog.getByText('Confirmed everywhere').waitFor()
    await dialog.getByText('1 more key was deleted with it').waitFor()
    for (const gone of [key, child.body.data.key])
      expect((await world.test.call('GET /accounts/info', { key: gone })).status).toBe(401)
    const [receipt] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Download signed receipt' }).click(),
    ])
    expect(await readFile(await receipt.path(), 'utf8')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
    await dialog.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('heading', { name: 'API keys' }).waitFor()
  })

  it('deletes several at once, says what became of each, and goes on after one that fails', async () => {
    const user = await openAccount(world.test)
    const names = ['first', 'second', 'third']
    const keys = await Promise.all(names.map((name) => world.test.issueKey(user.bearer, name)))
    await world.test.call('POST /accounts/api-key', { key: keys[0]?.key ?? '', body: { key_name: 'child of first' } })
    await addUses(world.test, keys[0]?.id ?? '', 2)
    const page = await open(user, '/keys?sort=name')
    await page.getByRole('checkbox', { name: 'Select all that are shown' }).click()
    await page.getByRole('button', { name: /^Delete 4 keys/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('1 of them may still be in use').waitFor()
    // Somebody else deletes one of them meanwhile.
    await world.test.call('DELETE /accounts/api-key', { bearer: user.bearer, body: { id: keys[2]?.id } })
    await dialog.getByRole('textbox').fill('delete 4 keys')
    await dialog.getByRole('button', { name: 'Delete 4 keys' }).click()
    await dialog.getByRole('heading', { name: '3 keys were deleted' }).waitFor()
    await dialog.getByText('1 key could not be deleted').waitFor()
    await dialog.getByText('Confirmed everywhere').waitFor()
    await dialog.getByRole('button', { name: 'Download signed receipt' }).waitFor()
    expect(await dialog.getByRole('listitem').first().innerText()).toContain('third')
    await dialog.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('heading', { name: 'No keys yet' }).waitFor()
    expect(await issuedKeys(user)).toEqual([])
  })

  it('offers each role what it may do, and no more', async () => {
    const root = await openAccount(world.test)
    const member = (role: 'monitor' | 'developer' | 'admin') => addMember(world.test, root, role)
    const monitor = await member('monitor')
    const developer = await member('developer')
    const admin = await member('admin')
    const { id } = await world.test.issueKey(root.bearer, 'key of the root')
    const own = await world.test.issueKey(developer.bearer, 'key of the developer')
    await world.test.issueKey(root.bearer, 'key of the account', { owner: 'account', role: 'monitor' })

    const asMonitor = await open(monitor, '/keys')
    await asMonitor.getByText('Your role does not issue keys').waitFor()
    expect(await asMonitor.getByRole('link', { name: 'Issue a key' }).count()).toBe(0)
    expect(await asMonitor.getByRole('combobox', { name: /^Owner/ }).count()).toBe(0)

    const asDeveloper = await open(developer, '/keys')
    await asDeveloper.getByRole('link', { name: 'key of the developer' }).click()
    await asDeveloper.getByRole('button', { name: 'Rotate …' }).waitFor()
    expect(await asDeveloper.getByText('What happened to it').count()).toBe(0)
    await asDeveloper.goto(`${world.origin}/console/keys/${id}`)
    await asDeveloper.getByText('There is no such key').waitFor()

    const asAdmin = await open(admin, '/keys')
    for (const name of ['key of the root', 'key of the account', 'key of the developer'])
      await asAdmin.getByRole('link', { name }).waitFor()
    await asAdmin.getByRole('link', { name: 'key of the root' }).click()
    await asAdmin.getByText('What happened to it').waitFor()
    for (const action of ['Edit', 'Rotate …', 'Delete …'])
      expect([action, await asAdmin.getByRole('button', { name: action }).count()]).toEqual([action, 0])
    await asAdmin.goto(`${world.origin}/console/keys/${own.id}`)
    await asAdmin.getByRole('button', { name: 'Delete …' }).waitFor()
    expect(await asAdmin.getByRole('button', { name: 'Rotate …' }).count()).toBe(0)
  })

  it('shows names in every script, of any length, with markup in them, as the text that they are', async () => {
    const user = await openAccount(world.test)
    const evil = `<img src=x onerror=alert(1)> {count} %s \u202eevil`
    await world.test.issueKey(user.bearer, LONG_NAME)
    const { id } = await world.test.issueKey(user.bearer, evil)
    const page = await open(user, '/keys')
    for (const name of [LONG_NAME, evil]) await page.getByRole('link', { name, exact: true }).waitFor()
    await page.goto(`${world.origin}/console/keys/${id}`)
    const title = page.getByRole('heading', { level: 1, name: evil })
    await title.waitFor()
    expect(await title.textContent()).toBe(evil)
    await page.getByRole('button', { name: 'Delete …' }).click()
    await page.getByRole('dialog').getByRole('heading', { name: evil }).waitFor()
    expect(await page.locator('main img').count()).toBe(0)
  })

  it('is fast with 10,000 keys: the first rows at once, no request for a row, the last one within reach', async () => {
    const user = await openAccount(world.test)
    await addKeys(world.test, user, 10_000, 'key')
    const page = await open(user, '/keys')
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    // From the gateway's answer until the rows stand there, and the same with ten keys, on this machine at this moment.
    const measure = async (search: string) => {
      await page.evaluate(`performance.clearResourceTimings()`)
      await page.goto(`${world.origin}/console/keys?search=${search}`)
      await page.getByRole('row').nth(9).waitFor()
      return page.evaluate<number>(
        `performance.now() - performance.getEntriesByType('resource').filter(({ name }) => name.includes('/accounts/api-keys?')).at(-1).responseEnd`,
      )
    }
    const best = async (search: string) => Math.min(await measure(search), await measure(search))
    const [few, many] = [await best('key%20999'), await best('key')]
    expect(many).toBeLessThan(Math.max(300, 4 * few))
    asked.length = 0
    await page.goto(`${world.origin}/console/keys`)
    await page.getByRole('row').nth(9).waitFor()
    const isAboutKeys = (url: string) => url.includes('/accounts/api-key')
    // Not one for each of the hundred rows.
    expect(asked.filter(isAboutKeys).length).toBeLessThanOrEqual(2)
    const scrollOn = async () => {
      await page.evaluate(SCROLL_TO_END)
      return asked.filter(isAboutKeys).length
    }
    await expect.poll(scrollOn, { timeout: 20_000 }).toBeGreaterThanOrEqual(6)
    // A page of a hundred for each request, and never more rows in the document than the window has room for.
    const shown = page.getByText(/^\d+ entries$/)
    await expect
      .poll(async () => Number.parseInt(await shown.innerText(), 10), { timeout: 20_000 })
      .toBeGreaterThan(400)
    expect(await page.getByRole('row').count()).toBeLessThan(80)
    await page.getByRole('button', { name: 'Name', exact: true }).click()
    await page.getByRole('link', { name: 'key 1', exact: true }).waitFor()
    expect(page.url()).toContain('sort=name')
    await page.getByRole('searchbox').fill('key 9876')
    await page.getByRole('link', { name: 'key 9876', exact: true }).waitFor()
    expect(await page.getByRole('row').count()).toBe(2)
  })

  it('broke no rule of the policy, and nothing threw', async () => {
    expect(opened.flatMap(({ problems }) => problems)).toEqual([])
    await Promise.all(opened.map(({ context }) => context.close()))
  })
})
