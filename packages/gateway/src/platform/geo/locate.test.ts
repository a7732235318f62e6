import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mmdb } from '../../../test/services/mmdb.ts'
import { StartupError } from '../errors/startup-error.ts'
import { openLocate } from './locate.ts'

const LISBON = { city: { names: { en: 'Lisbon', pt: 'Lisboa' } }, country: { names: { en: 'Portugal' } } }
const NORWAY = { country: { iso_code: 'NO', names: { en: 'Norway' } } }

describe('where an address is', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'quiva-geo-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function write(name: string, content: Buffer | string): Promise<string> {
    const file = path.join(folder, name)
    await writeFile(file, content)
    return file
  }

  it('is told as city and country, as far as the file knows them', async () => {
    const locate = await openLocate(
      await write('two.mmdb', mmdb({ '203.0.113.0/24': LISBON, '2001:db8:5::/48': NORWAY })),
    )
    expect(locate('203.0.113.0')).toBe('Lisbon, Portugal')
    expect(locate('203.0.113.255')).toBe('Lisbon, Portugal')
    expect(locate('2001:db8:5::1')).toBe('Norway')
  })

  it.each(['203.0.114.0', '127.0.0.1', '10.0.0.1', '::1', '2001:db8:6::1', '', 'unknown', '203.0.113', "'; --"])(
    'is unknown for %j',
    async (ip) => {
      const file = await write('two.mmdb', mmdb({ '203.0.113.0/24': LISBON, '2001:db8:5::/48': NORWAY }))
      expect((await openLocate(file))(ip)).toBe('unknown')
    },
  )

  it('is told for an IPv4 address in its IPv6 form, as a dual-stack socket gives it', async () => {
    const locate = await openLocate(await write('mapped.mmdb', mmdb({ '203.0.113.0/24': LISBON })))
    expect(locate('::ffff:203.0.113.7')).toBe('Lisbon, Portugal')
    expect(locate('::ffff:203.0.114.7')).toBe('unknown')
  })

  // The first 32 bits of an IPv6 address would be looked up as if they were an IPv4 one.
  it('is unknown for an IPv6 address in a file for IPv4', async () => {
    const locate = await openLocate(await write('four.mmdb', mmdb({ '32.0.0.0/8': LISBON }, 4)))
    expect(locate('32.1.13.184')).toBe('Lisbon, Portugal')
    expect(locate('2001:db8::1')).toBe('unknown')
  })

  it('is unknown everywhere without a file', async () => {
    expect((await openLocate(undefined))('203.0.113.7')).toBe('unknown')
  })

  it('a record without names, or of another kind, is unknown', async () => {
    const file = await write('odd.mmdb', mmdb({ '203.0.113.0/24': { asn: 7 }, '198.51.100.0/24': 'text' }))
    const locate = await openLocate(file)
    expect(locate('203.0.113.7')).toBe('unknown')
    expect(locate('198.51.100.7')).toBe('unknown')
  })

  const good = mmdb({ '203.0.113.0/24': LISBON })
  it.each([
    ['is missing', undefined],
    ['is empty', ''],
    ['is text', 'not a database'],
    ['lost its end', good.subarray(0, good.length - 150)],
    ['is noise', Buffer.alloc(5000, 0x5a)],
  ])('a file that %s stops the start with the name of the variable', async (_how, content) => {
    const file = content === undefined ? path.join(folder, 'nowhere.mmdb') : await write('bad.mmdb', content)
    const opening = openLocate(file)
    await expect(opening).rejects.toThrow(StartupError)
    await expect(opening).rejects.toThrow(
      /^GEOIP_DATABASE: .*mmdb cannot be read as a MaxMind database\. Set it to .*$/,
    )
  })
})
