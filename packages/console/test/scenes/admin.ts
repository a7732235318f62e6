import type { Page } from 'playwright-core'
import { mailedCode, openAccount } from '../../../gateway/test/users/accounts.ts'
import { addFailedWork, addNumbers, deleteAccountOf, openOperator } from '../operator.ts'
import type { Prepare, Scene } from './scene.ts'

/** Contact details, and an account that is going to be deleted. */
export const prepareAdmin: Prepare = async ({ world, root, others }) => {
  const { test } = world
  const body = {
    company_name: 'Northwind Traders — Comércio Internacional, Unipessoal Lda.',
    address: 'Rua do Alecrim 12\n1200-018 Lisboa',
    country: 'Portugal',
    phone_number: '+351 21 000 0000',
  }
  const updated = await test.call('PATCH /accounts', { bearer: root.bearer, body })
  if (updated.status !== 200) throw new Error(`updateAccount answered ${updated.text}`)
  for (const origin of [
    'https://app.northwind.example',
    `https://${'orders-'.repeat(8)}staging.northwind.example:8443`,
  ]) {
    const allowed = await test.call('POST /accounts/embed-origins', { bearer: root.bearer, body: { origin } })
    if (allowed.status !== 200) throw new Error(`addEmbedOrigin answered ${allowed.text}`)
  }
  const closing = await openAccount(test, 'Closing Down')
  const email_code = await mailedCode(test, closing)
  const ended = await test.call('DELETE /accounts/account', {
    bearer: closing.bearer,
    body: { email_code, in_14_days: true },
  })
  if (ended.status !== 200) throw new Error(`deleteAccount answered ${ended.text}`)
  others.closing = closing
  others.operator = await openOperator(test)
  await addFailedWork(test)
  await addNumbers(test)
  await deleteAccountOf(test, await openAccount(test, 'Gone Fishing'))
}

const openDialog = (button: string) => async (page: Page) => {
  await page.getByRole('button', { name: button }).click()
  await page.getByRole('dialog').waitFor()
}

export const adminScenes: Scene[] = [
  { name: 'account', path: '/account', as: 'root' },
  { name: 'account-developer', path: '/account', as: 'developer' },
  { name: 'account-closing', path: '/account', as: 'closing' },
  { name: 'account-rename', path: '/account', as: 'root', act: openDialog('Rename account') },
  { name: 'account-delete', path: '/account', as: 'root', act: openDialog('Delete account') },
  { name: 'account-embedding-none', path: '/account', as: 'newcomer', pictureOnly: true },
  {
    name: 'account-embedding-remove',
    path: '/account',
    as: 'root',
    act: openDialog('Remove https://app.northwind.example'),
  },
  { name: 'operator', path: '/operator', as: 'operator' },
  { name: 'operator-nobody', path: '/operator', as: 'root', pictureOnly: true },
  { name: 'operator-metrics', path: '/operator/metrics', as: 'operator' },
  { name: 'operator-metrics-none', path: '/operator/metrics?window=hour', as: 'operator', pictureOnly: true },
  { name: 'operator-outbox', path: '/operator/outbox', as: 'operator' },
  {
    name: 'operator-outbox-discard',
    path: '/operator/outbox?state=failed',
    as: 'operator',
    act: async (page) => {
      await page.getByRole('button', { name: /^Actions for push-claims/ }).click()
      await page.getByRole('menuitem', { name: 'Give up' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'operator-accounts', path: '/operator/accounts', as: 'operator' },
  { name: 'operator-accounts-no-match', path: '/operator/accounts?search=nothing', as: 'operator', pictureOnly: true },
  {
    name: 'operator-account-deleted',
    path: '/operator/accounts?state=deleted',
    as: 'operator',
    act: openDialog('Details of Gone Fishing'),
  },
  {
    name: 'operator-suspend',
    path: '/operator/accounts?search=northwind',
    as: 'operator',
    act: async (page) => {
      await page.getByRole('button', { name: 'Details of Northwind Traders' }).click()
      await page.getByRole('button', { name: 'Suspend account' }).click()
      await page.getByLabel('Reason').fill('Its keys were used for an attack.')
    },
  },
  {
    name: 'suspended',
    path: '/',
    as: 'newcomer',
    act: async (page) => {
      const json = { error: 'Account suspended', message: 'It is suspended.', code: 'account_suspended' }
      await page.route('**/console/session/refresh', (route) => route.fulfill({ status: 403, json }))
      await page.reload()
      await page.getByRole('heading', { name: 'This account is suspended' }).waitFor()
    },
  },
]
