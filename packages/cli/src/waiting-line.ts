import { setTimeout as sleep } from 'node:timers/promises'
import { CliError } from './errors.ts'

type Screen = { write(text: string): unknown; isTTY?: boolean | undefined }

/** Sleeps for others while a line at the terminal says how much time is left; Ctrl-C ends the sleep. */
export type WaitingLine = { sleep(ms: number): Promise<unknown>; end(): void }

/** On a screen that is no terminal, nothing is shown. */
export function showWaiting(text: string, endsAt: number, screen: Screen): WaitingLine {
  const stopped = new AbortController()
  const stop = () => stopped.abort(new CliError('interrupted', 'interrupted', 'Nobody was signed in.'))
  process.once('SIGINT', stop)

  function show(): void {
    const left = Math.max(0, Math.ceil((endsAt - Date.now()) / 1000))
    screen.write(`\r${text} ${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')} `)
  }
  if (screen.isTTY) show()
  const timer = screen.isTTY ? setInterval(show, 1000) : undefined

  return {
    async sleep(ms) {
      // The error of an aborted timer is its own, with ours as the cause.
      await sleep(ms, undefined, { signal: stopped.signal }).catch(() => stopped.signal.throwIfAborted())
    },
    end() {
      clearInterval(timer)
      process.off('SIGINT', stop)
      if (screen.isTTY) screen.write('\r\u001b[2K')
    },
  }
}
