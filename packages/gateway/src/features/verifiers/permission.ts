import type { Time } from '../../platform/time.ts'

export type Still = 'allowed' | 'credential_ended' | 'not_permitted'

/** Whether the credential of a connection would still be let in. */
export type Recheck = (done: (still: Still) => void) => void

/** A timer takes 2^31 ms at most; it is set anew then. */
const LONGEST_TIMER_MS = 86_400_000

/**
 * The right to one connection. It is looked at again when something was evicted that it may rest on; what the verifier
 * sends meanwhile waits.
 */
export function createPermission(
  time: Time,
  expiresAt: number,
  recheck: Recheck,
  end: (why: Exclude<Still, 'allowed'>) => void,
) {
  let isOver = false
  let waiting: { run: () => void; never: () => void }[] | undefined
  let isAsked = false
  let callOff = watchExpiry()

  function watchExpiry(): () => void {
    const left = Math.max(0, expiresAt - time.wall())
    return time.after(Math.min(left, LONGEST_TIMER_MS), () => {
      if (expiresAt <= time.wall()) return stop('credential_ended')
      callOff = watchExpiry()
      return undefined
    })
  }

  function stop(why: Exclude<Still, 'allowed'>): void {
    if (!isOver) end(why)
  }

  function check(): void {
    // What was evicted during a check may have been read before: it is done once more.
    isAsked = true
    if (isOver || waiting) return
    waiting = []
    ask()
  }

  function ask(): void {
    isAsked = false
    recheck((still) => {
      if (isOver) return
      if (still !== 'allowed') stop(still)
      else if (isAsked) ask()
      else {
        const runs = waiting ?? []
        waiting = undefined
        for (const { run, never } of runs) whenPermitted(run, never)
      }
    })
  }

  /** Calls one of them: `never` if the right has ended, maybe at once. */
  function whenPermitted(run: () => void, never: () => void = () => {}): void {
    if (isOver) never()
    else if (waiting) waiting.push({ run, never })
    else if (expiresAt > time.wall()) run()
    else {
      stop('credential_ended')
      never()
    }
  }

  return {
    check,
    whenPermitted,
    /** The connection is over. */
    lost(): void {
      isOver = true
      callOff()
      const dropped = waiting ?? []
      waiting = undefined
      for (const { never } of dropped) never()
    },
  }
}
