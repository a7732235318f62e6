import type { ChildProcessByStdio } from 'node:child_process'
import { connect } from 'node:net'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

/** A program whose standard error is read, and nothing else. */
type Started = ChildProcessByStdio<null, null, Readable>

/**
 * Waits until a program that was just started accepts connections on `port` of 127.0.0.1; resolves with a function that
 * ends it. Throws with the program's output if it ends before that, or takes longer than `withinMs`.
 */
export async function untilListening(
  child: Started,
  { name, port, withinMs }: { name: string; port: number; withinMs: number },
): Promise<(signal: NodeJS.Signals) => Promise<void>> {
  let output = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  for (const deadline = Date.now() + withinMs; !(await isListening(port)); await sleep(10)) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${name} did not start: ${output}`)
  }
  return async (signal) => {
    child.kill(signal)
    await ended
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
