import type { Hold } from './waiting.ts'

/** Of each kind, at any time (docs/verifier-protocol.md, "Frames"). */
const MOST_UNANSWERED = 16

type Deps = {
  hold: Hold
  /** Calls one of them, maybe later. */
  whenPermitted(run: () => void, never: () => void): void
  end(closing: 'out_of_order' | 'too_many', reason: string): void
}

/**
 * Carries a question of so many bytes out: `run` gets what ends the wait, and what is to be called if there will be no
 * answer. If too much waits, `refuse` answers at once; and what a good verifier never does ends the connection.
 */
type Answer = (
  kind: 'verify' | 'budget',
  question: { id: number; bytes: number },
  refuse: () => void,
  run: (done: () => void, never: () => void) => void,
) => void

/** The questions of one connection that are not answered yet. */
export function createUnanswered({ hold, whenPermitted, end }: Deps): Answer {
  const unanswered = { verify: new Set<number>(), budget: new Set<number>() }
  return (kind, { id, bytes }, refuse, run) => {
    const open = unanswered[kind]
    if (open.has(id)) return end('out_of_order', `id of ${kind} is in use`)
    if (open.size >= MOST_UNANSWERED) return end('too_many', `unanswered ${kind}`)
    const release = hold(bytes)
    if (!release) return refuse()
    open.add(id)
    function done(): void {
      open.delete(id)
      release?.()
    }
    whenPermitted(() => run(done, release), release)
  }
}
