import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { DAY, later, MINUTE, SECOND } from '../../../test/run/clock.ts'
import { freshPlace } from '../../../test/users/users.ts'

type Pair = { auth_token: string; refresh_token: string }

/** docs/decisions/0034. */
describeEngines('a refresh token that was exchanged before', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp('Reused & Co')
  })
  afterAll(() => test.close())

  async function signIn(): Promise<Pair> {
    const { email, password } = root
    const answer = await test.call('POST /accounts/auth-with-password', {
      body: { email, password },
      from: freshPlace(),
    })
    return answer.body.data
  }

  const refresh = ({ auth_token, refresh_token }: Pair, from = '127.0.0.1') =>
    test.call('POST /accounts/refresh-token', { body: { auth_token, refresh_token }, from })
  const pairOf = async (pair: Pair): Promise<Pair> => (await refresh(pair)).body.data
  const works = async (token: string) => (await test.call('GET /accounts/info', { bearer: token })).status === 200
  const sessionOf = (pair: Pair) => String(decodeJwt(pair.auth_token).sid)

  async function expectEnded(pairs: Pair[]): Promise<void> {
    for (const pair of pairs) {
      expect(await works(pair.auth_token)).toBe(false)
      expect((await refresh(pair)).status).toBe(401)
      for (const token of [pair.auth_token, pair.refresh_token]) {
        expect((await test.call('POST /accounts/token-validate', { body: { token } })).body.data).toBe(false)
      }
    }
  }

  describe('gives the same pair again', () => {
    it.each([0, 9 * SECOND, 10 * SECOND, 59 * SECOND, 60 * SECOND])(
      '%d ms later, while its successor is unused: a lost answer costs nobody the session',
      async (afterMs) => {
        await later(0, async () => {
          const old = await signIn()
          const fresh = await pairOf(old)
          await later(afterMs, async () => {
            const { answer, changed } = await changesOf(test, () => refresh(old))
            expect(answer.body.data).toMatchObject(fresh)
            expect(changed).toEqual([])
            expect(await works(fresh.auth_token)).toBe(true)
          })
        })
      },
    )

    it('within 10 s even if its successor was used: a slow tab', async () => {
      await later(0, async () => {
        const old = await signIn()
        const fresh = await pairOf(old)
        const newest = await pairOf(fresh)
        await later(10 * SECOND, async () => {
          expect((await refresh(old)).body.data).toMatchObject(fresh)
          expect(await works(newest.auth_token)).toBe(true)
          expect((await refresh(newest)).status).toBe(200)
        })
      })
    })

    it('to each of several requests at the same instant, and exchanges it once', async () => {
      for (let round = 0; round < 5; round += 1) {
        const old = await signIn()
        const { answer, changes } = await changesOf(test, () =>
          Promise.all(Array.from({ length: 6 }, () => refresh(old))),
        )
        const pairs = answer.map(({ body }) => `${body.data?.auth_token} ${body.data?.refresh_token}`)
        expect(answer.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200])
        expect(new Set(pairs).size).toBe(1)
        expect(changes.audit_events?.added).toHaveLength(1)
        expect(changes.refresh_tokens?.added).toHaveLength(2)
        expect(await works(answer[0]?.body.data.auth_token)).toBe(true)
      }
    })
  })

  describe('ends the session and mails the person', () => {
    it.each<[string, number, boolean]>([
      ['61 s later, its successor unused', 61 * SECOND, false],
      ['11 s later, its successor used', 11 * SECOND, true],
      ['an hour later', 60 * MINUTE, false],
      ['days later, when it would have expired anyway', 3 * DAY, false],
    ])('%s', async (_when, afterMs, useSuccessor) => {
      await later(0, async () => {
        const old = await signIn()
        const bystander = await signIn()
        const fresh = await pairOf(old)
        const newest = useSuccessor ? await pairOf(fresh) : fresh
        await later(afterMs, async () => {
          // Seen a moment ago, so that only an eviction can take it away.
          expect(await works(newest.auth_token)).toBe(afterMs < 60 * MINUTE)
          const { answer, changes } = await changesOf(test, () => refresh(old, '203.0.113.66'))
          expect(answer.status).toBe(401)
          expect(answer.body).toMatchObject({ error: 'Unauthorized', code: 'invalid_token' })
          expect(changes.mails?.added).toMatchObject([{ template: 'session-ended', to: root.email }])
          expect(changes.audit_events?.added).toMatchObject([
            { action: 'session.refresh_reused', target_id: sessionOf(old), ip: '203.0.113.66' },
          ])
          expect(changes.sessions?.added).toMatchObject([{ id: sessionOf(old), ended_at: Date.now() }])
          expect(changes.refresh_tokens?.added).toEqual([])
          expect(Object.keys(changes).sort()).toEqual(['audit_events', 'mails', 'refresh_tokens', 'sessions'])
          const again = await changesOf(test, () => expectEnded([old, fresh, newest]))
          expect(again.changed).toEqual([])
          if (afterMs < DAY) expect((await refresh(bystander)).status).toBe(200)
        })
      })
    })

    it('once, though it is used several times at the same instant', async () => {
      const old = await signIn()
      const fresh = await pairOf(old)
      await later(5 * MINUTE, async () => {
        const { answer, changes } = await changesOf(test, () =>
          Promise.all(Array.from({ length: 5 }, () => refresh(old))),
        )
        expect(new Set(answer.map(({ status }) => status))).toEqual(new Set([401]))
        expect(changes.mails?.added).toHaveLength(1)
        expect(changes.audit_events?.added).toHaveLength(1)
        await expectEnded([old, fresh])
      })
    })

    it('names neither a token nor a link that acts in the mail', async () => {
      const old = await signIn()
      const fresh = await pairOf(old)
      await later(5 * MINUTE, async () => {
        const { changes } = await changesOf(test, () => refresh(old))
        const mail = String(changes.mails?.added[0]?.text)
        expect(mail).not.toContain('token=')
        for (const token of Object.values({ ...old, ...fresh })) expect(mail).not.toContain(token)
      })
    })

    // Attack: a thief exchanges the stolen pair first; the owner's next refresh must not leave the thief with a session.
    it('when the owner comes after a thief: the thief loses it too', async () => {
      const stolen = await signIn()
      const thief = await pairOf(stolen)
      await later(5 * MINUTE, async () => {
        expect((await refresh(stolen)).status).toBe(401)
        await expectEnded([thief])
      })
    })
  })

  it('ends the session though the exchange and the reuse cross', async () => {
    for (let round = 0; round < 3; round += 1) {
      const old = await signIn()
      const fresh = await pairOf(old)
      await later(5 * MINUTE, async () => {
        const [next] = await Promise.all([refresh(fresh), refresh(old)])
        await expectEnded([old, fresh])
        if (next.status === 200) await expectEnded([next.body.data])
      })
    }
  })
})
