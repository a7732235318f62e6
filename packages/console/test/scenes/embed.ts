import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import type { Made, Prepare, Scene } from './scene.ts'

/** Where the page of another product is. */
let product = ''

export const prepareEmbed: Prepare = async (made) => {
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') response.end(JSON.stringify(await tokenOf(made, { origin: product })))
    else response.setHeader('content-type', 'text/html').end(productPage(made.world.origin))
  }).unref()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  product = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { test } = made.world
  const allowed = await test.call('POST /accounts/embed-origins', {
    bearer: made.root.bearer,
    body: { origin: product },
  })
  if (allowed.status !== 200) throw new Error(`addEmbedOrigin answered ${allowed.text}`)
}

async function tokenOf({ world, root }: Made, where: { origin?: string }): Promise<{ token: string; url: string }> {
  const body = { email: root.email, key_scopes: ['orders:read', 'orders:write'], ...where }
  const issued = await world.test.call('POST /accounts/embed-token', { bearer: root.bearer, body })
  if (issued.status !== 200) throw new Error(`issueEmbedToken answered ${issued.text}`)
  return issued.body.data
}

const productPage = (gateway: string) => `<!doctype html>
<html lang="en">
<head><title>Northwind Orders</title><style>
  :root { color-scheme: light dark; font: 16px/1.5 Georgia, serif; background: light-dark(#f5efe6, #1b1712) }
  body { margin: 0 auto; max-width: 60rem; padding: 1rem }
  quiva-keys { --quiva-accent: #8a3b12; --quiva-radius-large: 0 }
</style><script type="module" src="${gateway}/embed/quiva-keys.js"></script></head>
<body><h1>Northwind Orders</h1><p>Keys for our API:</p><quiva-keys token-url="/token"></quiva-keys></body></html>`

async function openProduct(page: Page): Promise<void> {
  await page.goto(product)
  await page.getByRole('table').waitFor()
}

/** The key screens on a page of another product, and on the gateway's own page. Their behaviour: test/embed.test.ts. */
export const embedScenes: Scene[] = [
  { name: 'embed-list', path: '/sign-in', as: 'nobody', pictureOnly: true, act: openProduct },
  {
    name: 'embed-issue',
    path: '/sign-in',
    as: 'nobody',
    pictureOnly: true,
    act: async (page) => {
      await openProduct(page)
      await page.getByRole('link', { name: 'Issue a key' }).click()
      await page.getByLabel('Name').fill('from the product')
    },
  },
  {
    name: 'embed-delete',
    path: '/sign-in',
    as: 'nobody',
    pictureOnly: true,
    act: async (page) => {
      await openProduct(page)
      await page
        .getByRole('button', { name: /^Actions for/ })
        .first()
        .click()
      await page.getByRole('menuitem', { name: 'Delete …' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'embed-hosted',
    path: '/sign-in',
    as: 'nobody',
    pictureOnly: true,
    act: async (page, made) => {
      await page.goto((await tokenOf(made, {})).url)
      await page.getByRole('table').waitFor()
    },
  },
]
