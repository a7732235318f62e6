import { describe, expect, test } from 'vitest'
import { findStep, keyUri, newSecret } from './totp-code.ts'

/** RFC 6238, Appendix B: the secret of SHA-1, and the last six digits of its codes. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const VECTORS: [seconds: number, code: string][] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
]

describe('findStep', () => {
  test.each(VECTORS)('at %i seconds knows %s, and one step to each side of it, no further', async (seconds, code) => {
    const step = Math.floor(seconds / 30)
    for (const beside of [-30, 0, 30]) expect(await findStep(SECRET, code, (seconds + beside) * 1000)).toBe(step)
    for (const beyond of [-60, 60]) expect(await findStep(SECRET, code, (seconds + beyond) * 1000)).toBeUndefined()
  })

  test('looks past the spaces that apps show, and reads full-width digits', async () => {
    for (const typed of [' 287 082 ', '287-082', '２８７０８２']) expect(await findStep(SECRET, typed, 59_000)).toBe(1)
  })

  test.each(['28708', '2870822', '', '287O82', '٢٨٧٠٨٢', '-87082', '+87082', '2.7082', '0x5a1b'])(
    'takes nothing else for a code: %j',
    async (code) => {
      expect(await findStep(SECRET, code, 59_000)).toBeUndefined()
    },
  )
})

test('a secret has 160 random bits', async () => {
  const secrets = await Promise.all([newSecret(), newSecret()])
  for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  expect(secrets[0]).not.toBe(secrets[1])
})

test('a key URI has the form of the contract, and an address cannot add to it', () => {
  expect(keyUri('ACME Accounts', 'ada@example.com', SECRET)).toBe(
    `otpauth://totp/ACME%20Accounts:ada@example.com?secret=${SECRET}&issuer=ACME%20Accounts&algorithm=SHA1&digits=6&period=30`,
  )
  const odd = new URL(keyUri('x&secret=y/z', 'a?secret=x&b#c/d:e+f@example.com', SECRET))
  expect([...odd.searchParams.keys()]).toEqual(['secret', 'issuer', 'algorithm', 'digits', 'period'])
  expect([odd.searchParams.get('secret'), odd.hash]).toEqual([SECRET, ''])
})
