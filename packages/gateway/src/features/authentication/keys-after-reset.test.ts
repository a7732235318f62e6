import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { DAY, HOUR, later, MINUTE } from '../../../test/run/clock.ts'
import { openAccount } from '../../../test/users/accounts.ts'
import { addMember } from '../../../test/users/members.ts'
import { signIn } from '../../../test/users/sign-in.ts'
import { freshName, freshPlace } from '../../../test/users/users.ts'

const NEW = 'another-Horse8'
const HOME = '198.51.100.7'
const THIEF = '203.0.113.66'

// Attack: whoever knows a password signs in, issues a key, and stays when the owner resets the password.
describeEngines('the keys after a reset by mail', (engine) => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway(engine)
  })
  afterAll(() => test.close())

  /** Somebody who comes back home, whose password a thief has used twice since, each time for a key. */
  async function robbed() {
    const host = await openAccount(test)
    const user = await addMember(test, host, 'admin')
    await signIn(test, user, { from: HOME })
    const own = await test.issueKey(user.bearer, freshName())
    return later(25 * HOUR, async () => {
      const home = await signIn(test, user, { from: '198.51.100.99' })
      return later(HOUR, async () => {
        const first = await signIn(test, user, { from: THIEF })
        const theirs = [await test.issueKey(first.bearer, freshName())]
        const again = await signIn(test, user, { from: THIEF })
        theirs.push(await test.issueKey(again.bearer, freshName()))
        const ofAccount = await test.issueKey(again.bearer, freshName(), { owner: 'account', role: 'developer' })
        return { user, host, home, own, theirs, ofAccount }
      })
    })
  }
  async function mailTo({ email }: SignedInUser) {
    const all = async () =>
      (await test.mails()).filter(({ to, template }) => to === email && template === 'reset-password')
    const before = (await all()).length
    await test.call('POST /accounts/request-reset-password', { body: { email }, from: freshPlace() })
    return waitFor(async () => (await all())[before])
  }
  const works = async ({ key }: { key: string }) => (await test.call('GET /accounts/info', { key })).status === 200
  const post = (fields: Record<string, string>) =>
    test.call('POST /reset-password', {
      body: new URLSearchParams(fields).toString(),
      from: freshPlace(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'null' },
    })

  it('are named in the mail and on the page: those since the last sign-in from a known place', async () => {
    await later(0, async () => {
      const { user, own, theirs, ofAccount } = await robbed()
      await later(27 * HOUR, async () => {
        const mail = await mailTo(user)
        const page = await test.call(`GET /reset-password?token=${mail.token}`)
        for (const { key } of theirs) {
          expect(mail.text).toContain(key.slice(-4))
          expect(page.text).toContain(`(… ${key.slice(-4)})`)
        }
        const list = await test.call('GET /accounts/api-keys', { key: own.key })
        const nameOf = (id: string) => list.body.data.find((key: { id: string }) => key.id === id)?.name
        for (const told of [mail.text, page.text]) {
          expect(told).toContain(nameOf(theirs[0]?.id ?? ''))
          expect(told).not.toContain(nameOf(own.id))
        }
        expect(page.text).toContain('name="end_keys"')
        expect(await works(ofAccount)).toBe(true)
      })
    })
  })

  it('end if the box is ticked, with what hangs on them; the other keys and those of the account stay', async () => {
    await later(0, async () => {
      const { user, own, theirs, ofAccount } = await robbed()
      const child = await test.call('POST /accounts/api-key', {
        key: theirs[0]?.key ?? '',
        body: { key_name: 'child' },
      })
      await later(27 * HOUR, async () => {
        const { token = '' } = await mailTo(user)
        const weak = await post({ token, password: 'weak', end_keys: 'yes' })
        expect([weak.status, weak.text.includes('value="yes" checked')]).toEqual([400, true])
        expect(await works(theirs[0] ?? { key: '' })).toBe(true)
        const done = await post({ token, password: NEW, end_keys: 'yes' })
        expect([done.status, done.text.includes('the API keys on the list were deleted')]).toEqual([200, true])
        for (const key of [...theirs, child.body.data]) expect(await works(key)).toBe(false)
        for (const key of [own, ofAccount]) expect(await works(key)).toBe(true)
        const events = await test.database.read
          .selectFrom('audit_events')
          .select(['account_id', 'actor_user_id', 'ip'])
          .where('action', '=', 'api_key.deleted')
          .where('target_id', '=', theirs[0]?.id ?? '')
          .execute()
        expect(events).toEqual([{ account_id: user.accountId, actor_user_id: user.userId, ip: null }])
      })
    })
  })

  it('stay without it; resetPassword takes the same as `end_new_keys`', async () => {
    await later(0, async () => {
      const { user, theirs } = await robbed()
      await later(27 * HOUR, async () => {
        const { token = '' } = await mailTo(user)
        expect((await post({ token, password: NEW })).status).toBe(200)
        expect(await works(theirs[0] ?? { key: '' })).toBe(true)
        await later(2 * MINUTE, async () => {
          const next = await mailTo(user)
          const body = { token: next.token, new_password: 'third-Horse99', end_new_keys: true }
          expect((await test.call('POST /accounts/reset-password', { body, from: freshPlace() })).status).toBe(200)
          expect(await works(theirs[0] ?? { key: '' })).toBe(false)
        })
      })
    })
  })

  it('of somebody who never came back anywhere are those since their first sign-in', async () => {
    const host = await openAccount(test)
    const user = await addMember(test, host, 'developer')
    const { key } = await test.issueKey(user.bearer, 'only one')
    const { text } = await mailTo(user)
    expect(text).toContain('“only one”')
    expect(text).toContain(key.slice(-4))
  })

  describe('that rotate themselves', () => {
    const rotate = (by: { key?: string; bearer?: string }, body: object) =>
      test.call('POST /accounts/api-key/rotate', { ...by, body })
    const endOf = ({ body }: Awaited<ReturnType<typeof rotate>>) => Date.parse(body.data.grace_ends_on)

    // Attack: a thief rotates the stolen key without a grace, and the owner's programs stand still.
    it('live on for an hour at least, and their owner gets a mail; a person may end them at once', async () => {
      const host = await openAccount(test)
      const old = await test.issueKey(host.bearer, 'stolen')
      const before = Date.now()
      const rotated = await rotate({ key: old.key }, { grace_seconds: 0 })
      expect(rotated.status).toBe(200)
      expect(endOf(rotated)).toBeGreaterThanOrEqual(before + HOUR - 1000)
      expect(endOf(rotated)).toBeLessThan(before + HOUR + MINUTE)
      expect(await works(old)).toBe(true)
      const mail = await waitFor(async () =>
        (await test.mails()).find(({ to, template }) => to === host.email && template === 'api-key-rotated'),
      )
      for (const told of ['“stolen”', old.key.slice(-4), '127.0.0.1']) expect(mail.text).toContain(told)
      // The owner ends both.
      await test.call(`DELETE /accounts/api-key?id=${old.id}`, { bearer: host.bearer })
      expect([await works(old), await works(rotated.body.data)]).toEqual([false, false])
      const another = await test.issueKey(host.bearer)
      expect((await rotate({ bearer: host.bearer }, { id: another.id, grace_seconds: 0 })).status).toBe(200)
      expect(await works(another)).toBe(false)
    })

    it('with a grace of an hour or more bring no mail, and without one three an hour at most', async () => {
      const host = await openAccount(test)
      const mails = async () =>
        (await test.mails()).filter(({ to, template }) => to === host.email && template === 'api-key-rotated').length
      const calm = await test.issueKey(host.bearer)
      expect((await rotate({ key: calm.key }, { grace_seconds: 3600 })).status).toBe(200)
      let { key } = await test.issueKey(host.bearer)
      for (let time = 0; time < 5; time += 1) {
        const rotated = await rotate({ key }, { grace_seconds: 60 })
        expect(endOf(rotated)).toBeGreaterThan(Date.now() + 59 * MINUTE)
        key = rotated.body.data.key
      }
      await expect.poll(mails).toBe(3)
    })

    it('never live longer by it than they would have', async () => {
      const host = await openAccount(test)
      const short = await test.issueKey(host.bearer, 'short', { expiry_days: 1 })
      await later(DAY - 10 * MINUTE, async () => {
        const rotated = await rotate({ key: short.key }, { grace_seconds: 0 })
        expect(endOf(rotated)).toBe(Date.parse(short.expires_on))
      })
    })
  })
})
