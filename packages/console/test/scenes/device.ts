import type { Scene } from './scene.ts'

/** Asks for a code as a program does. */
async function askedCode(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/device/authorization`, {
    method: 'POST',
    headers: { 'user-agent': 'quiva-cli/0.1.0 (linux)' },
    body: new URLSearchParams({ client_id: 'quiva' }),
  })
  return ((await answer.json()) as { user_code: string }).user_code
}

export const deviceScenes: Scene[] = [
  { name: 'device', path: '/device', as: 'root' },
  {
    name: 'device-request',
    path: '/device',
    as: 'root',
    act: async (page) => {
      await page.getByLabel('Code').fill(await askedCode(new URL(page.url()).origin))
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByRole('button', { name: 'Approve' }).waitFor()
    },
  },
  {
    name: 'device-denied',
    path: '/device',
    as: 'root',
    act: async (page) => {
      await page.getByLabel('Code').fill(await askedCode(new URL(page.url()).origin))
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Deny' }).click()
      await page.getByRole('heading', { name: 'The device is denied' }).waitFor()
    },
  },
  {
    name: 'device-wrong-code',
    path: '/device',
    as: 'root',
    act: async (page) => {
      await page.getByLabel('Code').fill('BCDF-GHJK')
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByRole('alert').first().waitFor()
    },
  },
]
