import { type Described, inSpan } from '../../platform/tracing/span.ts'
import type { Bus, BusResult } from './bus.ts'

/**
 * The same bus; what it asks of the servers are spans. Subjects are told without the account in them, and nothing of
 * the messages, which hold claims.
 */
export function traceBus(bus: Bus): Bus {
  const asking = <Result>(name: string, subject: string, work: () => Promise<Result>): Promise<Result> =>
    inSpan(
      name,
      () => describe(name, subject),
      async (span) => {
        const result = await work()
        const failure = failureOf(result)
        if (failure !== undefined) span?.fail(failure)
        return result
      },
    )
  return {
    ...bus,
    push: (account, jwt, timeoutMs) =>
      asking('push claims', '$SYS.REQ.CLAIMS.UPDATE', () => bus.push(account, jwt, timeoutMs)),
    purge: (account, timeoutMs) =>
      asking('purge streams', '$JS.API.ACCOUNT.PURGE.{account}', () => bus.purge(account, timeoutMs)),
    remove: (account, jwt, timeoutMs) =>
      asking('remove account', '$SYS.REQ.CLAIMS.DELETE', () => bus.remove(account, jwt, timeoutMs)),
    copies: (account) => asking('ask for streams', '$SYS.REQ.ACCOUNT.{account}.JSZ', () => bus.copies(account)),
    connections: (account, users) =>
      asking('count connections', '$SYS.REQ.ACCOUNT.{account}.CONNZ', () => bus.connections(account, users)),
  }
}

function describe(operation: string, subject: string): Described {
  return {
    kind: 'client',
    attributes: {
      'messaging.system': 'nats',
      'messaging.operation.name': operation,
      'messaging.destination.template': subject,
    },
  }
}

/** The reason of a rejection is for the log: servers write names of accounts into it. */
function failureOf(result: unknown): string | undefined {
  if (result === null) return 'unavailable'
  if (result === 'unavailable' || result === 'overwritten') return result satisfies BusResult
  return typeof result === 'object' && 'rejected' in result ? 'rejected' : undefined
}
