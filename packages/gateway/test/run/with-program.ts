import { describe, test } from 'vitest'
import { findProgram } from './programs.ts'

/** A `describe` that is skipped if the program is missing, and whose name says why; with CI=true that is a failure. */
export function describeWithProgram(program: string, name: string, tests: () => void): void {
  if (findProgram(program)) describe(name, tests)
  else if (process.env.CI) {
    describe(name, () => {
      test(`needs the program ${program}`, () => {
        throw new Error(`${program} is missing: apt-get install ${program}`)
      })
    })
  } else describe.skip(`${name} (needs the program ${program})`, tests)
}
