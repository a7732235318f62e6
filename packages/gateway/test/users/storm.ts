import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, Call, SignedInUser, TestGateway } from '../gateway.ts'
import { addMember } from './members.ts'
import { exchangeKey, signIn, type TestSession } from './sign-in.ts'

/** Somebody with everything that can be revoked, and the root of their account. */
export type Victim = {
  root: SignedInUser
  user: SignedInUser
  key: { id: string; key: string }
  /** Sessions of sign-ins, and sessions made from the key. */
  interactive: TestSession[]
  fromKey: TestSession[]
}

const SESSIONS = 8

export async function addVictim(test: TestGateway, root: SignedInUser): Promise<Victim> {
  const user = await addMember(test, root, 'developer')
  const key = await test.issueKey(user.bearer)
  const times = Array.from({ length: SESSIONS })
  const interactive = await Promise.all(times.map(() => signIn(test, user, { account: user.account })))
  const fromKey = await Promise.all(times.map(() => exchangeKey(test, key.key)))
  return { root, user, key, interactive, fromKey }
}

/** What a thief with everything of the victim's holds in the end. */
export type Loot = {
  /** The sessions that were there before the storm, with their newest pairs. */
  interactive: TestSession[]
  fromKey: TestSession[]
  /** The newest of those that the storm has begun. */
  exchanged: TestSession[]
  signedIn: TestSession[]
}

export type Storm = {
  /** How often each kind of use was answered with what. */
  answers: Map<string, number>
  /** Lets each use that is under way finish; gives what is held by then. */
  stop(): Promise<Loot>
}

/**
 * Uses all that the victim has without a pause, in every way, from one address: whoever is refused stops. Each session is
 * refreshed by a client of its own, which holds the newest pair. With several gateways on one database each gets its part.
 */
export function beginStorm(gateways: readonly TestGateway[], victim: Victim): Storm {
  const { user, key } = victim
  const answers = new Map<string, number>()
  let going = true
  let calls = 0
  const from = '192.0.2.66'

  function call(route: string, more: Call): Promise<Answer> {
    calls += 1
    const gateway = gateways[calls % gateways.length]
    if (!gateway) throw new Error('a storm needs a gateway')
    return gateway.call(route, more)
  }

  async function again(use: () => Promise<Answer>, took: (answer: Answer) => void = () => {}): Promise<void> {
    for (let status = 200; going && status === 200; ) {
      // Requests of a test wait for no socket: without a pause nothing else would ever get its turn.
      await new Promise((resolve) => setImmediate(resolve))
      const answer = await use()
      status = answer.status
      answers.set(
        `${status} ${answer.body?.code ?? ''}`,
        (answers.get(`${status} ${answer.body?.code ?? ''}`) ?? 0) + 1,
      )
      if (status === 200) took(answer)
    }
  }

  /** A session and the pairs that follow. */
  async function refresh(session: TestSession, held: TestSession[], place: number): Promise<void> {
    held[place] = session
    await again(
      () => {
        const { bearer, refreshToken } = held[place] ?? session
        const body = { auth_token: bearer, refresh_token: refreshToken }
        return call('POST /accounts/refresh-token', { body, from })
      },
      ({ body }) => {
        held[place] = { ...session, bearer: body.data.auth_token, refreshToken: body.data.refresh_token }
      },
    )
  }

  /** New sessions; the newest is held. */
  async function begin(route: string, body: object, held: TestSession[], place: number): Promise<void> {
    await again(
      () => call(route, { body, from }),
      ({ body: { data } }) => {
        const names = { id: '', authHandle: '', refreshHandle: '' }
        held[place] = { ...names, bearer: data.auth_token, refreshToken: data.refresh_token }
      },
    )
  }

  const loot: Loot = { interactive: [], fromKey: [], exchanged: [], signedIn: [] }
  const [first] = victim.interactive
  const { email, password, account } = user
  const places = [...Array(SESSIONS).keys()]
  const loops = [
    ...victim.interactive.map((session, place) => refresh(session, loot.interactive, place)),
    ...victim.fromKey.map((session, place) => refresh(session, loot.fromKey, place)),
    ...places.map((place) => begin('POST /accounts/auth-with-api-key', { api_key: key.key }, loot.exchanged, place)),
    begin('POST /accounts/auth-with-password', { email, password, account }, loot.signedIn, 0),
    again(() => call('GET /accounts/session-tokens', { key: key.key, from })),
    again(() => call('GET /accounts/api-keys', { key: key.key, from })),
    again(() => call('POST /accounts/token-validate', { body: { token: first?.refreshToken }, from })),
    again(() => call('POST /accounts/api-key', { key: key.key, body: { key_name: 'another' }, from })),
  ]
  return {
    answers,
    async stop() {
      going = false
      await Promise.all(loops)
      return loot
    },
  }
}

/** Runs `use` again and again until it is told to end; gives the times, in milliseconds, in order of their length. */
export function timeAgain(use: () => Promise<unknown>, pauseMs: number): { end(): Promise<number[]> } {
  const times: number[] = []
  let going = true
  const loop = (async () => {
    while (going) {
      const from = performance.now()
      await use()
      times.push(performance.now() - from)
      await sleep(pauseMs)
    }
  })()
  return {
    async end() {
      going = false
      await loop
      return times.sort((a, b) => a - b)
    },
  }
}
