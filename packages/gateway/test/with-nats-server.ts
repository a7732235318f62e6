import { describeWithProgram } from './with-program.ts'

/** A `describe` that is skipped, with the reason in its name, where nats-server is missing; CI=true makes that a failure. */
export function describeWithNatsServer(name: string, tests: () => void): void {
  describeWithProgram('nats-server', name, tests)
}
