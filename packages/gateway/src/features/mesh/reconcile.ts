import type { Sealer } from '../../platform/crypto/sealing.ts'
import type { Log } from '../../platform/log.ts'
import { sealedColumns } from '../../platform/secrets/sealed-columns.ts'
import type { Bus } from '../../transport/messaging/bus.ts'
import type { JetStream } from '../../transport/messaging/jetstream.ts'
import { keyPairFromSeed } from '../../transport/messaging/nkeys.ts'
import { inspectStreams } from './inspect.ts'
import { createMemories } from './memory.ts'
import type { Goal, Host } from './placement.ts'
import type { Found } from './store.ts'
import { takeSteps } from './take-steps.ts'

/** After this time, the servers are asked nothing more: a run must end within its lease of 120 s. */
const END_MS = 60_000

/** What was found; `isMoving` if that will change soon. `isSeen` is false if the servers did not answer. */
export type Reconciled = Found & { isMoving: boolean; isSeen: boolean }

export type ReconcileStreams = (
  account: { accountId: string; seedSealed: string },
  goal: Goal,
  cluster: { hosts: readonly Host[]; copies: Bus['copies'] },
  problem: string | null,
) => Promise<Reconciled>

/**
 * Compares all streams of an account with the goal, and takes the next step with some of those that need one; with none
 * if there is a `problem` for all of them. It does not throw if servers fail: the failure becomes part of what it
 * found.
 */
export function createReconcileStreams(servers: string[], sealer: Sealer, log: Pick<Log, 'warn'>): ReconcileStreams {
  const memories = createMemories()

  return async function reconcile({ accountId, seedSealed }, goal, { hosts, copies }, problem) {
    const accountKey = keyPairFromSeed(sealer.open(seedSealed, sealedColumns.accountSeed.context(accountId)), 'account')
    const end = performance.now() + END_MS
    let jetStream: JetStream | undefined
    try {
      // Loaded only here: the client of the message bus costs start time and memory.
      const { openJetStream } = await import('../../transport/messaging/jetstream.ts')
      const opened = await openJetStream(servers, accountKey)
      jetStream = opened
      const memoryOf = (name: string) => memories.of(accountId, name)
      const inspected = await inspectStreams(opened, memoryOf, () => copies(accountKey.publicKey))
      memories.keepOnly(accountId, [...inspected.streams.map(({ stream }) => stream.config.name), ...inspected.missing])
      const warn = (stream: string, fields: object, message: string) =>
        log.warn({ accountId, stream, ...fields }, message)
      return { ...(await takeSteps({ jetStream: opened, end, warn, goal, hosts, problem }, inspected)), isSeen: true }
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : 'no reason given'
      const said = problem ?? `the servers do not list the streams: ${reason}`
      // The servers may be electing the leader of JetStream, which takes some seconds.
      return {
        streamsTotal: null,
        streamsPlaced: null,
        failing: [],
        problem: said,
        isMoving: problem === null,
        isSeen: false,
      }
    } finally {
      await jetStream?.close()
    }
  }
}
