import { wholeNumber } from './parsers.ts'

export type Readers = ReturnType<typeof createReaders>

/** Read variables; of each that is wrong, a line is added to `problems`, and it counts as unset. */
export function createReaders(environment: Record<string, string | undefined>, problems: string[]) {
  function read<T>(name: string, mayBe: string, parse: (text: string) => T | undefined, fallback: () => T): T {
    const text = environment[name]?.trim()
    if (!text) return fallback()
    const value = parse(text)
    if (value !== undefined) return value
    problems.push(`${name} must be ${mayBe}`)
    return fallback()
  }
  return {
    read,
    integer: (name: string, fallback: number, least: number, most: number) =>
      read(name, `a whole number from ${least} to ${most}`, wholeNumber(least, most), () => fallback),
    optional: <T>(name: string, mayBe: string, parse: (text: string) => T | undefined): T | undefined =>
      read<T | undefined>(name, mayBe, parse, () => undefined),
  }
}
