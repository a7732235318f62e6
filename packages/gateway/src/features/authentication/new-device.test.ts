import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { fastestOf } from '../../../test/http/pace.ts'
import { DAY, later } from '../../../test/run/clock.ts'
import { mmdb } from '../../../test/services/mmdb.ts'
import { exchangeKey, FIREFOX, SAFARI, signIn } from '../../../test/users/sign-in.ts'
import { addUser, join } from '../../../test/users/users.ts'
import { isKnownDevice } from './devices.ts'

const HOME = '203.0.113.9'
const ABROAD = '198.51.100.9'
const GEO = {
  '203.0.113.0/24': { city: { names: { en: 'Lisbon' } }, country: { names: { en: 'Portugal' } } },
  '198.51.100.0/24': { city: { names: { en: '<b>Sainte-Foy & "Co"</b>' } } },
}

describeEngines('a mail about a new device', (engine) => {
  let place: Place
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    place = await openPlace(engine)
    const file = path.join(place.dataDir, 'geo.mmdb')
    await writeFile(file, mmdb(GEO))
    test = await openTestGateway(engine, { environment: { GEOIP_DATABASE: file }, place })
    root = await test.signUp('<i>Évil</i> www.evil.example & Co')
  })
  afterAll(async () => {
    await test?.close()
    await place.remove()
  })

  async function somebody(traits: Parameters<typeof addUser>[1] = {}) {
    const user = await addUser(test, traits)
    await join(test, user, root)
    return user
  }
  /** Somebody who has signed in with Firefox from home. */
  async function atHome() {
    const user = await somebody()
    await signIn(test, user, { from: HOME, agent: FIREFOX })
    return user
  }
  /** How many mails a sign-in brings. */
  async function mailsFor(work: () => Promise<unknown>): Promise<number> {
    const { changes } = await changesOf(test, work)
    return changes.mails?.added.length ?? 0
  }

  it('is not sent for the first sign-in of all', async () => {
    const user = await somebody()
    expect(await mailsFor(() => signIn(test, user, { from: HOME }))).toBe(0)
  })

  it.each([
    ['the same', FIREFOX, HOME],
    ['another version of it', FIREFOX.replaceAll('140', '141'), HOME],
    ['another address that IPv6 spells for the same', FIREFOX, `::ffff:${HOME}`],
    ['another address of the same provider’s network', FIREFOX, '203.0.113.200'],
  ])('is not sent for the same browser and network: %s', async (_what, agent, from) => {
    const user = await atHome()
    expect(await mailsFor(() => signIn(test, user, { from, agent }))).toBe(0)
  })

  it('is not sent for another address of the same IPv6 network', async () => {
    const user = await somebody()
    await signIn(test, user, { from: '2001:db8:1:2::1' })
    for (const from of ['2001:db8:1:2:3:4:5:6', '2001:db8:1:ffff::1'])
      expect(await mailsFor(() => signIn(test, user, { from }))).toBe(0)
    expect(await mailsFor(() => signIn(test, user, { from: '2001:db8:2:2::1' }))).toBe(1)
  })

  it.each([
    ['another browser', SAFARI, HOME],
    ['another system', FIREFOX.replace('X11; Linux x86_64', 'Windows NT 10.0; Win64; x64'), HOME],
    ['another network', FIREFOX, ABROAD],
    ['no browser', '', HOME],
    ['a program', 'curl/8.5.0', HOME],
  ])('is sent once for %s', async (_what, agent, from) => {
    const user = await atHome()
    expect(await mailsFor(() => signIn(test, user, { from, agent }))).toBe(1)
    expect(await mailsFor(() => signIn(test, user, { from, agent }))).toBe(0)
    expect(await mailsFor(() => signIn(test, user, { from: HOME, agent: FIREFOX }))).toBe(0)
  })

  it('says what signed in, from where, to which account, and holds no secret', async () => {
    const user = await atHome()
    const session = await signIn(test, user, { from: HOME, agent: SAFARI })
    const mail = await waitFor(async () => (await test.mails()).find(({ to }) => to === user.email))
    const text = mail.text.replace(/=\r?\n/g, '').replace(/\s+/g, ' ')
    expect(mail.template).toBe('new-device')
    for (const part of ['Safari 18', 'macOS', HOME, 'Lisbon, Portugal']) expect(text).toContain(part)
    for (const secret of [session.bearer, session.refreshToken, session.id, user.password]) {
      expect(mail.text).not.toContain(secret)
    }
  })

  // Attack: the name of an account, a place or a browser carries HTML or a link into the mail of a victim.
  it('escapes what others have written', async () => {
    const user = await atHome()
    await signIn(test, user, { from: ABROAD, agent: 'x<script>alert(1)</script>/1' })
    const mail = await waitFor(async () => (await test.mails()).find(({ to }) => to === user.email))
    const { simpleParser } = await import('mailparser')
    const { html, text } = await simpleParser(mail.text)
    expect(text).toContain('www[.]evil.example')
    expect(text).toContain('<b>Sainte-Foy & "Co"</b>')
    expect(html).toContain('&lt;b&gt;Sainte-Foy &amp;')
    for (const tag of ['<script', '<i>', '<b>Sainte', 'href="http://www.evil']) expect(html).not.toContain(tag)
  })

  it('is not sent when the sign-in failed or waits for its second factor', async () => {
    const user = await atHome()
    const wrong = { email: user.email, password: 'wrong-Horse77' }
    const attempt = () => test.call('POST /accounts/auth-with-password', { body: wrong, from: ABROAD })
    expect(await mailsFor(attempt)).toBe(0)
    await test.database.transaction(({ db }) =>
      db.updateTable('users').set({ totp_enabled_at: Date.now() }).where('id', '=', user.userId).execute(),
    )
    const right = { email: user.email, password: user.password }
    expect(await mailsFor(() => test.call('POST /accounts/auth-with-password', { body: right, from: ABROAD }))).toBe(0)
  })

  it('is not sent for sessions of keys, and they make no device known', async () => {
    const user = await test.signUp()
    const { key } = await test.issueKey(user.bearer)
    const exchange = () =>
      test.call('POST /accounts/auth-with-api-key', {
        body: { api_key: key },
        from: ABROAD,
        headers: { 'user-agent': SAFARI },
      })
    expect(await mailsFor(exchange)).toBe(0)
    await exchangeKey(test, key)
    expect(await mailsFor(() => signIn(test, user, { from: ABROAD, agent: SAFARI }))).toBe(1)
  })

  it('is sent although another person uses that browser and network', async () => {
    await atHome()
    const user = await somebody()
    await signIn(test, user, { from: ABROAD, agent: SAFARI })
    expect(await mailsFor(() => signIn(test, user, { from: HOME, agent: FIREFOX }))).toBe(1)
  })

  it('is not sent for a device whose session was ended a while ago', async () => {
    const user = await somebody()
    await later(0, async () => {
      const session = await signIn(test, user, { from: HOME })
      await test.call('DELETE /accounts/tokens', { bearer: session.bearer, body: { email: user.email } })
      await later(20 * DAY, async () => {
        expect(await mailsFor(() => signIn(test, user, { from: HOME }))).toBe(0)
      })
    })
  })
})

describe('a device', () => {
  it('is known again though its User-Agent is longer than what a session keeps', () => {
    const agent = `${'x'.repeat(490)} ${FIREFOX}`
    expect(isKnownDevice([{ ip: HOME, userAgent: agent.slice(0, 500) }], { ip: HOME, userAgent: agent })).toBe(true)
  })

  // Attack: somebody signs in with hundreds of long User-Agents, so that each sign-in stops everybody for a while.
  it('is looked for among five hundred in the time of reading a few User-Agents', async () => {
    const devices = Array.from({ length: 500 }, (_, n) => ({
      ip: `10.0.${n >> 8}.${n & 255}`,
      userAgent: `${n} ${'x'.repeat(495)}`,
    }))
    expect(isKnownDevice(devices, { ip: HOME, userAgent: FIREFOX })).toBe(false)
    const among = await fastestOf(5, () => isKnownDevice(devices, { ip: HOME, userAgent: FIREFOX }))
    // As if all of them were around here, so that each has to be read.
    const near = devices.map(({ userAgent }) => ({ ip: HOME, userAgent }))
    const reading = await fastestOf(3, () => isKnownDevice(near, { ip: HOME, userAgent: FIREFOX }))
    expect(among / reading).toBeLessThan(0.2)
  })
})
