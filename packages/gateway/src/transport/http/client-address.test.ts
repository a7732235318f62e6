import { readdir, readFile } from 'node:fs/promises'
import { fastify } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../../../test/gateway.ts'
import type { Config } from '../../platform/config/config.ts'
import { useClientAddress } from './client-address.ts'
import type { Server } from './server.ts'

async function addressesOf(trustProxy: Config['trustProxy'], peer: string, forwarded?: string) {
  const app = fastify() as unknown as Server
  useClientAddress(app, trustProxy)
  app.get('/', ({ clientAddress, forwardedAddress }) => ({ client: clientAddress, told: forwardedAddress ?? null }))
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  return (await app.inject({ url: '/', remoteAddress: peer, headers })).json<{ client: string; told: string | null }>()
}

describe('the address of the client, behind one proxy', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:50123', '203.0.113.7'],
    ['1.1.1.1, 203.0.113.7:1', '203.0.113.7'],
    ['  203.0.113.7\t', '203.0.113.7'],
    ['2001:DB8:0::7', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['[2001:db8::7]:443', '2001:db8::7'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['[::ffff:203.0.113.7]:80', '203.0.113.7'],
  ])('is read from %j', async (header, client) => {
    expect(await addressesOf(1, '10.0.0.1', header)).toEqual({ client, told: client })
  })

  it.each([
    '',
    ',',
    '203.0.113.7,',
    '203.0.113.007',
    '0203.0.113.7',
    '0xcb.0.113.7',
    '3405803783',
    '203.0.113.7:',
    '203.0.113.7:http',
    '203.0.113.7:123456',
    '203.0.113.7 80',
    '203.0.113.7/32',
    '[203.0.113.7]',
    '[203.0.113.7]:80',
    '[2001:db8::7',
    '2001:db8::7]',
    '[2001:db8::7]443',
    '[[2001:db8::7]]',
    'for=203.0.113.7',
    '"203.0.113.7"',
    'unknown',
    '_hidden',
    'client.example.com',
    '１.1.1.1',
    'a'.repeat(5000),
  ])('is the peer, and told by nobody, if %j is said', async (header) => {
    expect(await addressesOf(1, '::ffff:10.0.0.1', header)).toEqual({ client: '10.0.0.1', told: null })
  })
})

describe('the way through several proxies', () => {
  it.each<[string, Config['trustProxy'], string, string | undefined, string, string | null]>([
    ['nobody is trusted', false, '10.0.0.1', '203.0.113.7', '10.0.0.1', null],
    ['no proxy is said to be there', 0, '10.0.0.1', '203.0.113.7', '10.0.0.1', null],
    ['the header is missing', 1, '10.0.0.1', undefined, '10.0.0.1', null],
    ['the second is believed too', 2, '10.0.0.1', '6.6.6.6, 203.0.113.7:9, 10.0.0.2:8', '203.0.113.7', '203.0.113.7'],
    ['there are fewer than were said', 3, '10.0.0.1', '203.0.113.7', '203.0.113.7', '203.0.113.7'],
    ['an entry on the way is unreadable', 3, '10.0.0.1', '203.0.113.7, unknown, 10.0.0.2', '10.0.0.2', '10.0.0.2'],
    [
      'a listed one passes on',
      ['10.0.0.0/8'],
      '10.0.0.1',
      '6.6.6.6, 203.0.113.7, 10.9.9.9:1',
      '203.0.113.7',
      '203.0.113.7',
    ],
    ['an unlisted one passes on', ['10.0.0.0/8'], '192.0.2.1', '203.0.113.7', '192.0.2.1', null],
    ['the list has bits beyond the prefix', ['10.1.2.3/8'], '10.0.0.1', '203.0.113.7', '203.0.113.7', '203.0.113.7'],
    ['the peer is IPv4-mapped', ['10.0.0.1'], '::ffff:10.0.0.1', '203.0.113.7', '203.0.113.7', '203.0.113.7'],
    ['the list is IPv4-mapped', ['::ffff:10.0.0.0/104'], '10.0.0.1', '203.0.113.7', '203.0.113.7', '203.0.113.7'],
    ['all of IPv6 is listed, and the peer is IPv4', ['::/0'], '10.0.0.1', '203.0.113.7', '10.0.0.1', null],
  ])('where %s', async (_case, trustProxy, peer, header, client, told) => {
    expect(await addressesOf(trustProxy, peer, header)).toEqual({ client, told })
  })
})

describe('a proxy that writes the port of each connection', () => {
  let test: TestGateway
  afterEach(() => test.close())

  const port = (() => {
    let last = 50_000
    return () => String(last++)
  })()

  it('makes no new client of each connection for a limit', async () => {
    test = await openTestGateway('sqlite', { environment: { RATE_LIMIT_ANONYMOUS_PER_MINUTE: '2', TRUST_PROXY: '1' } })
    for (const form of [() => `203.0.113.7:${port()}`, () => `[2001:db8::7]:${port()}`]) {
      const statuses = []
      for (let times = 0; times < 3; times += 1) {
        const answer = await test.call('POST /accounts/auth-with-password', {
          body: {},
          headers: { 'x-forwarded-for': form() },
        })
        statuses.push(answer.status)
      }
      expect(statuses).toEqual([400, 400, 429])
    }
  })

  it('lets a key in from its allowed networks, and an unreadable address from none but the proxy’s', async () => {
    test = await openTestGateway('sqlite', { environment: { TRUST_PROXY: '1' } })
    const { bearer } = await test.signUp()
    const { key } = await test.issueKey(bearer, 'office', { allowed_ips: ['203.0.113.0/24'] })
    const from = async (address: string) =>
      (await test.call('GET /accounts/info', { key, headers: { 'x-forwarded-for': address } })).status
    expect(await from(`203.0.113.7:${port()}`)).toBe(200)
    expect(await from(`198.51.100.7:${port()}`)).toBe(403)
    expect(await from('203.0.113.007')).toBe(403)
  })
})

it('is the only address that the gateway’s code asks a request for', async () => {
  const source = new URL('../..', import.meta.url)
  const files = (await readdir(source, { recursive: true })).filter((file) => /(?<!\.test)\.ts$/.test(file))
  const texts = await Promise.all(files.map(async (file) => [file, await readFile(new URL(file, source), 'utf8')]))
  expect(texts.filter(([, text]) => /\breq(?:uest)?\.ips?\b/.test(text ?? '')).map(([file]) => file)).toEqual([])
})
