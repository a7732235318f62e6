import { Refusal } from '../src/platform/errors/refusal.ts'

/** Like a promise, except that callbacks come at once: with promises, their order would not be the simulation's. */
export type Soon<T> = PromiseLike<T> & { resolve(value: T): void }

/** Of failures it knows only refusals; all others end the world. */
export function createSoon<T>(): Soon<T> & { refuse(refusal: Refusal): void } {
  let outcome: { value: T } | { refusal: Refusal } | undefined
  const waiting: (() => void)[] = []

  function settle(settled: { value: T } | { refusal: Refusal }): void {
    outcome = settled
    for (const run of waiting.splice(0)) run()
  }

  return {
    resolve: (value) => settle({ value }),
    refuse: (refusal) => settle({ refusal }),
    // biome-ignore lint/suspicious/noThenProperty: what runs here waits with `then`
    then<U, F = never>(
      run?: ((value: T) => U | PromiseLike<U>) | null,
      refused?: ((reason: unknown) => F | PromiseLike<F>) | null,
    ): Soon<U | F> {
      const next = createSoon<U | F>()
      const go = (): void => {
        if (!outcome) return
        if ('refusal' in outcome) {
          if (refused) follow(next, () => refused(outcome && 'refusal' in outcome ? outcome.refusal : undefined))
          else next.refuse(outcome.refusal)
          return
        }
        const { value } = outcome
        if (run) follow(next, () => run(value))
      }
      if (outcome) go()
      else waiting.push(go)
      return next
    },
  }
}

function follow<T>(next: ReturnType<typeof createSoon<T>>, run: () => T | PromiseLike<T>): void {
  try {
    const value = run()
    if (typeof value === 'object' && value !== null && 'then' in value)
      value.then(next.resolve, (reason) => reason instanceof Refusal && next.refuse(reason))
    else next.resolve(value)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    next.refuse(error)
  }
}
