import { describeWithProgram } from './with-program.ts'

/** A `describe` for tests that need a nats-server. */
export function describeWithNatsServer(name: string, tests: () => void): void {
  describeWithProgram('nats-server', name, tests)
}
