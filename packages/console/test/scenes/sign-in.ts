import type { Page } from 'playwright-core'
import type { Scene } from './scene.ts'

async function type(page: Page, texts: Record<string, string>): Promise<void> {
  for (const [label, text] of Object.entries(texts)) await page.getByLabel(label, { exact: true }).fill(text)
}
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

export const signInScenes: Scene[] = [
  { name: 'sign-in', path: '/sign-in', as: 'nobody' },
  {
    name: 'sign-in-wrong-password',
    path: '/sign-in',
    as: 'nobody',
    async act(page) {
      await type(page, { 'Email address': 'ada@example.com', Password: 'wrong' })
      await press(page, 'Sign in')
      await page.getByRole('alert').first().waitFor()
    },
  },
  { name: 'sign-up', path: '/sign-up', as: 'nobody' },
  {
    name: 'sign-up-bad-password',
    path: '/sign-up',
    as: 'nobody',
    async act(page) {
      await type(page, { 'Account name': 'acme', 'Email address': 'not an address', Password: 'short' })
      await press(page, 'Create account')
      await page.getByRole('alert').first().waitFor()
    },
  },
  {
    name: 'sign-up-confirm',
    path: '/sign-up',
    as: 'nobody',
    async act(page) {
      const email = `${Math.random().toString(36).slice(2)}@example.com`
      await type(page, { 'Account name': email, 'Email address': email, Password: 'correct-Horse7' })
      await press(page, 'Create account')
      await page.getByLabel('Code').waitFor()
    },
  },
  { name: 'forgot-password', path: '/forgot-password', as: 'nobody' },
  {
    name: 'forgot-password-sent',
    path: '/forgot-password',
    as: 'nobody',
    async act(page) {
      await type(page, { 'Email address': 'nobody@example.com' })
      await press(page, 'Send the link')
      await page.getByText('Look into your mail').first().waitFor()
    },
  },
  { name: 'not-found', path: '/nothing-here', as: 'nobody' },
]
