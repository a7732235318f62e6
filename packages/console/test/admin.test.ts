import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SignedInUser, waitFor } from '../../gateway/test/gateway.ts'
import { describeWithProgram } from '../../gateway/test/run/with-program.ts'
import { openAccount, signedInMember } from '../../gateway/test/users/accounts.ts'
import { signIn } from '../../gateway/test/users/sign-in.ts'
import { addFailedWork, addNumbers, deleteAccountOf, OPERATOR, openOperator } from './operator.ts'
import { openPage, openPageOf, openProfile, openWorld, settled, signInTo, type World } from './world.ts'

describeWithProgram('chromium', 'who runs an account', () => {
  let world: World
  let root: SignedInUser
  beforeAll(async () => {
    world = await openWorld({ OPERATORS: OPERATOR })
    root = await openAccount(world.test, 'Northwind Traders')
  })
  afterAll(() => world?.close())

  const infoOf = async ({ bearer }: SignedInUser) => (await world.test.call('GET /accounts/info', { bearer })).body.data

  /** Has the code mailed by pressing the button, and types it. */
  async function typeCode(page: Page, { email }: SignedInUser): Promise<void> {
    const codes = async () =>
      (await world.test.mails()).flatMap(({ to, code }) => (to === email && code !== undefined ? [code] : []))
    const before = await codes()
    await page.getByRole('button', { name: 'Mail me the code' }).click()
    await page.getByLabel('Code from the mail').fill(await waitFor(async () => (await codes()).at(before.length)))
  }

  it('two people who edit the account at once are told, and nothing of either is lost', async () => {
    const admin = await signedInMember(world.test, root, { role: 'admin' })
    const mine = await openPageOf(world, root, '/account')
    const theirs = await openPageOf(world, admin, '/account')
    await theirs.page.getByLabel('Company').fill('Northwind Lda.')
    await theirs.page.getByLabel('Phone number').fill('+351 21 000 0000')
    await theirs.page.getByRole('button', { name: 'Save changes' }).click()
    await theirs.page.getByText('The contact details are saved').waitFor()

    await mine.page.getByLabel('Company').fill('Northwind Traders Ltd.')
    await mine.page.getByLabel('Country').fill('Portugal <b>')
    await mine.page.keyboard.press('Enter')
    await mine.page.getByText('Company is now “Northwind Lda.”').waitFor()
    // Nothing was overwritten; what I did not touch is theirs by now, and what I typed is still mine.
    expect(await infoOf(root)).toMatchObject({ company_name: 'Northwind Lda.', phone_number: '+351 21 000 0000' })
    expect(await infoOf(root)).not.toHaveProperty('country')
    expect(await mine.page.getByLabel('Phone number').inputValue()).toBe('+351 21 000 0000')
    expect(await mine.page.getByLabel('Company').inputValue()).toBe('Northwind Traders Ltd.')

    await mine.page.getByRole('button', { name: 'Save changes' }).click()
    await mine.page.getByText('The contact details are saved').waitFor()
    const saved = { company_name: 'Northwind Traders Ltd.', phone_number: '+351 21 000 0000', country: 'Portugal <b>' }
    expect(await infoOf(root)).toMatchObject(saved)
    expect([...mine.problems, ...theirs.problems]).toEqual([])
    await Promise.all([mine.context.close(), theirs.context.close()])
  })

  it('two people who change the same member, and two tabs the same profile, are told before anything is overwritten', async () => {
    const crowd = await openAccount(world.test, 'Crowded')
    const member = await signedInMember(world.test, crowd, { role: 'developer' })
    const changed = 'Somebody else changed this in the meantime.'
    const { page, context, problems } = await openPageOf(world, crowd, '/members')
    await page
      .getByRole('button', { name: /^Actions for/ })
      .last()
      .click()
    await page.getByRole('menuitem', { name: 'Change role' }).click()
    const other = { email: member.email, role: 'monitor' }
    await world.test.call('PATCH /accounts/role', { bearer: crowd.bearer, body: other })
    await page.getByRole('radio', { name: /^billing/i }).click()
    await page.getByRole('button', { name: 'Change role' }).click()
    await page.getByText(changed).waitFor()
    const roleOf = async () =>
      world.test.database.read.selectFrom('memberships').select('role').where('user_id', '=', member.userId).execute()
    expect(await roleOf()).toEqual([{ role: 'monitor' }])
    await context.close()

    const mine = await openPageOf(world, member, '/you')
    await mine.page.getByLabel('First name').fill('Grace')
    const theirs = { first_name: 'Ada', last_name: 'Hopper' }
    const { bearer } = await signIn(world.test, member)
    expect((await world.test.call('PATCH /accounts/user', { bearer, body: theirs })).status).toBe(200)
    await mine.page.getByRole('button', { name: 'Save' }).first().click()
    await mine.page.getByText(changed).waitFor()
    const nameOf = async () => (await world.test.call('GET /accounts/user-login-data', { bearer })).body.data.first_name
    expect(await nameOf()).toBe('Ada')
    // Who was told and saves again means it.
    await mine.page.getByRole('button', { name: 'Save' }).first().click()
    await mine.page.getByText(changed).waitFor({ state: 'detached' })
    await expect.poll(nameOf).toBe('Grace')

    // The end of the own user asks for its code in the same way as that of an account.
    await mine.page.getByRole('button', { name: 'Delete my user' }).click()
    await typeCode(mine.page, member)
    await mine.page.getByLabel(`Type “${member.email}” to confirm`).fill(member.email)
    await mine.page.getByRole('dialog').getByRole('button', { name: 'Delete my user' }).click()
    await mine.page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await roleOf()).toEqual([])
    expect(mine.problems.concat(problems)).toEqual([])
    await mine.context.close()
  })

  it.each(['developer', 'admin'] as const)(
    'a %s is offered neither another name nor the end, and is refused',
    async (role) => {
      const member = await signedInMember(world.test, root, { role })
      const { page, context, problems } = await openPageOf(world, member, '/account')
      await page.getByText(root.email).waitFor()
      for (const name of ['Rename account', 'Delete account', 'Keep the account'])
        expect(await page.getByRole('button', { name }).count(), name).toBe(0)
      // Developers read what administrators edit.
      expect(await page.getByLabel('Company').count()).toBe(role === 'admin' ? 1 : 0)
      const { bearer } = member
      const email_code = '123456'
      const refused = [
        await world.test.call('PATCH /accounts/rename', { bearer, body: { new_name: 'mine', email_code } }),
        await world.test.call('DELETE /accounts/account', { bearer, body: { email_code } }),
        await world.test.call('POST /accounts/cancel-account-deletion', { bearer }),
      ]
      expect(refused.map(({ status }) => status)).toEqual([403, 403, 403])
      expect(problems).toEqual([])
      await context.close()
    },
  )

  it('an account is deleted in 14 days, which every member sees, and the root user keeps it', async () => {
    const { page, context, problems } = await openPageOf(world, root, '/account')
    await page.getByRole('button', { name: 'Delete account' }).click()
    await page.getByText('All API keys.').waitFor()
    const confirm = page.getByRole('button', { name: 'Delete in 14 days' })
    await typeCode(page, root)
    await page.getByLabel('Type “Northwind Traders” to confirm').fill('Northwind')
    expect(await confirm.isDisabled()).toBe(true)
    await page.getByLabel('Type “Northwind Traders” to confirm').fill('Northwind Traders')
    await page.keyboard.press('Enter')
    await confirm.waitFor({ state: 'detached' })
    await page.getByText(/^This account will be deleted on/).waitFor()
    expect(await infoOf(root)).toMatchObject({ scheduled_for_deletion: true })

    const monitor = await openPageOf(world, await signedInMember(world.test, root, { role: 'monitor' }), '/account')
    await monitor.page.getByText(`Only the root user, ${root.email}, can cancel this.`).waitFor()
    await monitor.context.close()

    await page.getByRole('button', { name: 'Keep the account' }).click()
    await page.getByText('The account stays').waitFor()
    await page.getByText(/^This account will be deleted on/).waitFor({ state: 'detached' })
    expect(await infoOf(root)).toMatchObject({ scheduled_for_deletion: false })
    expect(problems).toEqual([])
    await context.close()
  })

  it('another name ends every session and says so; a wrong code and a name that is taken change nothing', async () => {
    await openAccount(world.test, 'Taken')
    const opened = await openPageOf(world, root, '/account')
    const { page, context, problems } = opened
    await page.getByRole('button', { name: 'Rename account' }).click()
    await page.getByText('Every session of every member ends').waitFor()
    await page.getByLabel('New name').fill('taken')
    await typeCode(page, root)
    const act = page.getByRole('dialog', { name: 'Rename account' }).getByRole('button', { name: 'Rename account' })
    await act.click()
    await page.getByRole('alert').waitFor()
    expect((await infoOf(root)).name).toBe('northwind traders')

    await page.getByLabel('New name').fill('Southwind')
    await act.click()
    await page.getByText('The account is called Southwind').waitFor()
    await page.getByLabel('Email address').waitFor()
    expect(await context.cookies()).toEqual([])
    const { bearer } = root
    expect((await world.test.call('GET /accounts/info', { bearer })).status).toBe(401)

    // With the new name, and back where it was.
    await page.getByLabel('Email address').fill(root.email)
    await page.getByLabel('Password', { exact: true }).fill(root.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('heading', { name: 'Account', exact: true }).waitFor()
    await settled(opened)
    await page.getByText('southwind', { exact: true }).waitFor()
    expect(problems).toEqual([])
    await context.close()
  })

  it('an administrator allows the origin of a page, and removes it with what is open there; others are offered neither', async () => {
    const host = await openAccount(world.test, 'Embedding Host')
    const admin = await signedInMember(world.test, host, { role: 'admin' })
    const developer = await signedInMember(world.test, host, { role: 'developer' })
    const origin = 'https://app.example.com'
    const { page, context, problems } = await openPageOf(world, admin, '/account')
    const field = page.getByLabel('Origin of your page')
    await field.fill('http://app.example.com')
    await page.keyboard.press('Enter')
    await page.getByText('must begin with https://').waitFor()
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    await field.fill(`${origin}/`)
    await page.keyboard.press('Enter')
    await page.getByRole('list', { name: 'Allowed origins' }).getByText(origin, { exact: true }).waitFor()
    expect(await field.inputValue()).toBe('')
    await page.getByText(`${world.origin}/embed/quiva-keys.js`).waitFor()

    const body = { email: developer.email, origin, access: 'view' }
    const issued = await world.test.call('POST /accounts/embed-token', { bearer: admin.bearer, body })
    const { token } = issued.body.data
    const headers = { origin }
    const opened = await world.test.call('POST /embed/session', { headers, body: { token } })
    const bearer = opened.body.data.auth_token
    const seesKeys = async () => (await world.test.call('GET /accounts/api-keys', { bearer, headers })).status
    expect(await seesKeys()).toBe(200)
    const originsOf = async () =>
      (await world.test.call('GET /accounts/embed-origins', { bearer: admin.bearer })).body.data.length

    const remove = page.getByRole('button', { name: `Remove ${origin}` })
    await remove.click()
    await page.getByText('Sessions that are open there end at once').waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    expect([await originsOf(), await seesKeys()]).toEqual([1, 200])
    await remove.click()
    await page.getByRole('button', { name: 'Remove origin' }).click()
    await page.getByText('Confirmed everywhere').waitFor()
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByText('No page may embed the key screens yet.').waitFor()
    expect([await originsOf(), await seesKeys()]).toEqual([0, 401])
    expect(problems).toEqual([])
    await context.close()

    const other = await openPageOf(world, developer, '/account')
    await other.page.getByText(host.email).waitFor()
    expect(await other.page.getByRole('heading', { name: 'Embedding' }).count()).toBe(0)
    expect(other.problems).toEqual([])
    await other.context.close()
  })

  it('nobody but an operator with a second factor sees the gateway', async () => {
    const opened = await openPageOf(world, await openAccount(world.test, 'Curious'), '/operator')
    await opened.page.getByText('Only for operators').waitFor()
    expect(await opened.page.getByRole('link', { name: 'Operator' }).count()).toBe(0)
    await opened.context.close()
  })

  it('an operator sees what fails, gives it up, and restores an account under another name', async () => {
    const gone = await openAccount(world.test, 'Gone Fishing')
    await deleteAccountOf(world.test, gone)
    await openAccount(world.test, 'Gone Fishing')
    await addFailedWork(world.test)
    const operator = await openOperator(world.test)
    const context = await openProfile(world)
    await signInTo(context, world, operator, operator.codes[0])
    const { page, problems } = await openPage(world, '/operator', {}, context)
    await page.getByText('1 item of work was given up.').waitFor()

    const screens = page.getByRole('navigation', { name: 'Operator screens' })
    await screens.getByRole('link', { name: 'Numbers' }).click()
    await page.getByText('No numbers yet').waitFor()
    await addNumbers(world.test)
    await page.getByRole('radio', { name: '30 days' }).click()
    await page.getByRole('img', { name: 'Requests, as a chart' }).locator('canvas').waitFor()
    expect(await page.locator('canvas').count()).toBe(4)
    await page.getByRole('tab', { name: 'Table' }).click()
    // Six hours each, and the one that has begun.
    await expect.poll(() => page.getByRole('rowheader').count()).toBeGreaterThanOrEqual(120)
    await page.getByRole('radio', { name: 'Hour' }).click()
    await page.getByText('No numbers yet').waitFor()

    await screens.getByRole('link', { name: 'Outbox' }).click()
    await page.getByText('connect ECONNREFUSED 192.0.2.7:4222').waitFor()
    await page.getByRole('button', { name: 'Actions for push-claims test-given-up' }).click()
    // What it needs is gone: there is nothing to try again.
    expect(await page.getByRole('menuitem', { name: 'Try again' }).getAttribute('aria-disabled')).toBe('true')
    await page.getByRole('menuitem', { name: 'Give up' }).click()
    await page.getByRole('button', { name: 'Give up' }).click()
    await page.getByText('The work is deleted').waitFor()
    await page.getByText('connect ECONNREFUSED 192.0.2.7:4222').waitFor({ state: 'detached' })
    const left = await world.test.database.read.selectFrom('outbox').select('id').execute()
    expect(left.map(({ id }) => id)).not.toContain('test-given-up')

    await page.getByRole('link', { name: 'Accounts' }).click()
    await page.getByRole('combobox', { name: /^State/ }).click()
    await page.getByRole('option', { name: 'deleted', exact: true }).click()
    await page.getByRole('button', { name: 'Details of Gone Fishing' }).click()
    await page.getByRole('button', { name: 'Restore account' }).click()
    await page.getByText('API keys and sessions do not come back.').waitFor()
    await page.getByRole('button', { name: 'Restore account' }).click()
    await page.getByLabel('New name').fill('Back From Fishing')
    await page.getByRole('button', { name: 'Restore account' }).click()
    await page.getByText('The account back from fishing is restored').waitFor()
    const restored = await world.test.database.read
      .selectFrom('accounts')
      .select(['name', 'deleted_at'])
      .where('id', '=', gone.accountId)
      .executeTakeFirst()
    expect(restored).toEqual({ name: 'back from fishing', deleted_at: null })

    // Somebody is at work in the account that is suspended.
    const member = await openPageOf(world, await openAccount(world.test, 'Busy Bees'), '/account')
    await page.goto(`${world.origin}/console/operator/accounts?search=busy`)
    await page.getByRole('button', { name: 'Details of Busy Bees' }).click()
    await page.getByRole('button', { name: 'Suspend account' }).click()
    expect(await page.getByRole('button', { name: 'Suspend account' }).isDisabled()).toBe(true)
    await page.getByLabel('Reason').fill('Its keys were used for an attack.')
    await page.getByRole('button', { name: 'Suspend account' }).click()
    await page.getByText('Busy Bees is suspended').waitFor()
    await page.getByText('Confirmed everywhere').waitFor()
    await page.getByRole('button', { name: 'Done' }).click()
    await member.page.getByLabel('Company').fill('Busy Bees Ltd.')
    await member.page.getByRole('button', { name: 'Save changes' }).click()
    await member.page.getByRole('heading', { name: 'This account is suspended' }).waitFor()
    await member.page.reload()
    await member.page.getByRole('button', { name: 'Look again' }).click()
    await member.page.getByText('It is still suspended.').waitFor()

    await page.getByRole('button', { name: 'Details of Busy Bees' }).click()
    await page.getByText('Its keys were used for an attack.').waitFor()
    await page.getByRole('button', { name: 'Resume account' }).click()
    await page.getByLabel('Reason').fill('Solved.')
    await page.getByRole('button', { name: 'Resume account' }).click()
    await page.getByText('Busy Bees works again').waitFor()
    await member.page.getByRole('button', { name: 'Look again' }).click()
    await member.page.getByRole('heading', { name: 'Overview' }).waitFor()
    expect(problems).toEqual([])
    await Promise.all([context.close(), member.context.close()])
  })
})
