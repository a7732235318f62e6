import { describe, test } from 'vitest'
import { findNatsServer, natsRelease } from './nats-releases.ts'

/**
 * A `describe` for tests that need a nats-server. Skipped, with the reason in its name, where there is none of the
 * release; CI=true makes that a failure, but for the older release, which is tried where it is there.
 */
export function describeWithNatsServer(name: string, tests: () => void): void {
  if (findNatsServer()) describe(name, tests)
  else if (process.env.CI && natsRelease === '2.10') {
    describe(name, () => {
      test('needs nats-server 2.10', () => {
        throw new Error('nats-server 2.10 is missing: .ci/from-trixie nats-server:nats-server-2.10')
      })
    })
  } else describe.skip(`${name} (needs nats-server ${natsRelease})`, tests)
}
