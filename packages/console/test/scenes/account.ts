import { addUser, join } from '../../../gateway/test/users/users.ts'
import type { Prepare, Scene } from './scene.ts'

/** Members in every state, whom the screens of the account show. */
export const prepareAccount: Prepare = async ({ world, root }) => {
  const { test } = world
  const people = [
    ['Grace', 'Hopper', 'admin'],
    ['Edsger', 'Dijkstra', 'developer'],
    ['अमर्त्य', 'सेन', 'monitor'],
    ['Maximiliane-Hildegard von und zu Altenburg-Thurgau', 'O’Brien-Nakamura', 'billing'],
  ] as const
  for (const [first_name, last_name, role] of people) {
    const email = `${last_name === 'सेन' ? 'amartya' : last_name.toLowerCase().replace(/[^a-z]/g, '')}@northwind.example`
    const body = { first_name, last_name, role, email }
    const invited = await test.call('POST /accounts/users', { bearer: root.bearer, body })
    if (invited.status !== 200) throw new Error(`createUser answered ${invited.text}`)
  }
  const suspended = await addUser(test, { email: 'katherine@northwind.example' })
  await join(test, suspended, root, { role: 'developer' })
  const body = { email: suspended.email, suspend: true }
  await test.call('PATCH /accounts/suspend-user', { bearer: root.bearer, body })
}

export const accountScenes: Scene[] = [
  { name: 'overview', path: '/', as: 'root' },
  { name: 'overview-new', path: '/', as: 'newcomer' },
  { name: 'overview-developer', path: '/', as: 'developer' },
  { name: 'members', path: '/members', as: 'root' },
  { name: 'members-no-match', path: '/members?search=nobody', as: 'root' },
  {
    name: 'members-invite',
    path: '/members',
    as: 'root',
    act: async (page) => {
      await page.getByRole('button', { name: 'Invite member' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'members-remove',
    path: '/members',
    as: 'root',
    act: async (page) => {
      await page.getByRole('button', { name: /^Actions for Grace/ }).click()
      await page.getByRole('menuitem', { name: 'Remove' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'you', path: '/you', as: 'root' },
  {
    name: 'you-totp',
    path: '/you',
    as: 'developer',
    act: async (page) => {
      await page.getByRole('button', { name: 'Set up' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'you-password',
    path: '/you',
    as: 'root',
    act: async (page) => {
      await page.getByRole('button', { name: 'Change password' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'audit', path: '/audit', as: 'root' },
  {
    name: 'audit-event',
    path: '/audit?action=api_key.issued',
    as: 'root',
    act: async (page) => {
      await page
        .getByRole('button', { name: /issued the key/ })
        .first()
        .click()
      await page.getByRole('dialog').waitFor()
    },
  },
]
