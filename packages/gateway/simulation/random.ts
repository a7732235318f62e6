/** Random numbers that a seed decides: the same seed gives the same numbers on every machine. */
export type Random = {
  /** At least 0 and below 1. */
  next(): number
  /** A whole number, at least 0 and below `n`. */
  below(n: number): number
  between(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly [T, ...T[]]): T
  /** One of them, or undefined of none. */
  any<T>(items: readonly T[]): T | undefined
  /** Mostly a little more or less than `typical`, now and then many times that: as the delays of networks are. */
  delay(typical: number): number
  /** Another generator, decided by this one and the name; what one draws doesn't change what the other draws. */
  fork(name: string): Random
}

/** sfc32 by Chris Doty-Humphrey (PractRand): 128 bits of state, period at least 2^32, only 32-bit additions and shifts. */
export function createRandom(seed: number): Random {
  // Whatever the seed, the state must be well mixed: splitmix32 fills it, as sfc32's author advises.
  let s = seed >>> 0
  function splitmix(): number {
    s = (s + 0x9e3779b9) | 0
    let t = s ^ (s >>> 16)
    t = Math.imul(t, 0x21f0aaad)
    t ^= t >>> 15
    t = Math.imul(t, 0x735a2d97)
    return (t ^ (t >>> 15)) | 0
  }
  let [a, b, c, count] = [splitmix(), splitmix(), splitmix(), 1]

  function bits(): number {
    const t = (((a + b) | 0) + count) | 0
    count = (count + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return t >>> 0
  }
  for (let n = 0; n < 12; n += 1) bits()
  const origin = bits()

  const next = (): number => bits() / 0x1_0000_0000
  const below = (n: number): number => Math.floor(next() * n)
  return {
    next,
    below,
    between: (low, high) => low + next() * (high - low),
    chance: (probability) => next() < probability,
    pick: (items) => items[below(items.length)] ?? items[0],
    any: (items) => items[below(items.length)],
    delay(typical) {
      const usual = typical * (0.5 + next())
      return next() < 0.02 ? usual * (2 + 30 * next()) : usual
    },
    fork(name) {
      let hash = origin
      for (const letter of name) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
      return createRandom(hash)
    },
  }
}
