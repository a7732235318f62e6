import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'

const CAP = 10
const DAY_MS = 86_400_000

/** Each key that is live, or deleted but not past its expiry, takes one of the account's places. */
describeEngines('the number of keys per account', (engine) => {
  let place: Place
  let test: TestGateway
  let root: SignedInUser
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    place = await openPlace(engine)
    test = await openTestGateway(engine, { environment: { API_KEYS_PER_ACCOUNT: String(CAP) }, place })
    root = await test.signUp()
  })
  afterEach(async () => {
    vi.useRealTimers()
    await test.close()
    await place.remove()
  })

  const issue = (bearer = root.bearer, more = {}) =>
    test.call('POST /accounts/api-key', { bearer, body: { key_name: 'x', ...more } })
  const fill = (count: number, more = {}) => Promise.all(Array.from({ length: count }, () => issue(root.bearer, more)))
  async function counts(): Promise<{ counter: number; rows: number }> {
    const account = await test.database.read
      .selectFrom('accounts')
      .select('key_count')
      .where('id', '=', root.accountId)
      .executeTakeFirstOrThrow()
    const rows = await test.database.read
      .selectFrom('api_keys')
      .select('id')
      .where('account_id', '=', root.accountId)
      .execute()
    return { counter: account.key_count, rows: rows.length }
  }

  it('is never exceeded by requests at the same instant: of N + 8, N get a key', async () => {
    const answers = await fill(CAP + 8)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(CAP)
    const refused = answers.filter(({ status }) => status !== 200)
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual(Array(8).fill([400, 'too_many_keys']))
    expect(await counts()).toEqual({ counter: CAP, rows: CAP })
  })

  if (engine === 'postgres')
    it('is never exceeded through two gateways at once', async () => {
      const other = await openTestGateway(engine, { environment: { API_KEYS_PER_ACCOUNT: String(CAP) }, place })
      try {
        const answers = await Promise.all(
          Array.from({ length: CAP + 8 }, (_, n) =>
            (n % 2 ? test : other).call('POST /accounts/api-key', { bearer: root.bearer, body: { key_name: 'x' } }),
          ),
        )
        expect(answers.filter(({ status }) => status === 200)).toHaveLength(CAP)
        expect(await counts()).toEqual({ counter: CAP, rows: CAP })
      } finally {
        await other.close()
      }
    })

  it('counts the members of an account together, and accounts apart', async () => {
    const member = await addMember(test, root, 'developer')
    await fill(CAP - 1)
    expect((await issue(member.bearer)).status).toBe(200)
    for (const bearer of [member.bearer, root.bearer]) expect((await issue(bearer)).body.code).toBe('too_many_keys')
    expect((await issue((await test.signUp()).bearer)).status).toBe(200)
  })

  // Issuing and deleting in a loop would otherwise grow the list of revocations until no new one fits.
  it('counts deleted keys until their expiry has passed, and no longer', async () => {
    const answers = await fill(CAP, { expiry_days: 2 })
    for (const { body } of answers.slice(0, 4))
      expect((await test.call(`DELETE /accounts/api-key?id=${body.data.id}`, { bearer: root.bearer })).status).toBe(200)
    expect((await issue()).body.code).toBe('too_many_keys')
    vi.setSystemTime(Date.now() + DAY_MS)
    const { email, password } = root
    const signIn = async () => {
      const signedIn = await test.call('POST /accounts/auth-with-password', { body: { email, password } })
      return signedIn.body.data.auth_token as string
    }
    expect((await issue(await signIn())).body.code).toBe('too_many_keys')
    vi.setSystemTime(Date.now() + DAY_MS + 6 * 60_000)
    await expect.poll(counts).toEqual({ counter: 0, rows: 0 })
    expect((await issue(await signIn())).status).toBe(200)
  })

  it('takes no place for a key that could not be issued', async () => {
    const member = await addMember(test, root, 'developer')
    await issue(member.bearer)
    await test.database.transaction(({ db }) =>
      db.updateTable('memberships').set({ suspended_at: Date.now() }).where('user_id', '=', member.userId).execute(),
    )
    for (let n = 0; n < CAP; n += 1) expect((await issue(member.bearer)).status).toBe(401)
    for (let n = 0; n < CAP; n += 1) expect((await issue(root.bearer, { expiry_days: 0 })).status).toBe(400)
    expect(await counts()).toEqual({ counter: 1, rows: 1 })
  })
})
