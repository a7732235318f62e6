import { get } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { BareAnswer } from './bare-server.ts'
import type { Stage } from './stage.ts'

/** A request to the gateway whose answer the bare server is to repeat. */
type Example = { port: number; path: string; headers: Record<string, string> }

/** The yardstick (bare-server.ts), in a process of its own on the server's core; with a certificate, over TLS. */
export async function startBareServer(stage: Stage, example: Example, tls?: BareAnswer['tls']) {
  const answer = { ...(await answerTo(example)), tls }
  const child = stage.spawnServer([fileURLToPath(new URL('bare-server.ts', import.meta.url))], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(Number(message)))
    child.once('exit', () => reject(new Error('the bare server ended')))
    child.send(answer)
  })
  if (child.pid === undefined) throw new Error('the bare server has no process id')
  return { port, pid: child.pid, stop: () => stage.end(child) }
}

function answerTo({ port, path, headers }: Example): Promise<BareAnswer> {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', path, headers }, (response) => {
      // What node:http adds by itself to each answer.
      const { date, connection, 'keep-alive': keepAlive, ...rest } = response.headers
      response.setEncoding('utf8')
      let body = ''
      response.on('data', (text: string) => {
        body += text
      })
      response.on('end', () => {
        if (response.statusCode !== 200) reject(new Error(`GET ${path} answered ${response.statusCode}`))
        else resolve({ headers: rest as Record<string, string>, body, keepAliveTimeoutMs: 75_000 })
      })
    }).on('error', reject)
  })
}
