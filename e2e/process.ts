import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Place } from '../packages/gateway/test/database/engines.ts'
import { NODE_COMPILE_CACHE } from '../packages/gateway/test/run/compile-cache.ts'
import { type Answer, type Client, call, openClient } from './http.ts'

const main = fileURLToPath(new URL('../packages/gateway/bin/gateway.js', import.meta.url))

/**
 * Limits that no test reaches, and a fixed address for the links, because the port is not known in advance. Without the
 * console, which the start would build first.
 */
const DEFAULTS = {
  PORT: '0',
  PUBLIC_URL: 'http://gateway.test',
  RATE_LIMIT_ANONYMOUS_PER_MINUTE: '1000000',
  NODE_COMPILE_CACHE,
  CONSOLE: 'off',
}

export type Ended = { code: number | null; signal: NodeJS.Signals | null; output: string }

export type GatewayProcess = {
  url: string
  client: Client
  /** Everything that the process wrote to standard output and standard error. */
  output(): string
  /** Sends the signal and resolves when the process is gone. */
  end(signal: NodeJS.Signals): Promise<Ended>
  signal(signal: NodeJS.Signals): void
  ended: Promise<Ended>
}

/**
 * Starts the gateway as `npm start` does, or another program that is one, without the test's own environment variables.
 * Its log has to be at info at least.
 */
export async function startGateway(
  place: Place,
  environment: Record<string, string> = {},
  program = main,
): Promise<GatewayProcess> {
  const { child, output, ended: gone } = launch({ ...place.environment, ...environment }, [], program)
  const url = await untilListening(child, output, gone)
  const client = openClient(url)
  const ended = gone.finally(client.close)
  return {
    url,
    client,
    output,
    ended,
    signal: (signal) => void child.kill(signal),
    end(signal) {
      child.kill(signal)
      return ended
    },
  }
}

/** Runs the gateway and resolves when the process has ended by itself, for a start that is expected to fail. */
export function runGateway(environment: Record<string, string>, ...args: string[]): Promise<Ended> {
  return launch(environment, args).ended
}

/** Running processes; those of a test that failed must not outlive the run. */
const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

function launch(environment: Record<string, string>, args: string[] = [], program = main) {
  const env = { PATH: process.env.PATH ?? '', ...DEFAULTS, ...environment }
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  let text = ''
  const keep = (chunk: string) => {
    text += chunk
  }
  child.stdout.setEncoding('utf8').on('data', keep)
  child.stderr.setEncoding('utf8').on('data', keep)
  const output = () => text
  // "close" comes after "exit", when both streams have been read to their ends.
  const ended = once(child, 'close').then(([code, signal]): Ended => {
    running.delete(child)
    return { code, signal, output: text }
  })
  return { child, output, ended }
}

async function untilListening(child: ChildProcess, output: () => string, ended: Promise<Ended>): Promise<string> {
  let gone = false
  void ended.then(() => {
    gone = true
  })
  for (const deadline = Date.now() + 60_000; Date.now() < deadline && !gone; await sleep(5)) {
    const url = /"url":"(http:[^"]+)".*"msg":"listening"/.exec(output())?.[1]
    if (url !== undefined) return url
  }
  child.kill('SIGKILL')
  throw new Error(`the gateway did not start:\n${output()}`)
}

export type Root = { email: string; password: string; accountId: string; bearer: string; refreshToken: string }

let roots = 0

/** Creates an account, confirms it by the mail and signs its root in. */
export async function signUp({ client }: GatewayProcess, place: Place): Promise<Root> {
  roots += 1
  const email = `root-${roots}@example.com`
  const password = 'correct-Horse7'
  await expectOk(call(client, 'POST /accounts', { body: { name: `account ${roots}`, root_email: email, password } }))
  const { token } = await mailTo(place, email)
  const confirmed = await expectOk(call(client, 'POST /accounts/confirm-email', { body: { token } }))
  const signedIn = await expectOk(call(client, 'POST /accounts/auth-with-password', { body: { email, password } }))
  const { auth_token: bearer, refresh_token: refreshToken } = signedIn.body.data
  return { email, password, accountId: confirmed.body.data.account_id, bearer, refreshToken }
}

export async function expectOk(answer: Promise<Answer>): Promise<Answer> {
  const { status, text } = await answer
  if (status !== 200) throw new Error(`expected 200, got ${status}: ${text}`)
  return answer
}

export type MailFile = { messageId: string; to: string; token: string; code: string; text: string }

/** Reads the mails that were written to files, oldest first. */
export async function readMails({ dataDir }: Place): Promise<MailFile[]> {
  const folder = path.join(dataDir, 'mail')
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml')).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(path.join(folder, name), 'utf8')
      const line = (pattern: RegExp) => pattern.exec(text)?.[1] ?? ''
      return {
        messageId: line(/^Message-ID: (.+)$/im),
        to: line(/^To: (.+)$/m),
        token: line(/^Link: .*[?&]token=([\w-]+)$/m),
        code: line(/^Code: (.+)$/m),
        text,
      }
    }),
  )
}

/** Waits for the first mail to that address, and with that template if one is named. */
export async function mailTo(place: Place, address: string, template = ''): Promise<MailFile> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(10)) {
    const mails = (await readMails(place)).filter(({ to }) => to === address)
    const mail = mails.find(({ text }) => text.includes(`\nX-Quiva-Template: ${template}`))
    if (mail) return mail
  }
  throw new Error(`no mail to ${address} came within 20 seconds`)
}
