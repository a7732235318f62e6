import { afterEach, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { openTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { later } from '../../../test/run/clock.ts'
import { invite } from '../../../test/users/invitations.ts'
import { addUser, freshName, freshPlace, PASSWORD } from '../../../test/users/users.ts'

describeEngines('who may open an account', (engine) => {
  let place: Place
  let test: TestGateway
  async function open(environment: Record<string, string>, at?: Place): Promise<void> {
    place = at ?? (await openPlace(engine))
    test = await openTestGateway(engine, { environment, place })
  }
  afterEach(async () => {
    await test.close()
    await place.remove()
  })

  const create = (root_email: string, password = PASSWORD) =>
    test.call('POST /accounts', { from: freshPlace(), body: { name: freshName(), root_email, password } })
  const outcome = async (...input: Parameters<typeof create>) => {
    const { status, body } = await create(...input)
    return status === 200 ? 200 : `${status} ${body.code}`
  }

  it('closed: nobody, known or not, with whatever password; invitations go on', async () => {
    await open({})
    const root = await test.signUp()
    const known = await addUser(test)
    await test.close()
    await open({ SIGN_UP: 'closed' }, place)
    for (const email of [known.email, root.email, 'stranger@example.com'])
      expect(await outcome(email)).toBe('403 sign_up_not_allowed')
    expect((await invite(test, root, { email: 'jane@example.com' })).status).toBe(200)
  })

  it('invited: whoever is here and proves their password; strangers and wrong passwords are refused alike', async () => {
    await open({ SIGN_UP: 'invited' })
    const known = await addUser(test)
    const unconfirmed = await addUser(test, { confirmed: false })
    await later(0, async () => {
      const answers = []
      for (const [email, password] of [
        ['stranger@example.com', PASSWORD],
        [known.email, 'wrong-Horse7'],
        [unconfirmed.email, PASSWORD],
        // Nothing is said about the password before.
        ['other@example.com', 'x'],
      ] as const) {
        const { status, text, headers } = await create(email, password)
        const { date: _, 'x-request-id': __, ...others } = headers
        answers.push({ status, text, headers: others })
      }
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
      expect(answers[0]?.text).toContain('sign_up_not_allowed')
    })
    expect(await outcome(known.email)).toBe(200)
    expect(await test.mails()).not.toContainEqual(expect.objectContaining({ to: 'stranger@example.com' }))
  })

  it('with SIGN_UP_DOMAINS: addresses of exactly these domains, in any case', async () => {
    await open({ SIGN_UP_DOMAINS: 'example.com, example.org' })
    expect(await outcome('ada@example.com')).toBe(200)
    expect(await outcome('Bob@EXAMPLE.ORG')).toBe(200)
    const others = ['eve@sub.example.com', 'eve@example.com.evil.example', 'eve@evilexample.com', 'eve@xample.org']
    for (const email of others) expect(await outcome(email)).toBe('403 sign_up_not_allowed')
  })

  it('a sign-up that waits when the door is closed cannot be confirmed any more', async () => {
    await open({})
    expect(await outcome('late@example.com')).toBe(200)
    const token = (await test.mails(1)).find(({ to }) => to === 'late@example.com')?.token
    await test.close()
    await open({ SIGN_UP: 'closed' }, place)
    const confirmed = await test.call('POST /accounts/confirm-email', { body: { token, password: PASSWORD } })
    expect([confirmed.status, confirmed.body.code]).toEqual([400, 'invalid_confirmation'])
  })
})
