import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { type Answer, openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { addUser, freshPlace, join } from '../../../test/users/users.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'
import { newId, randomToken } from '../../platform/crypto/random.ts'

const FORM = 'application/x-www-form-urlencoded'
const STRONG = 'another-Horse8'

describeEngines('the pages behind reset and invitation links', (engine) => {
  let gateway: TestGateway
  beforeAll(async () => {
    gateway = await openTestGateway(engine)
  })
  afterAll(() => gateway.close())

  /** What the button of a page sends. Browsers send `Origin: null`, since the page has Referrer-Policy: no-referrer. */
  function post(url: string, fields: Record<string, string>, from = freshPlace()): Promise<Answer> {
    const body = new URLSearchParams(fields).toString()
    return gateway.call(`POST ${url}`, { body, from, headers: { 'content-type': FORM, origin: 'null' } })
  }

  async function resetLink({ email }: { email: string }): Promise<string> {
    const before = (await gateway.mails()).length
    await gateway.call('POST /accounts/request-reset-password', { body: { email }, from: freshPlace() })
    return waitFor(async () => {
      const mails = (await gateway.mails()).slice(before)
      return mails.find((mail) => mail.template === 'reset-password' && mail.to === email)?.token
    })
  }

  /** An invitation, straight into the database. */
  async function invite(root: SignedInUser, traits: { confirmed: boolean; hasPassword: boolean }) {
    const user = await addUser(gateway, traits)
    await join(gateway, user, root, { accepted: false })
    const token = randomToken()
    await gateway.database.transaction(async ({ db }) => {
      const values = {
        id: newId('mtk'),
        purpose: 'set-password' as const,
        user_id: user.userId,
        account_id: root.accountId,
        token_hash: sha256(token),
        code_hash: null,
        expires_at: Date.now() + 60_000,
        created_at: Date.now(),
      }
      await db.insertInto('mailed_tokens').values(values).execute()
    })
    return { ...user, token }
  }

  async function signIn(email: string, password: string): Promise<number> {
    const answer = await gateway.call('POST /accounts/auth-with-password', { body: { email, password } })
    return answer.status
  }

  test.each(['/reset-password', '/set-password'])(
    '%s tells the log why a link was refused, and the page does not',
    async (url) => {
      const before = gateway.logged.length
      const { status, text } = await post(url, { token: randomToken(), password: STRONG })
      expect(status).toBe(400)
      const refused = gateway.logged.slice(before).filter(({ message }) => message === 'refused')
      expect(refused.map(({ level, fields }) => [level, fields.operation])).toEqual([['debug', url]])
      const reason = String(refused[0]?.fields.reason)
      expect(reason).toContain('unknown')
      expect(text).not.toContain(reason)
    },
  )

  describe('/reset-password', () => {
    test('sets the password, ends every session and says so', async () => {
      const ada = await gateway.signUp()
      const token = await resetLink(ada)

      const shown = await gateway.call(`GET /reset-password?token=${token}`)
      const done = await post('/reset-password', { token, password: STRONG })

      expect(shown.status).toBe(200)
      expect(shown.text).toContain(`<input type="hidden" name="token" value="${token}">`)
      expect(shown.text).toContain('8 to 99 characters')
      // For the browser that keeps passwords: whose it is, and that it is a new one.
      expect(shown.text).toContain(`name="username" value="${ada.email}" autocomplete="username"`)
      expect(shown.text).toContain('type="password" autocomplete="new-password"')
      expect(done.status).toBe(200)
      expect(done.text).toContain('Your password is set')
      expect(done.text).toContain('All your sessions were revoked')
      expect((await gateway.call('GET /accounts/info', { bearer: ada.bearer })).status).toBe(401)
      expect(await signIn(ada.email, ada.password)).toBe(401)
      expect(await signIn(ada.email, STRONG)).toBe(200)
    })

    test('a link is used up neither by looking nor by a password that is refused, and once by one that is set', async () => {
      const ada = await gateway.signUp()
      const token = await resetLink(ada)
      for (let look = 0; look < 3; look += 1) await gateway.call(`GET /reset-password?token=${token}`)

      const weak = await post('/reset-password', { token, password: 'hunter2hunter2' })
      const same = await post('/reset-password', { token, password: ada.password })
      const set = await post('/reset-password', { token, password: STRONG })
      const again = await post('/reset-password', { token, password: 'third-Horse9' })

      for (const refused of [weak, same]) {
        expect(refused.status).toBe(400)
        expect(refused.text).toContain(`name="token" value="${token}"`)
        expect(refused.text).toMatch(/aria-describedby="password-hint password-error" aria-invalid="true"/)
        expect(refused.text).not.toMatch(/hunter2|correct-Horse7/)
      }
      expect(weak.text).toContain('does not follow the rule')
      expect(same.text).toContain('your current password')
      expect([set.status, again.status]).toEqual([200, 400])
      expect(again.text).toContain('does not work any more')
      expect(again.text).toContain('quiva password reset')
      expect(await signIn(ada.email, STRONG)).toBe(200)
    })

    test('of two posts with one link at the same time, one sets its password', async () => {
      const ada = await gateway.signUp()
      const token = await resetLink(ada)
      const passwords = ['one-Horse-1', 'two-Horse-2', 'three-Horse-3']

      const answers = await Promise.all(passwords.map((password) => post('/reset-password', { token, password })))

      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400])
      const winner = passwords[answers.findIndex(({ status }) => status === 200)] ?? ''
      const signIns = await Promise.all(passwords.map((password) => signIn(ada.email, password)))
      expect(signIns.filter((status) => status === 200)).toHaveLength(1)
      expect(await signIn(ada.email, winner)).toBe(200)
    })
  })

  describe('/set-password', () => {
    test('lets a new person choose a password, and names address and account', async () => {
      const root = await gateway.signUp()
      const invited = await invite(root, { confirmed: false, hasPassword: false })

      const shown = await gateway.call(`GET /set-password?token=${invited.token}`)
      expect(shown.text).toContain(`name="username" value="${invited.email}" autocomplete="username"`)
      expect(shown.text).toContain('type="password" autocomplete="current-password"')
      const weak = await post('/set-password', { token: invited.token, password: 'weak' })
      const done = await post('/set-password', { token: invited.token, password: STRONG })

      expect(weak.status).toBe(400)
      expect(weak.text).toContain(`name="token" value="${invited.token}"`)
      expect(done.status).toBe(200)
      expect(done.text).toContain(`<strong>${invited.email}</strong>`)
      expect(done.text).toContain(`<bdi>${root.account}</bdi>`)
      expect(await signIn(invited.email, STRONG)).toBe(200)
      expect((await post('/set-password', { token: invited.token, password: STRONG })).status).toBe(400)
    })

    // Attack: whoever invites a known user must not get their password changed by it.
    test('takes only the password that a known person has, and leaves it as it is', async () => {
      const root = await gateway.signUp()
      const invited = await invite(root, { confirmed: true, hasPassword: true })

      const other = await post('/set-password', { token: invited.token, password: STRONG })
      const done = await post('/set-password', { token: invited.token, password: invited.password })

      expect(other.status).toBe(400)
      expect(other.text).toContain('already has a password')
      expect(other.text).toContain(`name="token" value="${invited.token}"`)
      expect(other.text).not.toContain(STRONG)
      expect(done.status).toBe(200)
      expect(await signIn(invited.email, invited.password)).toBe(200)
    })

    // Attack: the page as a place to try a known user's passwords without the lockout.
    test('counts wrong passwords of a known person, and says how long to wait', async () => {
      const root = await gateway.signUp()
      const { token, password } = await invite(root, { confirmed: true, hasPassword: true })
      const from = freshPlace()
      for (let tries = 0; tries < 5; tries += 1) await post('/set-password', { token, password: STRONG }, from)

      const locked = await post('/set-password', { token, password }, from)

      expect(locked.status).toBe(429)
      expect(Number(locked.headers['retry-after'])).toBeGreaterThan(0)
      expect(locked.text).toMatch(/Try again in \d+ minutes/)
      expect(locked.text).toContain(`name="token" value="${token}"`)
    })

    // Attack: finding out by the link alone whether somebody has a password here.
    test('shows new and known people the same page', async () => {
      const root = await gateway.signUp()
      const pages = []
      for (const known of [true, false]) {
        const { token, email } = await invite(root, { confirmed: known, hasPassword: known })
        const { text } = await gateway.call(`GET /set-password?token=${token}`)
        pages.push(text.replaceAll(token, 'TOKEN').replaceAll(email, 'ADDRESS'))
      }
      expect(pages[0]).toBe(pages[1])
    })

    test('of two acceptances at the same time, one succeeds', async () => {
      const root = await gateway.signUp()
      const { token } = await invite(root, { confirmed: false, hasPassword: false })
      const both = await Promise.all([1, 2].map((n) => post('/set-password', { token, password: `${STRONG}${n}` })))
      expect(both.map(({ status }) => status).sort()).toEqual([200, 400])
    })
  })

  describe.each(['/reset-password', '/set-password'])('%s', (url) => {
    // Attack: the link's query as a way to put markup into a page of ours.
    test.each([
      ['empty', ''],
      ['short', 'short'],
      ['markup', `${randomToken()}"><script>alert(1)</script>`],
      ['long', 'a'.repeat(5000)],
      ['control characters', '\u0001'.repeat(20)],
      ['a path', '../../etc/passwd'],
    ])('shows no form and nothing of a token that cannot be one: %s', async (_name, token) => {
      const shown = await gateway.call(`GET ${url}?token=${encodeURIComponent(token)}`)
      const posted = await post(url, { token, password: STRONG })
      for (const { status, text } of [shown, posted]) {
        expect(status).toBe(400)
        expect(text).toContain('does not work any more')
        expect(text).not.toMatch(/<form|<script>|aaaaaa|etc\/passwd/)
      }
    })

    test('takes a token once, not twice, and no other type than a form for granted', async () => {
      const token = randomToken()
      const twice = await gateway.call(`GET ${url}?token=${token}&token=${token}`)
      expect(twice.status).toBe(400)
      const none = await gateway.call(`POST ${url}`, { from: freshPlace() })
      expect(none.status).toBe(400)
      const json = await gateway.call(`POST ${url}`, {
        body: { token: { $ne: '' }, password: ['x'] },
        from: freshPlace(),
      })
      expect(json.status).toBe(400)
      expect(json.text).toContain('does not work any more')
    })

    test.each([0, 1001])('hashes no password of an impossible length: %d', async (length) => {
      const { status, text } = await post(url, { token: randomToken(), password: 'x'.repeat(length) })
      expect(status).toBe(400)
      expect(text).toContain('does not follow the rule')
      expect(text).not.toContain('xxxx')
    })

    test('answers an unknown link like a used one, in every header that a page has', async () => {
      const { status, headers, text } = await post(url, { token: randomToken(), password: STRONG })
      expect(status).toBe(400)
      expect(text).toContain('does not work any more')
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'x-frame-options': 'DENY',
      })
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action/)
    })
  })
})

// A gateway of its own: its limit is so low that every other test would meet it.
test('posts count against the limit of anonymous requests, and a throttled page keeps the link', async () => {
  const limited = await openTestGateway('sqlite', { environment: { RATE_LIMIT_ANONYMOUS_PER_MINUTE: '2' } })
  try {
    const token = randomToken()
    const request = { body: `token=${token}&password=${STRONG}`, headers: { 'content-type': FORM } }
    const statuses = []
    for (const url of ['/reset-password', '/set-password', '/reset-password', '/set-password']) {
      const answer = await limited.call(`POST ${url}`, request)
      statuses.push(answer.status)
      if (answer.status !== 429) continue
      expect(answer.text).toContain(`name="token" value="${token}"`)
      expect(answer.text).toMatch(/Try again in \d+ (seconds?|minutes?)/)
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    }
    expect(statuses).toEqual([400, 400, 429, 429])
    expect((await limited.call(`GET /reset-password?token=${token}`)).status).toBe(200)
  } finally {
    await limited.close()
  }
})
