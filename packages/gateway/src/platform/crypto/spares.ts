/** Values that were made ahead; each is handed out once. */
export type Spares<Value> = {
  take(): Promise<Value>
}

/**
 * Keeps up to `most` values ready whose making takes long and happens elsewhere, in libuv's threads for example. Without
 * one that is ready, `take` waits for a new one.
 *
 * Nothing is made before the first `take`. After each turn of the event loop in which some were taken, as many are made:
 * work that whoever took one gives to the same threads in that turn comes first. `make` may reject: then the `take` that
 * waits for it rejects; a spare that could not be made is made after the next `take`.
 */
export function createSpares<Value>(make: () => Promise<Value>, most: number): Spares<Value> {
  const ready: Value[] = []
  let inTheMaking = 0
  let willRefill = false

  function refill(): void {
    willRefill = false
    for (let missing = most - ready.length - inTheMaking; missing > 0; missing -= 1) {
      inTheMaking += 1
      make()
        .then(
          (value) => void ready.push(value),
          () => {},
        )
        .finally(() => {
          inTheMaking -= 1
        })
    }
  }

  return {
    async take() {
      const value = ready.shift()
      if (!willRefill) {
        willRefill = true
        setImmediate(refill)
      }
      return value ?? make()
    },
  }
}
