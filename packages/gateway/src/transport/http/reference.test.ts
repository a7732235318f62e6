import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { openTestGateway } from '../../../test/gateway.ts'
import { openChromium } from '../../../test/http/chromium.ts'
import { describeWithProgram } from '../../../test/run/with-program.ts'

describeWithProgram('chromium', 'the reference page', () => {
  it('shows the API from local files alone, and nothing of other people', async () => {
    const test = await openTestGateway('sqlite')
    await test.gateway.server.listen({ host: '127.0.0.1', port: 0 })
    const origin = `http://127.0.0.1:${(test.gateway.server.server.address() as AddressInfo).port}`
    const browser = await openChromium()
    try {
      const page = await browser.newPage()
      const asked = new Set<string>()
      page.on('request', (request) => {
        const { origin: where, protocol } = new URL(request.url())
        if (/^(https?|wss?):$/.test(protocol)) asked.add(where)
      })
      const answer = await page.goto(`${origin}/reference`)
      // Attack: a script within the page would have the origin of the console.
      const { 'content-security-policy': policy = '' } = (await answer?.allHeaders()) ?? {}
      expect(policy).toMatch(/script-src 'self' 'sha256-[\w+/]{43}=';/)
      await page.getByText('API Keys').first().waitFor()
      const text = await page.locator('body').innerText()
      expect(text).not.toMatch(
        /Ask AI|Deploy\b|Generate (MCP|SDK)|Connect MCP|Powered by|Developer Tools|Open API Client/,
      )
      const links = await page
        .locator('a[href]:visible')
        .evaluateAll((all) => all.map((one) => Reflect.get(one, 'href')))
      expect(links.length).toBeGreaterThan(20)
      expect(links.filter((link) => !String(link).startsWith(origin))).toEqual([])
      expect([...asked]).toEqual([origin])
      const ran = await page.evaluate(
        "document.head.append(Object.assign(document.createElement('script'), { text: 'window.injected = 1' })); window.injected",
      )
      expect(ran).toBe(undefined)
    } finally {
      await browser.close()
      await test.close()
    }
  })
})
