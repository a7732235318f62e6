import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../packages/gateway/test/nats/nats-server.ts'
import { openClient } from '../http.ts'

const program = fileURLToPath(new URL('../../packages/edge/bin/quiva-edge.js', import.meta.url))

export type EdgeProcess = Awaited<ReturnType<typeof startEdge>>

/** `quiva-edge` with one process, which is asked over HTTP as a proxy asks it. */
export async function startEdge(environment: { QUIVA_URL: string; QUIVA_API_KEY: string; EDGE_NAME: string }) {
  const port = await freePort()
  const client = openClient(`http://127.0.0.1:${port}`)
  let child: ChildProcess | undefined
  const end = () => void child?.kill('SIGKILL')
  process.on('exit', end)

  function start(): void {
    child = spawn(process.execPath, [program], {
      env: { PATH: process.env.PATH ?? '', ...environment, PORT: String(port), PROCESSES: '1' },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  }

  start()
  return {
    /** The status of GET /verify; undefined without an answer. */
    async verify(key: string, account: string): Promise<number | undefined> {
      const headers: [string, string][] = [['X-Api-Key', key]]
      const target = `/verify?account=${account}`
      return client.send({ method: 'GET', target, headers }).then(
        ({ status }) => status,
        () => undefined,
      )
    },
    signal: (signal: NodeJS.Signals) => void child?.kill(signal),
    /** After SIGKILL; at the same port. */
    restart: start,
    close(): void {
      end()
      process.off('exit', end)
      client.close()
    },
  }
}
