import { describe, test } from 'vitest'
import { hasNatsServer } from './nats-server.ts'

/** A `describe` that is skipped, with the reason in its name, where nats-server is missing; CI=true makes that a failure. */
export function describeWithNatsServer(name: string, tests: () => void): void {
  if (hasNatsServer()) describe(name, tests)
  else if (process.env.CI) {
    describe(name, () => {
      test('needs the program nats-server', () => {
        throw new Error('nats-server is missing: apt-get install nats-server')
      })
    })
  } else describe.skip(`${name} (needs the program nats-server)`, tests)
}
