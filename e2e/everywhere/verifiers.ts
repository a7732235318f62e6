import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('verifier-process.ts', import.meta.url))

export type Report = { accepted: [id: string, began: number][]; calls: number; hits: number }
export type VerifierProcess = ReturnType<typeof startVerifier>

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

export function startVerifier(
  environment: { GATEWAYS: string; API_KEY: string; NAME: string },
  onReport: (report: Report) => void,
) {
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  running.add(child)
  child.on('message', onReport)
  child.on('error', () => {})
  child.on('exit', () => running.delete(child))
  const tell = (told: object): void => {
    if (child.connected) child.send(told, () => {})
  }
  return {
    add: (keys: readonly { id: string; key: string }[]) => tell({ add: keys }),
    drop: (ids: readonly string[]) => tell({ drop: ids }),
    signal: (signal: NodeJS.Signals) => void child.kill(signal),
  }
}
