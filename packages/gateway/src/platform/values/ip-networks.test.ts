import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areWithin, createNetworks, intersectNetworks, parseNetwork, toRanges } from './ip-networks.ts'

describe('a network', () => {
  it.each([
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['::/0', '::/0'],
    ['203.0.113.7', '203.0.113.7/32'],
    ['2001:db8::1', '2001:db8::1/128'],
    ['2001:0DB8:0::/32', '2001:db8::/32'],
    ['::ffff:10.0.0.0/104', '10.0.0.0/8'],
    ['::FFFF:0a00:0/112', '10.0.0.0/16'],
    ['::ffff:1.2.3.4', '1.2.3.4/32'],
    ['::ffff:0:0/96', '0.0.0.0/0'],
  ])('%s is %s', (text, canonical) => {
    expect(parseNetwork(text)).toBe(canonical)
  })

  it.each([
    ['has bits beyond the prefix', '10.1.2.3/8', '203.0.113.1/24', '2001:db8::1/32', '::ffff:10.1.0.0/104'],
    [
      'has no such prefix',
      '10.0.0.0/33',
      '::/129',
      '10.0.0.0/-1',
      '10.0.0.0/08',
      '10.0.0.0/',
      '10.0.0.0/8/8',
      '::/0x0',
    ],
    ['is IPv4 with a prefix that reaches beyond it', '::ffff:0:0/90', '::ffff:0:0/0'],
    ['has a zone, which says nothing elsewhere', 'fe80::1%eth0', 'fe80::%1/64', '10.0.0.1%eth0'],
    ['is written as old tools read it', '010.0.0.0/8', '10.0.0', '0x0a000000', '167772160', '10.0.0.0/255.0.0.0'],
    [
      'is a range, a name, or nothing',
      '10.0.0.1-10.0.0.9',
      '10.0.0.*',
      'localhost',
      '',
      ' 10.0.0.0/8',
      '١٠.0.0.0',
      '1.2.3.4\u0000',
    ],
  ])('is refused if it %s', (_what, ...texts) => {
    for (const text of texts) expect([text, parseNetwork(text)]).toEqual([text, undefined])
  })
})

describe('whether an address is in the networks', () => {
  const networks = createNetworks(['10.0.0.0/8', '203.0.113.7/32', '2001:db8::/32', 'fe80::/10'])

  it.each(['10.0.0.0', '10.255.255.255', '203.0.113.7', '2001:db8::', '2001:DB8:ffff::1'])('%s is', (address) => {
    expect(networks.has(address)).toBe(true)
    expect(networks.has(address)).toBe(true)
  })

  it.each(['11.0.0.0', '9.255.255.255', '203.0.113.8', '2001:db9::', '::1', '::10.0.0.1'])('%s is not', (address) => {
    expect(networks.has(address)).toBe(false)
    expect(networks.has(address)).toBe(false)
  })

  // A server that listens on :: sees IPv4 clients like this.
  it.each(['::ffff:10.1.2.3', '::ffff:a01:203', '0:0:0:0:0:FFFF:10.1.2.3'])(
    '%s is, as the IPv4 address it means',
    (text) => {
      expect(networks.has(text)).toBe(true)
    },
  )

  it('has nothing to do with the zone by which a machine knows a neighbour', () => {
    expect(networks.has('fe80::1%eth0')).toBe(true)
    expect(networks.has('2001:db9::1%10.0.0.1')).toBe(false)
  })

  it.each([
    '',
    'unknown',
    '_hidden',
    '10.0.0.1:80',
    '[2001:db8::1]',
    '10.0.0.1, 10.0.0.2',
    '10.0.0.1%eth0',
    '010.0.0.1',
  ])('%j is no address, and in no network', (text) => {
    expect(networks.has(text)).toBe(false)
    expect(createNetworks(['0.0.0.0/0', '::/0']).has(text)).toBe(false)
  })

  it('is asked of each family by itself: all of IPv6 is nothing of IPv4, however it is written', () => {
    for (const address of ['1.2.3.4', '::ffff:1.2.3.4']) expect(createNetworks(['::/0']).has(address)).toBe(false)
    expect(createNetworks(['0.0.0.0/0']).has('2001:db8::1')).toBe(false)
  })

  it('is remembered for few addresses, and right for all', () => {
    for (let n = 0; n < 300; n += 1) expect(networks.has(`${n % 20}.0.0.${n % 250}`)).toBe(n % 20 === 10)
  })
})

describe('the networks of a key that a key issued', () => {
  const network = fc
    .tuple(fc.nat(255), fc.nat(255), fc.constantFrom(8, 12, 16, 24), fc.boolean())
    .map(([a, b, prefix, six]) => {
      const second = prefix > 8 ? (b >> 4) << 4 : 0
      return six ? `${hex(a % 4, second)}::/${prefix}` : `${a % 4}.${second}.0.0/${prefix}`
    })
    .map((text) => parseNetwork(text) ?? '')
  const list = fc.array(network, { maxLength: 6 })
  const address = fc
    .tuple(fc.nat(3), fc.nat(255), fc.nat(3), fc.boolean())
    .map(([a, b, c, six]) => (six ? `${hex(a, b)}:${hex(c, 0)}::1` : `${a}.${b}.${c}.1`))
  const hex = (high: number, low: number) => (high * 256 + low).toString(16)

  it('are what lies in both, no more and no less', () => {
    fc.assert(
      fc.property(list, list, fc.array(address, { minLength: 20, maxLength: 20 }), (one, other, addresses) => {
        const common = intersectNetworks(toRanges(one), toRanges(other)).map(({ network: text }) => text)
        const [both, left, right] = [common, one, other].map(createNetworks)
        for (const text of addresses) expect(both?.has(text)).toBe(left?.has(text) && right?.has(text))
        expect(areWithin(common, one) && areWithin(common, other)).toBe(true)
      }),
    )
  })

  it('lie within those of its issuer, which two neighbours together do not cover', () => {
    expect(areWithin(['10.1.0.0/16'], ['192.0.2.0/24', '10.0.0.0/8'])).toBe(true)
    expect(areWithin(['10.0.0.0/8'], ['10.0.0.0/8'])).toBe(true)
    expect(areWithin(['10.0.0.0/8', '11.0.0.0/8'], ['10.0.0.0/8'])).toBe(false)
    expect(areWithin(['10.0.0.0/8'], ['10.0.0.0/9', '10.128.0.0/9'])).toBe(false)
    expect(areWithin(['10.0.0.0/8'], ['::/0'])).toBe(false)
    expect(areWithin(['::/128'], ['0.0.0.0/0'])).toBe(false)
    expect(areWithin(['10.0.0.0/8'], [])).toBe(false)
  })
})
