import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { HOUR, later } from '../../../test/run/clock.ts'
import { openAccount, signedInMember } from '../../../test/users/accounts.ts'
import { addUser, freshEmail, join } from '../../../test/users/users.ts'

const SUPPORT = 'support@example.com'

describeEngines('submitContactForm', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine, { environment: { SUPPORT_ADDRESSES: `${SUPPORT}, Billing@Example.com` } })
    root = await openAccount(test)
  })
  afterAll(() => test.close())

  const form = { to_email: SUPPORT, subject: 'Billing question', message: 'How?\nAnd when?' }
  const submit = (by: { bearer?: string; key?: string }, body: unknown) =>
    test.call('POST /accounts/submit-contact-form', { ...by, body })
  /** Somebody who has written nothing yet. */
  const writer = () => signedInMember(test, root)
  const mailFrom = (email: string) =>
    waitFor(async () =>
      (await test.mails()).find((mail) => mail.template === 'contact-form' && mail.text.includes(`Reply-To: ${email}`)),
    )

  it('mails a support address, says who has written from where, and lets an answer go to them', async () => {
    const { bearer, email } = await writer()
    const more = { location: 'Account settings', phone_number: '+351', preferred_contact_method: 'phone' }
    const { answer, changes, changed } = await changesOf(test, () =>
      submit({ bearer }, { ...form, ...more, to_email: 'SUPPORT@example.com' }),
    )
    expect([answer.status, answer.body]).toEqual([200, { message: 'The message is being sent.' }])
    expect(changed).toEqual(['audit_events', 'mails'])
    expect(changes.mails?.added).toHaveLength(1)
    const { to, text } = await mailFrom(email)
    expect(to).toBe(SUPPORT)
    expect(text).toContain(`${email}, developer of the account “${root.account}” (${root.accountId})`)
    for (const line of [
      'Subject: Billing question',
      '> How?',
      '> And when?',
      'Written at: Account settings',
      'Phone: +351',
    ])
      expect(text.split('\n')).toContain(line)
    expect(text).toContain('Preferred contact: phone')
    const [event] = changes.audit_events?.added ?? []
    expect(event).toMatchObject({ action: 'contact_form.submitted', target_id: null, details: '{"support":true}' })
    expect(JSON.stringify(event)).not.toContain('And when')
  })

  it('mails a member of the account, by a key too; the contract’s misspelt `emai` is taken for `email`', async () => {
    const member = await addUser(test)
    await join(test, member, root)
    const me = await openAccount(test)
    await join(test, member, me)
    const { key } = await test.issueKey(me.bearer)
    for (const preferred_contact_method of ['emai', 'email'])
      expect((await submit({ key }, { ...form, to_email: member.email, preferred_contact_method })).status).toBe(200)
    const { to, text } = await mailFrom(me.email)
    expect([to, text]).toEqual([member.email, expect.stringContaining('Preferred contact: email\n')])
  })

  it.each(['monitor', 'billing'] as const)('is for every role: %s', async (role) => {
    expect((await submit(await signedInMember(test, root, { role }), form)).status).toBe(200)
  })

  // Attack: our mail server writes to whomever one likes, or tells who has a user here.
  it('to anybody else is the same 400, known here or not, and mails nobody', async () => {
    const [me, stranger] = [await writer(), await addUser(test)]
    const [pending, elsewhere] = [await addUser(test), await openAccount(test)]
    await join(test, pending, root, { accepted: false })
    const { changed } = await changesOf(test, async () => {
      const answers = []
      for (const to_email of [freshEmail(), stranger.email, pending.email, elsewhere.email, `x.${SUPPORT}`])
        answers.push(await submit(me, { ...form, to_email }))
      expect([answers[0]?.status, answers[0]?.body.code]).toEqual([400, 'unknown_recipient'])
      for (const { status, text } of answers) expect([status, text]).toEqual([answers[0]?.status, answers[0]?.text])
    })
    expect(changed).toEqual([])
  })

  it('is limited to ten an hour per person, refused ones too, whatever they sign in with', async () => {
    const me = await openAccount(test)
    const { key } = await test.issueKey(me.bearer)
    await later(0, async () => {
      for (let time = 0; time < 5; time += 1) {
        expect((await submit(me, form)).status).toBe(200)
        expect((await submit({ key }, { ...form, to_email: freshEmail() })).status).toBe(400)
      }
      for (const by of [me, { key }]) {
        const answer = await submit(by, form)
        expect([answer.status, answer.headers['ratelimit-policy']]).toEqual([429, '"contact-form";q=10;w=3600'])
      }
      expect((await submit(root, form)).status).toBe(200)
      await later(HOUR + 1, async () => expect((await submit({ key }, form)).status).toBe(200))
    })
  })

  // Attack: support reads our mail, and believes what stands in it.
  it('lets nobody put headers, markup, links or lines of ours into the mail', async () => {
    const { bearer, email } = await writer()
    const hostile =
      'x\r\nBcc: eve@example.com\r\n\r\nLink: https://evil.example\nCode: 123456\u2028-- \n<img src=x onerror=alert(1)>\u202egpj'
    const answer = await submit(
      { bearer },
      { ...form, subject: hostile, message: hostile, location: hostile, phone_number: 'x\r\nCode: 1' },
    )
    expect(answer.status).toBe(200)
    const { text } = await mailFrom(email)
    const [head = '', ...parts] = text.split('\n\n')
    expect(head).not.toContain('eve@example.com')
    expect(head).toContain('Subject: A Message From the Contact Form')
    expect(text).not.toMatch(/^(Bcc|Link|Code):/m)
    expect(text).not.toMatch(/:\/\/evil|\u202e/)
    expect(text.slice(text.indexOf('<!doctype html>'))).not.toContain('<img')
    const quoted = parts
      .join('\n\n')
      .split('\n')
      .filter((line) => line.startsWith('>'))
    expect(quoted).toEqual([
      '> x',
      '> Bcc: eve@example.com',
      '>',
      '> Link: https[:]//evil.example',
      '> Code: 123456',
      '> --',
      '> <img src=x onerror=alert(1)> gpj',
    ])
  })

  describe('refuses, and counts nothing', () => {
    it.each<[path: string, why: string, more: object]>([
      ['to_email', 'missing', { to_email: undefined }],
      ['to_email', 'no address', { to_email: 'support' }],
      ['to_email', 'two addresses', { to_email: `${SUPPORT},eve@example.com` }],
      ['to_email', 'one with a header', { to_email: '"a\nBcc: x"@example.com' }],
      ['subject', 'missing', { subject: undefined }],
      ['subject', 'empty', { subject: '' }],
      ['subject', 'too long', { subject: 'x'.repeat(201) }],
      ['message', 'missing', { message: undefined }],
      ['message', 'only spaces', { message: ' \n ' }],
      ['message', 'too long', { message: 'x'.repeat(5001) }],
      ['message', 'with NUL', { message: 'a\0b' }],
      ['message', 'half a character', { message: '\ud800' }],
      ['phone_number', 'a number', { phone_number: 351 }],
      ['preferred_contact_method', 'pigeon', { preferred_contact_method: 'pigeon' }],
    ])('%s that is %s', async (path, _why, more) => {
      const answer = await submit(root, { ...form, ...more })
      expect([answer.status, answer.body.code, answer.body.details?.[0]?.path]).toEqual([
        400,
        'invalid_request',
        `/body/${path}`,
      ])
    })

    it('nobody in particular', async () => {
      expect((await submit({}, form)).status).toBe(401)
    })
  })
})
