import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { InjectOptions } from 'fastify'
import { type Gateway, openGateway } from '../src/app.ts'
import type { WebhookPace } from '../src/features/webhooks/webhooks.ts'
import { readConfig } from '../src/platform/config/config.ts'
import { PASSWORD_COST, type PasswordCost } from '../src/platform/crypto/passwords.ts'
import type { Database } from '../src/platform/database/database.ts'
import { openDatabase } from '../src/platform/database/open.ts'
import type { Log } from '../src/platform/log.ts'
import { createMinimumDuration, type MinimumDuration } from '../src/platform/throttle/minimum-duration.ts'
import { type Engine, openPlace, type Place } from './database/engines.ts'
import { pauses } from './run/pauses.ts'

/** The metrics token of every test gateway. */
export const METRICS_TOKEN = 'a-token-of-some-length'

/** Limits that no test reaches; a test of a limit sets that limit itself. */
const DEFAULTS = {
  METRICS_TOKEN,
  RATE_LIMIT_ANONYMOUS_PER_MINUTE: '1000000',
  LOG_LEVEL: 'silent',
  PUBLIC_URL: 'http://gateway.test',
}

// biome-ignore lint/suspicious/noExplicitAny: what a gateway answers is checked by the test, not by its type
export type Answer = { status: number; headers: Record<string, unknown>; body: any; text: string }

export type Call = {
  /** API key, sent as X-Api-Key. */
  key?: string
  /** Access token (or key), sent as Authorization: Bearer. */
  bearer?: string
  body?: unknown
  headers?: Record<string, string>
  /** The client's address, 127.0.0.1 by default. */
  from?: string
}

/** A user who is signed in: what a test needs to act as them. */
export type SignedInUser = {
  email: string
  password: string
  userId: string
  accountId: string
  account: string
  bearer: string
  refreshToken: string
}

export type Mail = { template: string; to: string; text: string; code: string | undefined; token: string | undefined }

export type LogLine = { level: string; fields: Record<string, unknown>; message: string }

export type TestGateway = {
  place: Place
  gateway: Gateway
  database: Database
  /** The cost parameters of the password hashes. */
  passwordCost: PasswordCost
  /** Does work while answers whose duration would tell something take their minimum duration; else they come at once. */
  holdingBack<T>(work: () => Promise<T>): Promise<T>
  /** Everything that was logged. */
  logged: LogLine[]
  /**
   * Sends a real request through the whole HTTP stack (light-my-request); `route` is method and path, such as `POST
   * /path`.
   */
  call(route: string, call?: Call): Promise<Answer>
  /** All mails so far, oldest first; waits until there are at least `least`. */
  mails(least?: number): Promise<Mail[]>
  /** A new account, confirmed, with its root signed in. */
  signUp(name?: string): Promise<SignedInUser>
  /** Issues a key for the user of the access token, who must have the right to. */
  issueKey(
    bearer: string,
    name?: string,
    more?: Record<string, unknown>,
  ): Promise<{ id: string; key: string; creds: string; expires_on: string }>
  close(): Promise<void>
}

/** So long that samples of refusals are written only when the gateway closes. */
const SELDOM_MS = 3_600_000

/** Real hashes, but the suite makes so many that at their real cost they would take a quarter of its time. */
const CHEAP: PasswordCost = { memoryCost: 256, timeCost: 1 }

/** Answers at once; the suite would else wait for minutes, a tenth of a second at a time. */
const AT_ONCE: MinimumDuration = {
  hold: (work) => work(),
  holdIf: (_tells, work) => work(),
}

/** How long a test waits for something before it fails; usually less than a second is enough. */
const ENOUGH_MS = 20_000

/** Each request has its own id; it can still be read, but comparisons of whole answers ignore it. */
function ownIdApart(headers: Record<string, unknown>): Record<string, unknown> {
  return Object.defineProperty({ ...headers }, 'x-request-id', { enumerable: false })
}

/** When a change held everywhere is measured; it can still be read, but comparisons of whole bodies ignore it. */
function revocationApart(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('revocation' in body)) return body
  return Object.defineProperty(body, 'revocation', { enumerable: false })
}

let accounts = 0

/** How a test's gateway differs from the default one. */
type TestSetUp = {
  /** Variables beside those of the place. */
  environment?: Record<string, string> | undefined
  /** A place with an existing database; by default a new one, which is deleted with the gateway. */
  place?: Place | undefined
  /** Wraps the gateway's database, for example to count statements (watch-sql.ts). */
  watch?: ((database: Database) => Database) | undefined
  passwordCost?: PasswordCost
  /** Whether answers take their minimum duration always, and not only in `holdingBack`. */
  holdsBack?: boolean
  webhookPace?: WebhookPace
  /** A folder with what a build of the console makes. */
  consoleFolder?: string
}

/** A whole gateway on a real database. */
export async function openTestGateway(engine: Engine, how: TestSetUp = {}): Promise<TestGateway> {
  const { environment, watch = (database) => database, passwordCost = CHEAP, holdsBack = false } = how
  const place = how.place ?? (await openPlace(engine))
  const logged: LogLine[] = []
  const config = readConfig({ ...DEFAULTS, ...place.environment, ...environment })
  const database = watch(await openDatabase(config))
  const real = createMinimumDuration()
  let current = holdsBack ? real : AT_ONCE
  const minimumDuration: MinimumDuration = {
    hold: (work) => current.hold(work),
    holdIf: (tells, work) => current.holdIf(tells, work),
  }
  const { webhookPace, consoleFolder } = how
  const given = { database, passwordCost, minimumDuration, writeSamplesEveryMs: SELDOM_MS, webhookPace, consoleFolder }
  const gateway = await openGateway(config, captureLog(logged), given)
  await gateway.server.ready()
  await gateway.start()

  async function call(
    route: string,
    { key, bearer, body, headers = {}, from = '127.0.0.1' }: Call = {},
  ): Promise<Answer> {
    const [method = 'GET', url = '/'] = route.split(' ')
    const options: InjectOptions = {
      method: method as 'GET',
      url,
      remoteAddress: from,
      headers: {
        ...(key !== undefined && { 'x-api-key': key }),
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        ...headers,
      },
      ...(body !== undefined && { payload: body as object }),
    }
    const response = await gateway.server.inject(options)
    return {
      status: response.statusCode,
      headers: ownIdApart(response.headers),
      body: revocationApart(parseJson(response.payload)),
      text: response.payload,
    }
  }

  // A file that ends in .eml is complete and never changes, so each is read only once.
  const seen = new Map<string, Mail>()

  async function mails(least = 0): Promise<Mail[]> {
    let found: Mail[] = []
    for await (const _ of pauses(ENOUGH_MS)) {
      found = await readMails(path.join(place.dataDir, 'mail'), seen)
      if (found.length >= least) break
    }
    return found
  }

  async function signUp(wanted?: string): Promise<SignedInUser> {
    accounts += 1
    const name = wanted ?? `account ${accounts}`
    const email = `root-${accounts}-${Math.random().toString(36).slice(2, 8)}@example.com`
    const password = 'correct-Horse7'
    const created = await call('POST /accounts', { body: { name, root_email: email, password } })
    if (created.status !== 200) throw new Error(`createAccount answered ${created.text}`)
    const token = await waitFor(async () => (await mails()).find((mail) => mail.to === email && mail.token)?.token)
    const confirmed = await call('POST /accounts/confirm-email', { body: { token } })
    if (confirmed.status !== 200) throw new Error(`confirmEmail answered ${confirmed.text}`)
    const signedIn = await call('POST /accounts/auth-with-password', { body: { email, password } })
    const { account_id: accountId, user_id: userId } = confirmed.body.data
    const { auth_token: bearer, refresh_token: refreshToken } = signedIn.body.data
    return { email, password, userId, accountId, account: confirmed.body.data.account, bearer, refreshToken }
  }

  return {
    place,
    gateway,
    database,
    passwordCost,
    async holdingBack(work) {
      const before = current
      current = real
      try {
        return await work()
      } finally {
        current = before
      }
    },
    logged,
    call,
    mails,
    signUp,
    async issueKey(bearer, name = 'ci', more = {}) {
      const issued = await call('POST /accounts/api-key', { bearer, body: { key_name: name, ...more } })
      if (issued.status !== 200) throw new Error(`issueApiKey answered ${issued.text}`)
      return issued.body.data
    },
    async close() {
      await gateway.close()
      if (!how.place) await place.remove()
    },
  }
}

/** A gateway whose answers take as long as real ones, for tests of times and of password hashes themselves. */
export const openEarnestGateway = (engine: Engine): Promise<TestGateway> =>
  openTestGateway(engine, { passwordCost: PASSWORD_COST, holdsBack: true })

/** Calls `look` until it resolves with a value, for at most 20 seconds. */
export async function waitFor<T>(look: () => Promise<T | undefined>): Promise<T> {
  for await (const _ of pauses(ENOUGH_MS)) {
    const found = await look()
    if (found !== undefined) return found
  }
  throw new Error('waited for 20 seconds in vain')
}

async function readMails(folder: string, seen: Map<string, Mail>): Promise<Mail[]> {
  const names = await readdir(folder).catch(() => [])
  const files = names.filter((name) => name.endsWith('.eml')).sort()
  return Promise.all(
    files.map(async (name) => {
      const mail = seen.get(name) ?? parseMail(await readFile(path.join(folder, name), 'utf8'))
      seen.set(name, mail)
      return mail
    }),
  )
}

function parseMail(text: string): Mail {
  const line = (pattern: RegExp) => pattern.exec(text)?.[1]
  return {
    template: line(/^X-Quiva-Template: (.+)$/m) ?? '',
    to: line(/^To: (.+)$/m) ?? '',
    text,
    code: line(/^Code: (.+)$/m),
    token: line(/^Link: .*[?&]token=([\w-]+)$/m),
  }
}

function captureLog(lines: LogLine[]): Log {
  const at = (level: string) => (fields: Record<string, unknown>, message: string) =>
    void lines.push({ level, fields, message })
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
