import { newId } from '../../../gateway/src/platform/crypto/random.ts'
import { openAccount } from '../../../gateway/test/users/accounts.ts'
import { sharers } from '../../../gateway/test/users/sharing.ts'
import { openPlainVerifier } from '../../../gateway/test/verifiers/plain-verifier.ts'
import type { Made, Prepare, Scene } from './scene.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Before its next lease would be too late. */
const RENEW_MS = 1_000

/** Webhooks in every state, verifiers that are connected, and exports and imports, one of them broken. */
export const prepareConnect: Prepare = async (made) => {
  await Promise.all([prepareWebhooks(made), prepareVerifiers(made), prepareBus(made)])
}

async function prepareWebhooks({ world: { test }, root: { bearer }, ids }: Made): Promise<void> {
  const now = Date.now()
  // Nothing is due before the scenes are over, so that nobody asks a name server.
  const due_at = now + 4 * MINUTE_MS
  const on = { disabled_at: null, disabled_reason: null, due_at }
  const webhooks = [
    {
      name: 'on',
      url: 'https://hooks.northwind.example/quiva-events',
      description: 'Key inventory',
      is: { ...on, delivered_at: now - MINUTE_MS },
    },
    {
      name: 'failing',
      url: 'https://events.example.com/in?source=quiva&team=platform-engineering-lisbon-and-porto',
      events: ['api_key.issued', 'api_key.deleted', 'member.removed'],
      is: { ...on, failures: 3, failing_since: now - 3 * HOUR_MS, delivered_at: now - 4 * HOUR_MS },
    },
    { name: 'off', url: 'https://staging.northwind.example/hook', description: 'Staging', is: { due_at } },
    {
      name: 'gone',
      url: 'https://old.example.org/hook',
      is: { disabled_reason: 'gone', delivered_at: now - 900 * HOUR_MS },
    },
  ] as const
  for (const { name, url, is, ...more } of webhooks) {
    const body = { url, ...more, disabled: true }
    const created = await test.call('POST /accounts/webhooks', { bearer, body })
    if (created.status !== 200) throw new Error(`createWebhook answered ${created.text}`)
    const { id } = created.body.data
    ids[`webhook:${name}`] = id
    await test.database.transaction(({ db }) =>
      db.updateTable('webhook_endpoints').set(is).where('id', '=', id).execute(),
    )
  }
  const attempts = [
    { attempt: 3, status: null, error: 'connection_failed', at: 2 },
    { attempt: 2, status: null, error: 'timeout', at: 30 },
    { attempt: 1, status: 503, error: 'refused', at: 31 },
    { attempt: 1, status: 204, error: null, at: 240 },
  ]
  const rows = attempts.reverse().map(({ at, ...one }) => ({
    ...{
      id: newId('whd'),
      endpoint_id: ids['webhook:failing'] ?? '',
      event_id: newId('evt'),
      action: 'api_key.issued',
    },
    ...{
      purpose: 'event' as const,
      attempted_at: now - at * MINUTE_MS,
      duration_ms: one.error === 'timeout' ? 10_000 : 84,
      ...one,
    },
  }))
  await test.database.transaction(({ db }) => db.insertInto('webhook_deliveries').values(rows).execute())
}

async function prepareVerifiers({ world: { test, origin }, root }: Made): Promise<void> {
  const { key } = await test.issueKey(root.bearer, 'orders service', { scopes: ['tokens:introspect'] })
  const hellos = [
    { name: 'orders, eu-3', version: 'quiva-verifier/0.1.0' },
    { name: 'edge-lisbon', version: 'quiva-edge/0.1.0', kind: 'edge' },
  ]
  for (const hello of hellos) {
    const verifier = await openPlainVerifier(Number(new URL(origin).port), { key, hello })
    const timer = setInterval(() => void verifier.renew().catch(() => clearInterval(timer)), RENEW_MS)
    verifier.socket.on('close', () => clearInterval(timer))
  }
}

async function prepareBus({ world: { test }, root }: Made): Promise<void> {
  const { addExport, addImport, removeExport } = sharers(() => test)
  const acme = await openAccount(test, 'Acme Market Data')
  await Promise.all([
    addExport(acme, { name: 'ticks', subject: 'ticks.>' }),
    addExport(acme, { name: 'quotes', subject: 'quotes.*', type: 'service' }),
    addExport(root, { name: 'orders', subject: 'orders.>' }),
    addExport(root, { name: 'stock of one warehouse', subject: 'stock.*.get', type: 'service', token_position: 2 }),
  ])
  await Promise.all([
    addImport(root, { name: 'ticks', subject: 'ticks.>', account: acme.account, local_subject: 'acme.ticks.>' }),
    addImport(root, { name: 'quotes', subject: 'quotes.*', account: acme.accountId }),
  ])
  await removeExport(acme, 'quotes')
}

const press = (name: string | RegExp) => async (page: Parameters<NonNullable<Scene['act']>>[0]) => {
  await page.getByRole('button', { name }).first().click()
  await page.getByRole('dialog').waitFor()
}

export const connectScenes: Scene[] = [
  { name: 'webhooks', path: '/webhooks', as: 'root' },
  { name: 'webhooks-empty', path: '/webhooks', as: 'newcomer' },
  { name: 'webhooks-developer', path: '/webhooks', as: 'developer' },
  {
    name: 'webhooks-create',
    path: '/webhooks',
    as: 'root',
    act: async (page) => {
      await press('Create webhook')(page)
      await page.getByRole('radio', { name: /^Chosen events/ }).click()
      await page.locator('summary', { hasText: 'Members' }).click()
      await page.getByRole('checkbox', { name: /^A member was removed/ }).click()
    },
  },
  {
    name: 'webhooks-create-refused',
    path: '/webhooks',
    as: 'newcomer',
    act: async (page) => {
      await press('Create webhook')(page)
      await page.getByLabel('URL').fill('http://10.0.0.1/in')
      await page.getByRole('radio', { name: /^Chosen events/ }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Create webhook' }).click()
      await page.getByRole('alert').first().waitFor()
    },
  },
  { name: 'webhook', path: ({ ids }) => `/webhooks/${ids['webhook:on']}`, as: 'root' },
  { name: 'webhook-failing', path: ({ ids }) => `/webhooks/${ids['webhook:failing']}`, as: 'root' },
  { name: 'webhook-failed-only', path: ({ ids }) => `/webhooks/${ids['webhook:failing']}?outcome=failed`, as: 'root' },
  { name: 'webhook-gone', path: ({ ids }) => `/webhooks/${ids['webhook:gone']}`, as: 'root' },
  { name: 'webhook-missing', path: '/webhooks/whk_nothing', as: 'root' },
  {
    name: 'webhook-secret',
    path: ({ ids }) => `/webhooks/${ids['webhook:off']}`,
    as: 'root',
    act: async (page) => {
      await page.getByRole('button', { name: /^Actions for/ }).click()
      await page.getByRole('menuitem', { name: 'Rotate secret' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Rotate secret' }).click()
      await page.getByText('It is shown only now').waitFor()
    },
  },
  {
    name: 'webhook-delete',
    path: ({ ids }) => `/webhooks/${ids['webhook:off']}`,
    as: 'root',
    act: async (page) => {
      await page.getByRole('button', { name: /^Actions for/ }).click()
      await page.getByRole('menuitem', { name: 'Delete' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'verifiers', path: '/verifiers', as: 'root' },
  { name: 'verifiers-empty', path: '/verifiers', as: 'newcomer' },
  { name: 'verifiers-monitor', path: '/verifiers', as: 'monitor' },
  { name: 'bus', path: '/bus', as: 'root' },
  { name: 'bus-empty', path: '/bus', as: 'newcomer' },
  { name: 'bus-developer', path: '/bus', as: 'developer' },
  { name: 'bus-monitor', path: '/bus', as: 'monitor' },
  { name: 'bus-export', path: '/bus', as: 'root', act: press('Add export') },
  { name: 'bus-import', path: '/bus', as: 'root', act: press('Add import') },
  { name: 'bus-remove-export', path: '/bus', as: 'root', act: press(/^Remove the export/) },
  { name: 'bus-placement', path: '/bus', as: 'root', act: press('Choose placement') },
]
