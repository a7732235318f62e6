import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { HOUR, later, MINUTE, SECOND } from '../../../test/run/clock.ts'
import { accept, invite } from '../../../test/users/invitations.ts'
import { addUser, freshEmail, freshName, freshPlace, join, PASSWORD } from '../../../test/users/users.ts'

describeEngines('resendAccountConfirmation', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const resend = (email: unknown, from = freshPlace()) =>
    test.call('POST /accounts/resend-confirmation', { body: { email }, from })

  async function signUpOnly(): Promise<string> {
    const email = freshEmail()
    const body = { name: freshName(), root_email: email, password: PASSWORD }
    await test.call('POST /accounts', { body, from: freshPlace() })
    return email
  }

  it('mails a new link and code to the root of an unconfirmed account; the 48 hours go on', async () => {
    const email = await signUpOnly()
    const before = await waitFor(async () => (await test.mails()).find(({ to }) => to === email))
    await later(10 * HOUR, async () => {
      const { answer, changes } = await changesOf(test, () => resend(email.toUpperCase()))
      expect(answer.status).toBe(200)
      expect(changes.mails?.added).toMatchObject([{ template: 'confirm-email', to: email }])
      // The earlier link goes on.
      delete changes.account_name_holds
      expect(Object.keys(changes).sort()).toEqual(['audit_events', 'mails', 'sign_up_links'])
      expect(changes.sign_up_links).toMatchObject({ added: [expect.anything()], removed: [] })
      expect(changes.audit_events?.added).toMatchObject([
        { action: 'email.confirmation_resent', account_id: null, actor_kind: 'anonymous', details: '{"sign_ups":1}' },
      ])
    })
    const [, after] = (await test.mails()).filter(({ to }) => to === email)
    expect(after?.code).not.toBe(before.code)
    // Both mails name the same moment.
    const until = (text = '') => /until ([^,]+UTC)/.exec(text.replaceAll(/=?\r?\n/g, ' ').replaceAll(/\s+/g, ' '))?.[1]
    expect(until(after?.text)).toBe(until(before.text))
  })

  it('sends nothing in the last moments when the 48 hours are over', async () => {
    const email = await signUpOnly()
    await test.database.transaction(async ({ db }) => {
      await db.updateTable('sign_ups').set({ expires_at: Date.now() }).where('email', '=', email).execute()
    })
    const { answer, changed } = await changesOf(test, () => resend(email))
    expect(answer.status).toBe(200)
    expect(changed).toEqual([])
  })

  // Attack: asking for a mail tells who has signed up, is confirmed, or was invited.
  it('answers everybody alike, byte for byte, and does nothing for who has nothing to confirm', async () => {
    const member = await addUser(test, { confirmed: false, hasPassword: false })
    await join(test, member, root, { accepted: false })
    const unconfirmed = await resend(await signUpOnly())
    const others = [root.email, member.email, (await addUser(test)).email, freshEmail()]
    for (const email of others) {
      const { answer, changed } = await changesOf(test, () => resend(email))
      expect(withoutDate(answer)).toEqual(withoutDate(unconfirmed))
      expect(changed).toEqual([])
    }
    expect(Object.keys(unconfirmed.body)).toEqual(['data'])
    expect(Object.keys(unconfirmed.body.data)).toEqual(['message'])
  })

  it('mails once a minute for an address, however it is spelled or tagged, and says nothing of it', async () => {
    const email = await signUpOnly()
    await later(2 * HOUR, async () => {
      const first = await changesOf(test, () => resend(email))
      expect(first.changes.mails?.added).toHaveLength(1)
      const again = await changesOf(test, () => resend(email.toUpperCase()))
      expect(again.changed).toEqual([])
      expect(withoutDate(again.answer)).toEqual(withoutDate(first.answer))
      await later(61 * SECOND, async () => {
        const { changes } = await changesOf(test, () => resend(email))
        expect(changes.mails?.added).toHaveLength(1)
      })
    })
  })

  // Attack: sign-ups with somebody else's address, under ever other tags, to fill their mailbox.
  it('and signing up together mail a mailbox twelve times a day at most; every link goes on', async () => {
    const email = await signUpOnly()
    const tagged = (tag: number) => email.replace('@', `+${tag}@`)
    await later(MINUTE, async () => {
      for (let count = 0; count < 15; count += 1)
        await later(count * HOUR, async () => {
          const body = { name: freshName(), root_email: tagged(count), password: PASSWORD }
          expect((await test.call('POST /accounts', { body, from: freshPlace() })).status).toBe(200)
          expect((await resend(tagged(count))).status).toBe(200)
        })
      // Until all of them are sent, also those of the last hour.
      await later(15 * HOUR, () => changesOf(test, async () => undefined))
    })
    const mails = (await test.mails()).filter(({ to }) => to.replace(/\+.*@/, '@') === email)
    // A leap of the clock may let a mail that is being sent go out twice.
    expect(new Set(mails.map(({ token }) => token)).size).toBe(12)
    const token = mails.find(({ to }) => to === email)?.token
    await later(20 * HOUR, async () => {
      const body = { token, password: PASSWORD }
      expect((await test.call('POST /accounts/confirm-email', { body, from: freshPlace() })).status).toBe(200)
    })
  })

  it('mails nothing for a sign-up whose address somebody has proven meanwhile', async () => {
    const email = await signUpOnly()
    expect((await invite(test, root, { email })).status).toBe(200)
    expect((await accept(test, email)).status).toBe(200)
    const { answer, changed } = await changesOf(test, () => resend(email))
    expect([answer.status, changed]).toEqual([200, []])
  })

  // Attack: so many sign-ups with a victim's address that one question brings them a heap of mails.
  it('mails for the three newest sign-ups that wait for an address', async () => {
    const email = freshEmail()
    const names = [freshName(), freshName(), freshName(), freshName()]
    for (const name of names)
      await test.call('POST /accounts', { body: { name, root_email: email, password: PASSWORD }, from: freshPlace() })
    const { changes } = await changesOf(test, () => resend(email))
    const texts = (changes.mails?.added ?? []).map(({ text }) => String(text))
    expect(texts).toHaveLength(3)
    for (const name of names.slice(1)) expect(texts.filter((text) => text.includes(name))).toHaveLength(1)
  })

  it('sends one mail of several asked for at the same instant', async () => {
    const email = await signUpOnly()
    const { answer, changes } = await changesOf(test, () => Promise.all(Array.from({ length: 5 }, () => resend(email))))
    expect(answer.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(changes.mails?.added).toHaveLength(1)
  })

  it.each([undefined, null, '', 'ada', 5, ['ada@example.com'], 'a\r\nb@example.com', `${'a'.repeat(250)}@example.com`])(
    'refuses %j with 400 and its path',
    async (email) => {
      const { answer, changed } = await changesOf(test, () => resend(email))
      expect(answer.status).toBe(400)
      expect(answer.body.details[0].path).toBe('/body/email')
      expect(changed).toEqual([])
    },
  )
})

function withoutDate({ status, headers, text }: { status: number; headers: Record<string, unknown>; text: string }) {
  const { date: _, 'x-request-id': __, ...rest } = headers
  return { status, headers: rest, text }
}
