import { describe, test } from 'vitest'
import { findNatsServer, natsRelease } from './nats-releases.ts'

/**
 * A `describe` for tests that need a nats-server. If there is none of the release, they are skipped, and the name says
 * why; with CI=true that is a failure, except for the older release, which is optional.
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
