import { decodeProtectedHeader } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeEngines, openPlace } from '../../test/database/engines.ts'
import { openTestGateway, type TestGateway, waitFor } from '../../test/gateway.ts'
import { HOUR, later, MINUTE, SECOND } from '../../test/run/clock.ts'
import { openKeys } from '../../test/users/signing-keys.ts'
import type { AccessTokens } from './access-tokens.ts'
import type { SigningKeys } from './signing-keys.ts'

/** What a new key waits before it signs. */
const ANNOUNCED = 10 * MINUTE

const kidOf = (token: string) => decodeProtectedHeader(token).kid
const claims = () => ({
  userId: 'usr_1',
  sessionId: 'ses_1',
  accountId: '1',
  role: 'root',
  tokenId: 'tok',
  expiresAt: Date.now() + HOUR,
})

describeEngines('the keys that sign access tokens', (engine) => {
  let test: TestGateway
  let keys: SigningKeys
  let tokens: AccessTokens
  let loads: () => number
  beforeEach(async () => {
    test = await openTestGateway(engine)
    ;({ keys, tokens, loads } = await openKeys(test))
  })
  afterEach(() => test.close())

  const published = async () => (await keys.jwks()).keys.map(({ kid }) => kid)
  const sign = () => tokens.sign(claims())

  it('are one at first, which signs at once', async () => {
    const [kid, ...others] = await published()
    expect(others).toEqual([])
    expect(kidOf(await sign())).toBe(kid)
  })

  it('a new one is published at once and signs ten minutes later', async () => {
    await later(0, async () => {
      const [first] = await published()
      const { kid, signsFrom } = await keys.rotate()
      expect(signsFrom).toBe(Date.now() + ANNOUNCED)
      expect(await published()).toEqual([kid, first])
      expect(kidOf(await sign())).toBe(first)
      await later(ANNOUNCED - 1, async () => expect(kidOf(await sign())).toBe(first))
      await later(ANNOUNCED, async () => expect(kidOf(await sign())).toBe(kid))
    })
  })

  it('several that come one after another sign in their turn', async () => {
    await later(0, async () => {
      const [first] = await published()
      const { kid: second } = await keys.rotate()
      await later(5 * MINUTE, async () => {
        const { kid: third } = await keys.rotate()
        expect(kidOf(await sign())).toBe(first)
        await later(5 * MINUTE, async () => expect(kidOf(await sign())).toBe(second))
        await later(ANNOUNCED, async () => expect(kidOf(await sign())).toBe(third))
      })
    })
  })

  it('show nothing private', async () => {
    await keys.rotate()
    for (const jwk of (await keys.jwks()).keys) {
      expect(jwk).toEqual({
        kid: expect.stringMatching(/^[\w-]{16}$/),
        kty: 'OKP',
        crv: 'Ed25519',
        x: expect.any(String),
        alg: 'EdDSA',
        use: 'sig',
      })
    }
    const rows = await test.database.read.selectFrom('token_signing_keys').selectAll().execute()
    expect(rows).toHaveLength(2)
    for (const { private_jwk_sealed } of rows) expect(private_jwk_sealed).not.toContain('OKP')
  })

  it('ten rotations at once give ten keys, all published', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => keys.rotate()))
    expect(new Set(await published())).toEqual(
      new Set([...(await published()).slice(-1), ...made.map(({ kid }) => kid)]),
    )
    expect(await published()).toHaveLength(11)
  })

  // A look at the keys that began before the new one was stored must not be taken for one after it.
  it('a new one is published at once even while the keys are just being loaded', async () => {
    let answer = () => {}
    let held: Promise<void> | undefined
    const slow = await openKeys(test, async () => held)
    await later(2 * MINUTE, async () => {
      held = new Promise((resolve) => {
        answer = resolve
      })
      const looking = slow.keys.jwks()
      const rotating = slow.keys.rotate()
      await waitFor(async () => {
        const rows = await test.database.read.selectFrom('token_signing_keys').select('kid').execute()
        return rows.length === 2 ? true : undefined
      })
      answer()
      await looking
      const { kid } = await rotating
      expect((await slow.keys.jwks()).keys.map((jwk) => jwk.kid)).toContain(kid)
    })
  })

  describe('retire', () => {
    const TTL = HOUR

    it('only when the last token that they signed has expired', async () => {
      await later(0, async () => {
        const [first] = await published()
        const { kid } = await keys.rotate()
        await later(ANNOUNCED - SECOND, async () => {
          const last = await sign()
          expect(kidOf(last)).toBe(first)
          await later(HOUR - SECOND, async () => {
            await keys.retire(TTL)
            expect(await published()).toEqual([kid, first])
            expect(await tokens.verify(last)).toBeDefined()
          })
        })
        await later(ANNOUNCED + HOUR + 2 * MINUTE, async () => {
          await keys.retire(TTL)
          expect(await published()).toEqual([kid])
          expect(kidOf(await sign())).toBe(kid)
        })
      })
    })

    it('never the one that signs, however old it is, nor one that does not sign yet', async () => {
      await later(0, async () => {
        const [first] = await published()
        await later(10_000 * HOUR, async () => {
          await keys.retire(TTL)
          expect(await published()).toEqual([first])
          const { kid } = await keys.rotate()
          await keys.retire(TTL)
          expect(await published()).toEqual([kid, first])
        })
      })
    })

    it('several at once, when there were many rotations', async () => {
      await later(0, async () => {
        await keys.rotate()
        await keys.rotate()
        const { kid: newest } = await later(MINUTE, () => keys.rotate())
        await later(3 * HOUR, async () => {
          await keys.retire(TTL)
          expect(await published()).toEqual([newest])
        })
      })
    })

    it('at the same time in two processes without an error', async () => {
      const other = await openKeys(test)
      await later(0, async () => {
        const { kid } = await keys.rotate()
        await later(3 * HOUR, async () => {
          await Promise.all([keys.retire(TTL), other.keys.retire(TTL)])
          expect(await published()).toEqual([kid])
          expect((await other.keys.jwks()).keys.map((jwk) => jwk.kid)).toEqual([kid])
        })
      })
    })
  })

  describe('that another process adds', () => {
    it('are known within a minute without being asked for, and at once when a token names them', async () => {
      const other = await openKeys(test)
      await later(0, async () => {
        const { kid } = await other.keys.rotate()
        await later(59 * SECOND, async () => expect(await published()).toHaveLength(1))
        await later(3 * SECOND, async () => expect(await keys.publicKey(kid, 'EdDSA')).toBeDefined())
        await later(MINUTE, async () => expect(await published()).toContain(kid))
      })
    })

    it('sign everywhere when their ten minutes are over', async () => {
      const other = await openKeys(test)
      await later(0, async () => {
        const { kid } = await other.keys.rotate()
        await later(ANNOUNCED, async () => {
          expect(kidOf(await sign())).toBe(kid)
          expect(await other.tokens.verify(await sign())).toBeDefined()
        })
      })
    })

    // Attack: tokens with invented key ids make the gateway ask its database each time.
    it('are not looked for at each forged token', async () => {
      await later(0, async () => {
        const before = loads()
        const forge = async (n: number) => {
          const [, payload, signature] = (await sign()).split('.')
          const header = Buffer.from(JSON.stringify({ alg: 'EdDSA', typ: 'at+jwt', kid: `kid${n}` }))
          return `${header.toString('base64url')}.${payload}.${signature}`
        }
        for (let n = 0; n < 100; n += 1) expect(await tokens.verify(await forge(n))).toBeUndefined()
        expect(loads() - before).toBe(0)
        await later(3 * SECOND, async () => {
          const forged = await Promise.all(Array.from({ length: 100 }, (_, n) => forge(n)))
          await Promise.all(forged.map(async (token) => expect(await tokens.verify(token)).toBeUndefined()))
          expect(loads() - before).toBe(1)
        })
      })
    })
  })

  it('of two processes that start on an empty database are the same one', async () => {
    const place = await openPlace(engine)
    try {
      // On SQLite there is only one process; there the two starts come one after the other.
      const first = await openTestGateway(engine, { place })
      const jwksOf = async (at: TestGateway) => (await at.call('GET /.well-known/jwks.json')).body.keys
      const known = await jwksOf(first)
      await first.close()
      const second = await openTestGateway(engine, { place })
      expect(await jwksOf(second)).toEqual(known)
      await second.close()
    } finally {
      await place.remove()
    }
  })
})
