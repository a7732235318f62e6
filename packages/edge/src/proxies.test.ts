import { createServer, type IncomingHttpHeaders } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Client, call, type JsonCall, openClient } from '../../../e2e/http.ts'
import { close, listen } from '../../gateway/test/http/loopback.ts'
import { type RunningProxy, startCaddy, startHaproxy, startNginx } from '../../gateway/test/http/proxies.ts'
import { freePort } from '../../gateway/test/nats/nats-server.ts'
import { describeWithProgram } from '../../gateway/test/run/with-program.ts'
import { openPlaceWithEdge, type Place } from '../test/place.ts'

/** The configurations in docs/proxies, with an edge where they name a gateway (docs/edge.md). */
const proxies = [
  ['nginx', startNginx],
  ['caddy', startCaddy],
  ['haproxy', startHaproxy],
] as const

for (const [program, startProxy] of proxies)
  describeWithProgram(program, `a service behind ${program}, which asks an edge`, () => {
    let place: Place
    let proxy: RunningProxy
    let client: Client
    const seen: IncomingHttpHeaders[] = []
    const service = createServer((request, response) => {
      seen.push(request.headers)
      response.end('from the service')
    })
    beforeAll(async () => {
      place = await openPlaceWithEdge()
      const port = Number(new URL(await listen(service)).port)
      const gateways: [number, number] = [place.edgePort, await freePort()]
      proxy = await startProxy({ gateways, service: port, account: place.root.accountId })
      client = openClient(`http://127.0.0.1:${proxy.port}`)
    })
    afterAll(async () => {
      client?.close()
      await proxy?.stop()
      await close(service)
      await place.close()
    })
    const ask = (route: string, options?: JsonCall) => call(client, route, options)

    it('gets the request with whose it is, and without the key', async () => {
      const { id, key } = await place.test.issueKey(place.root.bearer, 'orders', { scopes: ['orders:*'] })
      const { status, text } = await ask('POST /orders/7', { key, body: { pieces: 3 } })
      expect([status, text]).toEqual([200, 'from the service'])
      expect(seen.at(-1)).toMatchObject({
        'x-quiva-account': place.root.accountId,
        'x-quiva-user': place.root.userId,
        'x-quiva-role': 'root',
        'x-quiva-key-id': id,
        'x-quiva-scopes': 'orders:*',
      })
      expect(JSON.stringify(seen.at(-1))).not.toContain(key)
    })

    it('is spared what the edge refuses, and the client hears why', async () => {
      const { bearer } = place.root
      const reader = await place.test.issueKey(bearer, 'reader', { scopes: ['orders:read'] })
      const slow = await place.test.issueKey(bearer, 'slow', { rate_limit: { requests: 1, per_seconds: 86_400 } })
      const before = seen.length
      expect((await ask('GET /', { key: `${reader.key}0` })).headers['www-authenticate']).toBe('Bearer realm="quiva"')
      expect((await ask('DELETE /orders/7', { key: reader.key })).status).toBe(403)
      expect(seen.length).toBe(before)
      expect((await ask('GET /', { key: slow.key })).status).toBe(200)
      const refused = await ask('GET /', { key: slow.key })
      expect([refused.status, Number(refused.headers['retry-after']) > 0]).toEqual([429, true])
    })

    it('is spared a key from the answer to its deletion on', async () => {
      const { id, key } = await place.test.issueKey(place.root.bearer)
      expect((await ask('GET /', { key })).status).toBe(200)
      await place.test.call(`DELETE /accounts/api-key?id=${id}`, { bearer: place.root.bearer })
      expect((await ask('GET /', { key })).status).toBe(401)
    })
  })
