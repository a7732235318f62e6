import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, Call, SignedInUser, TestGateway } from '../gateway.ts'
import { addMember } from './members.ts'
import { exchangeKey, signIn, type TestSession } from './sign-in.ts'

/** A user with every kind of credential that can be revoked, and the root of their account. */
export type Victim = {
  root: SignedInUser
  user: SignedInUser
  key: { id: string; key: string }
  /** Sessions of sign-ins; `fromKey` are sessions made from the key. */
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

/** What a thief who has all the victim's credentials holds in the end. */
export type Loot = {
  /** The sessions that were there before the storm, with their newest pairs. */
  interactive: TestSession[]
  fromKey: TestSession[]
  /** The newest sessions that the storm has started. */
  exchanged: TestSession[]
  signedIn: TestSession[]
}

export type Storm = {
  /** How often each kind of use got each answer. */
  answers: Map<string, number>
  /** Waits for the uses that are under way; resolves with what is held then. */
  stop(): Promise<Loot>
}

/**
 * Uses all the victim's credentials without a pause, in every way, from one address; each use goes on until it is
 * refused. Each session is refreshed by a client of its own, which holds the newest pair. Several gateways on one
 * database share the uses.
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
      // Requests of a test do not wait for a socket, so without a pause nothing else would ever run.
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

  /** Refreshes a session again and again. */
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

  /** Starts new sessions again and again; `held` has the newest. */
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

/** Runs `use` again and again until `end` is called; returns the times in milliseconds, the shortest first. */
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
