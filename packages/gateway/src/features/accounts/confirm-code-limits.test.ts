import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { HOUR, later, MINUTE } from '../../../test/run/clock.ts'
import { freshEmail, freshName, freshPlace, PASSWORD } from '../../../test/users/users.ts'

/** Attack: a code is accepted without an address, so every guess is tried against everybody who waits. */
describeEngines('wrong codes at confirmEmail', (engine) => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway(engine)
  })
  afterAll(() => test.close())

  const guess = (from: string, code = '00000-00000') =>
    test.call('POST /accounts/confirm-email', { body: { code }, from })

  /** From the place from which it will be confirmed: from elsewhere a code takes the password, too. */
  async function signUpOnly(place: string) {
    const email = freshEmail()
    await test.call('POST /accounts', {
      body: { name: freshName(), root_email: email, password: PASSWORD },
      from: place,
    })
    return waitFor(async () => {
      const mail = (await test.mails()).find(({ to }) => to === email)
      return mail?.token && mail.code ? { token: mail.token, code: mail.code } : undefined
    })
  }

  it('are limited to ten per network, then 429 with the time to wait, for right codes too, until 15 minutes are over', async () => {
    const place = freshPlace()
    const { code } = await signUpOnly(place)
    await later(0, async () => {
      for (let time = 0; time < 10; time += 1) expect((await guess(place)).status).toBe(400)
      await later(5 * MINUTE, async () => {
        const refused = await guess(place, code)
        expect(refused.status).toBe(429)
        expect(refused.body).toMatchObject({ code: 'too_many_requests', retry_after: 600 })
        expect(refused.headers).toMatchObject({
          'retry-after': '600',
          'ratelimit-policy': '"code";q=10;w=900',
          ratelimit: '"code";r=0;t=600',
        })
        expect((await guess(freshPlace())).status).toBe(400)
      })
      await later(16 * MINUTE, async () => expect((await guess(place, code)).status).toBe(200))
    })
  })

  it('do not close the way for the link, which nobody can guess', async () => {
    const place = freshPlace()
    const { token } = await signUpOnly(place)
    for (let time = 0; time < 11; time += 1) await guess(place)
    const confirmed = await test.call('POST /accounts/confirm-email', { body: { token }, from: place })
    expect(confirmed.status).toBe(200)
  })

  it('at the same instant get no more tries than one after the other', async () => {
    const place = freshPlace()
    const answers = await Promise.all(Array.from({ length: 30 }, () => guess(place)))
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(10)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20)
  })

  it('of one IPv6 network count together, whichever of its addresses they come from', async () => {
    for (let host = 1; host <= 10; host += 1) expect((await guess(`2001:db8:77:1::${host}`)).status).toBe(400)
    expect((await guess('2001:db8:77:1:ffff::1')).status).toBe(429)
    expect((await guess('2001:db8:77:2::1')).status).toBe(400)
  })

  it('are not counted when they are right: an office may confirm as many as it likes', async () => {
    const place = freshPlace()
    for (let time = 0; time < 12; time += 1) {
      const { code } = await signUpOnly(place)
      expect((await guess(place, code)).status).toBe(200)
    }
  })

  it('are limited to a thousand an hour over all, however many networks they come from', async () => {
    await later(3 * HOUR, async () => {
      const batches = Array.from({ length: 100 }, () => freshPlace())
      for (const place of batches) await Promise.all(Array.from({ length: 10 }, () => guess(place)))
      const refused = await guess(freshPlace())
      expect(refused.status).toBe(429)
      expect(refused.headers['ratelimit-policy']).toBe('"codes";q=1000;w=3600')
      expect(refused.body.retry_after).toBe(3600)
      await later(61 * MINUTE, async () => expect((await guess(freshPlace())).status).toBe(400))
    })
  })
})
