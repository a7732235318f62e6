import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { DAY, HOUR, later } from '../../../test/run/clock.ts'
import { eventsAbout, signIn, type TestSession } from '../../../test/users/sign-in.ts'
import { type NotedRefreshes, noteRefresh } from './note-refresh.ts'

const HOME = '192.0.2.1'
const FIREFOX = 'Firefox'

describe('the refreshes of a session', () => {
  const from = (ip: string, userAgent = FIREFOX) => ({ ip, userAgent })
  /** The hours at which a session that is refreshed every hour, from these places in turn, makes an event. */
  function eventsAt(hours: number, places: ReturnType<typeof from>[]) {
    let noted: NotedRefreshes | undefined
    const at: [hour: number, repeats: number][] = []
    for (let hour = 0; hour < hours; hour += 1) {
      const place = places[hour % places.length] ?? from(HOME)
      const next = noteRefresh(noted, place, hour * HOUR)
      noted = next.noted
      if (next.isEvent) at.push([hour, next.repeats])
    }
    return { at, noted }
  }

  it('are one event a day from the same place, which says how many it stands for', () => {
    expect(eventsAt(73, [from(HOME)]).at).toEqual([0, 24, 48, 72].map((hour) => [hour, hour === 0 ? 0 : 23]))
  })

  it('are an event at once from another address or with another User-Agent, and not again for going to and fro', () => {
    const places = [from(HOME), from('192.0.2.2'), from(HOME, 'curl')]
    expect(eventsAt(24, places).at.map(([hour]) => hour)).toEqual([0, 1, 2])
  })

  it('take little room, however many places there are', () => {
    const many = Array.from({ length: 20 }, (_, n) => from(`192.0.2.${n}`))
    const { at, noted } = eventsAt(20, many)
    expect(at).toHaveLength(20)
    expect(noted?.places.length).toBeLessThan(150)
    expect(noted?.places).not.toContain('192.0')
  })
})

describeEngines('the log of refreshes', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  async function refresh({ bearer, refreshToken }: Pick<TestSession, 'bearer' | 'refreshToken'>, from = HOME) {
    const body = { auth_token: bearer, refresh_token: refreshToken }
    const { status, body: answer } = await test.call('POST /accounts/refresh-token', { body, from })
    expect(status).toBe(200)
    return { bearer: answer.data.auth_token, refreshToken: answer.data.refresh_token }
  }
  const logged = async (id: string) =>
    (await eventsAbout(test, id))
      .filter(({ action }) => action === 'session.refreshed')
      .map(({ ip, details }) => [ip, details])

  it('has a day of an open page in one event, and each new address', async () => {
    const session = await signIn(test, root, { from: HOME })
    let pair: Pick<TestSession, 'bearer' | 'refreshToken'> = session
    for (let hour = 1; hour < 5; hour += 1) await later(hour * HOUR, async () => (pair = await refresh(pair)))
    await later(5 * HOUR, async () => (pair = await refresh(pair, '203.0.113.9')))
    await later(6 * HOUR, async () => (pair = await refresh(pair)))
    await later(DAY + HOUR, async () => (pair = await refresh(pair)))
    expect(await logged(session.id)).toEqual([
      [HOME, '{}'],
      ['203.0.113.9', '{"repeats":3}'],
      [HOME, '{"repeats":1}'],
    ])
  })

  it.each(['revoked', 'all_revoked', 'used again'])('tells at the end until when it went on: %s', async (end) => {
    const session = await signIn(test, root, { from: HOME })
    const { bearer: first, refreshToken } = session
    let pair: Pick<TestSession, 'bearer' | 'refreshToken'> = session
    let last = 0
    for (let hour = 1; hour < 5; hour += 1)
      await later(hour * HOUR, async () => {
        last = Date.now()
        pair = await refresh(pair)
      })
    await later(4 * HOUR, async () => {
      const { bearer } = pair
      if (end === 'revoked') await test.call(`DELETE /accounts/auth-token?token=${session.authHandle}`, { bearer })
      else if (end === 'all_revoked')
        await test.call('DELETE /accounts/tokens', { bearer, body: { email: root.email } })
      else await test.call('POST /accounts/refresh-token', { body: { auth_token: first, refresh_token: refreshToken } })
    })
    const event = (await eventsAbout(test, session.id)).at(-1)
    expect(event?.action).toBe(end === 'used again' ? 'session.refresh_reused' : 'session.ended')
    expect(JSON.parse(event?.details ?? '')).toEqual({
      ...(end !== 'used again' && { reason: end }),
      repeats: 3,
      last_refreshed_on: new Date(last).toISOString(),
    })
  })

  // Attack: a thief with a copy of the token is as quick as its owner, and gets the same pair.
  it('names whoever gets a pair again in another place, and not a second tab', async () => {
    const session = await signIn(test, root, { from: HOME })
    await refresh(session)
    await refresh(session)
    await refresh(session, '203.0.113.66')
    await refresh(session, '203.0.113.66')
    expect(await logged(session.id)).toEqual([
      [HOME, '{}'],
      ['203.0.113.66', '{"again":true}'],
    ])
  })
})
