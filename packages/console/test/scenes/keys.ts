import { newId } from '../../../gateway/src/platform/crypto/random.ts'
import type { SignedInUser, TestGateway } from '../../../gateway/test/gateway.ts'
import type { Made, Prepare, Scene } from './scene.ts'

const DAY_MS = 86_400_000
/** 100 characters, of several scripts, from right to left within, and with markup that is only text. */
export const LONG_NAME = `<b>müller</b> & שלום עולם – 東京の鍵 ${'ключ '.repeat(20)}`.slice(0, 100)

/** Rows of keys, straight into the database. */
export async function addKeys(test: TestGateway, user: SignedInUser, count: number, name: string): Promise<void> {
  const now = Date.now()
  const rows = Array.from({ length: count }, (_, index) => {
    const id = newId('key', now - 60_000 - index)
    return {
      ...{ id, account_id: user.accountId, user_id: user.userId, name: `${name} ${index + 1}`, key_hash: id },
      ...{ last_4: id.slice(-4), nats_user_key: 'U', nats_seed_sealed: '', created_at: now - 60_000 - index },
      ...{
        expires_at: now + 30 * DAY_MS + index * 60_000,
        last_used_at: index % 3 === 0 ? null : now - index * 60_000,
      },
    }
  })
  for (let start = 0; start < count; start += 500)
    await test.database.transaction(({ db }) =>
      db
        .insertInto('api_keys')
        .values(rows.slice(start, start + 500))
        .execute(),
    )
}

/** Uses of a key on the last days, as the gateway would have counted them. */
export async function addUses(test: TestGateway, keyId: string, days: number): Promise<void> {
  const today = Math.floor(Date.now() / DAY_MS)
  const rows = Array.from({ length: days }, (_, ago) => {
    const uses = 400 + Math.round(300 * Math.sin(ago / 2)) + (ago % 7 < 2 ? -90 : 0)
    return { api_key_id: keyId, day: today - ago, uses, last_used_at: Date.now() - ago * DAY_MS - 60_000 }
  })
  await test.database.transaction(async ({ db }) => {
    await db.insertInto('api_key_usage').values(rows).execute()
    await db
      .updateTable('api_keys')
      .set({ last_used_at: Date.now() - 60_000 })
      .where('id', '=', keyId)
      .execute()
    const networks = ['203.0.113.7', '2001:db8:12:5::/64'].flatMap((network, index) =>
      rows.map((row) => ({
        ...row,
        network,
        uses: Math.floor(row.uses / (2 + index)),
        last_used_at: row.last_used_at - index * 1000,
      })),
    )
    await db.insertInto('api_key_networks').values(networks).execute()
  })
}

const change = (test: TestGateway, id: string, values: Record<string, number>) =>
  test.database.transaction(({ db }) => db.updateTable('api_keys').set(values).where('id', '=', id).execute())

export const prepareKeys: Prepare = async ({ world: { test }, root, ids }) => {
  const issue = async (name: string, more: Record<string, unknown> = {}) => {
    const { id, key } = await test.issueKey(root.bearer, name, more)
    ids[`key:${name}`] = id
    return { id, key }
  }
  const pipeline = await issue('deploy pipeline', {
    ...{
      tags: ['ci', 'team:platform'],
      metadata: { team: 'platform', tier: 2 },
      scopes: ['account:read', 'api-keys:write'],
    },
    rate_limit: { requests: 600, per_seconds: 60 },
    quota: { requests: 100_000, per: 'month', resets: 'calendar' },
  })
  await addUses(test, pipeline.id, 26)
  const child = await test.call('POST /accounts/api-key', {
    key: pipeline.key,
    body: { key_name: 'preview build', scopes: ['account:read'] },
  })
  ids['key:preview build'] = child.body.data.id
  await test.call('GET /accounts/info', { key: child.body.data.key })
  await issue('billing export', { allowed_ips: ['203.0.113.0/24', '2001:db8::/32'] })
  await issue('staging smoke tests', { environment: 'test', tags: ['ci'] })
  const expiring = await issue('mobile app (Lisbon)', { expiry_days: 3 })
  await change(test, expiring.id, { last_used_at: Date.now() - 3_600_000 })
  const disabled = await issue('nightly backup')
  await test.call('PATCH /accounts/api-key', { bearer: root.bearer, body: { id: disabled.id, disabled: true } })
  const old = await issue('search index')
  await test.call('POST /accounts/api-key/rotate', { bearer: root.bearer, body: { id: old.id } })
  await issue('webhooks relay', { owner: 'account', role: 'developer', tags: ['relay'] })
  await issue(LONG_NAME, { tags: ['a', 'b', 'c', 'd'] })
  // One for each picture.
  for (let index = 0; index < 4; index += 1) await issue(`old laptop ${index + 1}`)
}

const keyAt = (name: string) => (made: Made) => `/keys/${made.ids[`key:${name}`]}`

let doomed = 0
const nextDoomed = (made: Made) => {
  doomed = (doomed % 4) + 1
  return keyAt(`old laptop ${doomed}`)(made)
}

export const keysScenes: Scene[] = [
  { name: 'keys', path: '/keys', as: 'root' },
  { name: 'keys-empty', pictureOnly: true, path: '/keys', as: 'newcomer' },
  { name: 'keys-monitor', pictureOnly: true, path: '/keys', as: 'monitor' },
  {
    name: 'keys-selected',
    path: '/keys',
    as: 'root',
    async act(page) {
      await page.getByRole('checkbox', { name: 'Select webhooks relay' }).click()
      await page.getByRole('checkbox', { name: 'Select nightly backup' }).click()
      await page.getByRole('button', { name: /^Delete 2 keys/ }).click()
      await page.getByText('uses in 30 days').first().waitFor()
    },
  },
  {
    name: 'keys-filter',
    path: '/keys?environment=test',
    as: 'root',
    async act(page) {
      await page.getByRole('button', { name: 'Tag', exact: true }).click()
      await page.getByRole('button', { name: 'ci', exact: true }).waitFor()
    },
  },
  { name: 'keys-no-match', pictureOnly: true, path: '/keys?search=nothing', as: 'root' },
  {
    name: 'keys-failed',
    pictureOnly: true,
    path: '/keys',
    as: 'root',
    async act(page) {
      const refusal = {
        error: 'Too many requests',
        message: 'Too many requests. Try again in 3 seconds.',
        code: 'rate_limited',
      }
      await page.route('**/accounts/api-keys?*', (route) => route.fulfill({ status: 429, json: refusal }))
      await page.reload()
      await page.getByRole('button', { name: 'Try again' }).waitFor()
    },
  },
  {
    name: 'keys-issue',
    pictureOnly: true,
    path: '/keys/issue',
    as: 'root',
    async act(page) {
      await page.getByLabel('Name', { exact: true }).fill('deploy pipeline')
      await page.getByRole('checkbox', { name: /^account:read/ }).click()
      await page.getByRole('switch', { name: /^Rate limit/ }).click()
      await page.getByRole('switch', { name: /^Quota/ }).click()
      await page.getByLabel('Tags').fill('ci,team:platform,')
    },
  },
  {
    name: 'keys-issue-problems',
    path: '/keys/issue',
    as: 'developer',
    async act(page) {
      await page.getByLabel('Allowed networks').fill('10.0.0.0/33 ')
      await page.getByRole('button', { name: 'Issue key' }).click()
      await page.getByRole('alert').first().waitFor()
    },
  },
  {
    name: 'keys-issued',
    path: '/keys/issue',
    as: 'newcomer',
    async act(page) {
      await page.getByLabel('Name', { exact: true }).fill('first key')
      await page.getByRole('radio', { name: /^Everything/ }).click()
      await page.getByRole('button', { name: 'Issue key' }).click()
      await page.getByRole('dialog').waitFor()
      // A picture of a key would be a key.
      await page.evaluate(
        `(() => { const code = document.querySelector('[role=dialog] pre code'); code.textContent = code.textContent.slice(0, 3) + '0'.repeat(36) })()`,
      )
    },
  },
  { name: 'key', path: keyAt('deploy pipeline'), as: 'root' },
  { name: 'key-replaced', pictureOnly: true, path: keyAt('search index'), as: 'root' },
  { name: 'key-long-name', path: keyAt(LONG_NAME), as: 'root' },
  { name: 'key-gone', pictureOnly: true, path: '/keys/key_01kc9f3m8e7q1v5t2x4y6z8a0b', as: 'root' },
  {
    name: 'key-edit',
    pictureOnly: true,
    path: keyAt('deploy pipeline'),
    as: 'root',
    async act(page) {
      await page.getByRole('button', { name: 'Edit' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'key-limits',
    path: keyAt('deploy pipeline'),
    as: 'root',
    async act(page) {
      await page.getByRole('button', { name: 'Change limits' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'key-rotate',
    pictureOnly: true,
    path: keyAt('deploy pipeline'),
    as: 'root',
    async act(page) {
      await page.getByRole('button', { name: 'Rotate …' }).click()
      await page.getByText('1 key that it has issued').waitFor()
    },
  },
  {
    name: 'key-delete',
    path: keyAt('deploy pipeline'),
    as: 'root',
    async act(page) {
      await page.getByRole('button', { name: 'Delete …' }).click()
      await page.getByRole('dialog').getByText('Uses in 30 days').waitFor()
    },
  },
  {
    name: 'key-deleted',
    pictureOnly: true,
    path: nextDoomed,
    as: 'root',
    async act(page) {
      await page.getByRole('button', { name: 'Delete …' }).click()
      await page.getByRole('textbox').fill(`old laptop ${doomed}`)
      await page.getByRole('button', { name: 'Delete key' }).click()
      await page.getByText('Confirmed everywhere').waitFor()
    },
  },
]
