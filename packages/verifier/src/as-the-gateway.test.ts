import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createApiKey, isWellFormedApiKey } from '../../gateway/src/access/api-key-format.ts'
import { covers as gatewayCovers, isScope } from '../../gateway/src/access/scopes.ts'
import { errorTable } from '../../gateway/src/platform/errors/table.ts'
import { createNetworks as gatewayNetworks, parseNetwork } from '../../gateway/src/platform/values/ip-networks.ts'
import { createWorld } from '../test/world.ts'
import { credentialOf, repeatsCredential } from './http.ts'
import { isMistypedKey } from './key-format.ts'
import { createNetworks } from './networks.ts'
import { refusals } from './refusals.ts'
import { covers, parseScopes } from './scopes.ts'

type Vectors = {
  credentials: { text: string; ask: boolean }[]
  headers: { headers: [string, string][]; credential?: string; refused?: string }[]
  scopes: { granted: string[] | null; wanted: string; answer: string }[]
  addresses: { networks: string[]; address: string | null; contained: boolean }[]
}

const vectors: Vectors = JSON.parse(
  readFileSync(new URL('../../../docs/verifier-vectors.json', import.meta.url), 'utf8'),
)

/** The examples that verifiers in other languages are tested with. */
describe('docs/verifier-vectors.json', () => {
  it.each(vectors.credentials)('asks about $text: $ask', ({ text, ask }) => {
    // Without a connection it knows nothing, but what needs none.
    const { known } = createWorld()
    expect(known(text)).toBe(ask ? 'waits' : 'unauthorized')
  })

  it.each(vectors.headers)('reads $headers', ({ headers, credential, refused }) => {
    const value = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1]
    const isRepeated = repeatsCredential(headers.flat())
    const read = credentialOf({ authorization: value('authorization'), apiKey: value('x-api-key') })
    expect(isRepeated ? 'duplicate_header' : (read ?? 'unauthorized')).toBe(refused ?? credential)
  })

  it.each(vectors.scopes)('$granted for $wanted: $answer', ({ granted, wanted, answer }) => {
    const asked = parseScopes(wanted)
    const isCovered = (by: typeof covers) => granted === null || asked?.every((one) => by(new Set(granted), one))
    for (const by of [covers, gatewayCovers])
      expect(asked ? (isCovered(by) ? 'passes' : 'insufficient_scope') : 'invalid_request').toBe(answer)
  })

  it.each(vectors.addresses)('$networks has $address: $contained', ({ networks, address, contained }) => {
    for (const create of [createNetworks, gatewayNetworks]) expect(create(networks).has(address ?? '')).toBe(contained)
  })
})

/** A verifier depends on nothing, so it has its own of these rules; they must be those of the gateway. */
describe('as at the gateway', () => {
  it('the codes, statuses and texts of refusals are', () => {
    const { verification_unavailable: _own, ...shared } = refusals
    expect(errorTable).toMatchObject(shared)
  })

  it('scopes cover each other', () => {
    const part = fc.constantFrom('orders', 'orders-archive', 'read', '*', 'a', 'orders*')
    const scope = fc.tuple(part, part).map((parts) => parts.join(':'))
    fc.assert(
      fc.property(fc.array(scope, { maxLength: 4 }), scope, (granted, wanted) => {
        expect(covers(new Set(granted), wanted)).toBe(gatewayCovers(new Set(granted), wanted))
      }),
    )
  })

  it('a text is scopes or is not', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom('a:b', '*:*', 'a:*', 'A:b', 'a:b ', 'a', `${'x'.repeat(63)}:a`, ''),
    )
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (texts) => {
        const joined = texts.join(' ')
        expect(parseScopes(joined) !== undefined).toBe(joined.split(' ').every(isScope))
      }),
      { numRuns: 1000 },
    )
  })

  it('a key is mistyped or is not', () => {
    for (const environment of ['live', 'test'] as const) {
      const key = createApiKey(environment)
      expect(isMistypedKey(key)).toBe(false)
      for (let index = 0; index < key.length; index += 1) {
        const typo = `${key.slice(0, index)}${key[index] === '0' ? '1' : '0'}${key.slice(index + 1)}`
        if (/^mst?-/.test(typo)) expect([typo, isMistypedKey(typo)]).toEqual([typo, !isWellFormedApiKey(typo)])
      }
      for (const cut of [key.slice(1), key.slice(0, -1), `${key}0`, key.toUpperCase()])
        expect(isMistypedKey(cut)).toBe(/^mst?-/.test(cut))
    }
  })

  describe('an address is in the networks or is not', () => {
    const byte = fc.constantFrom(0, 1, 10, 127, 128, 254, 255)
    const v4 = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.'))
    const group = fc.constantFrom('0', '1', 'ffff', '2001', 'db8', '0a00', 'FE80')
    const v6 = fc.oneof(
      fc.array(group, { minLength: 8, maxLength: 8 }).map((groups) => groups.join(':')),
      fc
        .tuple(fc.array(group, { maxLength: 4 }), fc.array(group, { maxLength: 3 }))
        .map(([a, b]) => `${a.join(':')}::${b.join(':')}`),
      v4.map((text) => `::ffff:${text}`),
      v4.map((text) => `64:ff9b::${text}`),
      fc.tuple(group, group).map(([a, b]) => `fe80::${a}%${b}`),
    )
    const network = fc
      .tuple(fc.oneof(v4, v6), fc.nat(128))
      .map(([address, prefix]) => parseNetwork(`${address}/${prefix}`) ?? parseNetwork(address))
      .filter((text) => text !== undefined)
    const wide = fc.constantFrom(
      '0.0.0.0/0',
      '::/0',
      '10.0.0.0/8',
      '128.0.0.0/1',
      '2001:db8::/32',
      '10.1.0.0/17',
      'fe80::/10',
      '::/1',
    )

    it('for every network and address', () => {
      fc.assert(
        fc.property(
          fc.array(fc.oneof(network, wide), { minLength: 1, maxLength: 4 }),
          fc.array(fc.oneof(v4, v6), { minLength: 5, maxLength: 5 }),
          (list, addresses) => {
            const [own, theirs] = [createNetworks(list), gatewayNetworks(list)]
            for (const address of [...addresses, ...list.map((text) => text.split('/')[0] ?? '')])
              expect([list, address, own.has(address)]).toEqual([list, address, theirs.has(address)])
          },
        ),
        { numRuns: 2000 },
      )
    })

    it.each([
      '',
      'unknown',
      '10.0.0.1:80',
      '[::1]',
      '10.0.0',
      '010.0.0.1',
      ' 10.0.0.1',
      '10.0.0.1%eth0',
      ':::',
      'g::1',
      '1::2::3',
    ])('for %j, which is no address', (address) => {
      expect(createNetworks(['0.0.0.0/0', '::/0']).has(address)).toBe(false)
    })
  })
})
