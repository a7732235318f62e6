import type { Sealer } from '../crypto/sealing.ts'
import type { JetStream, StreamInfo } from '../messaging/jetstream.ts'
import { keyPairFromSeed } from '../messaging/nkeys.ts'
import { sealedColumns } from '../secrets/sealed-columns.ts'
import { createSettleConsumers, type SettleConsumers } from './consumers.ts'
import { type Goal, type Host, nextStep, type Step } from './placement.ts'
import type { Failing, Found } from './store.ts'

/** Streams of one account that move at the same time: each keeps servers busy with copying, and electing. */
const MOST_MOVING = 2
/** After that time in one look no server is asked anything more: a run has to end within its lease of 120 s. */
const END_MS = 60_000
/** A stream that moves for longer keeps no other waiting. */
const LONG_MS = 60_000
/** Failures that are kept to be shown. */
const MOST_SHOWN = 20

/** What a look found; `isMoving` if one soon will find something else. */
export type Look = Found & { isMoving: boolean }

export type LookAtStreams = (
  account: { accountId: string; seedSealed: string },
  goal: Goal,
  hosts: readonly Host[],
  problem: string | null,
) => Promise<Look>

/**
 * Looks at all streams of an account and gives some of those that need it their next step, none if there is a `problem`
 * for all of them. Never throws for what servers do: that is found, too.
 */
export function createLookAtStreams(servers: string[], sealer: Sealer): LookAtStreams {
  // Both only hold back or repeat what may be done at any time: a new process begins without them.
  const steppedDownAt = new Map<string, number>()
  const movingSince = new Map<string, number>()

  return async function look({ accountId, seedSealed }, goal, hosts, problem) {
    const seed = sealer.open(seedSealed, sealedColumns.accountSeed.context(accountId))
    let jetStream: JetStream | undefined
    try {
      // Loaded only here: the client of the message bus costs start time and memory.
      const { openJetStream } = await import('../messaging/jetstream.ts')
      jetStream = await openJetStream(servers, keyPairFromSeed(seed, 'account'))
      const settle = createSettleConsumers(jetStream, steppedDownAt, accountId)
      return await walk({ jetStream, settle, movesLately }, goal, hosts, problem)
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : 'no reason given'
      const said = problem ?? `the servers do not tell of the streams: ${reason}`
      // They may be electing who rules the streams, which takes some seconds.
      return { streamsTotal: null, streamsPlaced: null, failing: [], problem: said, isMoving: problem === null }
    } finally {
      await jetStream?.close()
    }

    /** Whether a stream moves, and not for too long; to be told at each look, so that it knows since when. */
    function movesLately(name: string, isMoving: boolean): boolean {
      const key = `${accountId} ${name}`
      if (!isMoving) {
        movingSince.delete(key)
        return false
      }
      const since = movingSince.get(key) ?? performance.now()
      movingSince.set(key, since)
      return performance.now() - since < LONG_MS
    }
  }
}

type Means = {
  jetStream: JetStream
  settle: SettleConsumers
  movesLately: (name: string, isMoving: boolean) => boolean
}

async function walk(
  { jetStream, settle, movesLately }: Means,
  goal: Goal,
  hosts: readonly Host[],
  problem: string | null,
): Promise<Look> {
  const end = performance.now() + END_MS
  const isLate = () => performance.now() > end
  const { streams, missing } = await jetStream.list()
  const steps = streams.map((stream) => ({ stream, name: stream.config.name, step: nextStep(stream, goal, hosts) }))
  const failing = missing.map((name): Failing => ({ name, reason: 'its servers do not answer' }))
  let moving = steps.filter(({ name, step }) => movesLately(name, step.kind === 'moving')).length
  let placed = 0
  let isUnfinished = steps.some(({ step }) => step.kind === 'moving')

  for (const { stream, name, step } of steps) {
    switch (step.kind) {
      case 'stuck':
        failing.push({ name, reason: step.reason })
        break
      case 'moving':
        if (!isLate()) await settle(stream, false)
        break
      case 'placed':
        if (!isLate() && (await settle(stream, false))) placed += 1
        else isUnfinished = true
        break
      case 'update': {
        if (problem !== null) break
        isUnfinished = true
        if (moving >= MOST_MOVING || isLate()) break
        const refused = await begin(jetStream, settle, stream, step)
        if (refused === null) moving += 1
        else failing.push({ name, reason: refused })
      }
    }
  }
  const streamsTotal = streams.length + missing.length
  return { streamsTotal, streamsPlaced: placed, failing: failing.slice(0, MOST_SHOWN), problem, isMoving: isUnfinished }
}

/** Begins an update, or makes the stream ready for it; resolves with the reason why not. */
async function begin(
  jetStream: JetStream,
  settle: SettleConsumers,
  stream: StreamInfo,
  { config, addsCopies }: Step & { kind: 'update' },
): Promise<string | null> {
  const needsReadiness = addsCopies && stream.config.num_replicas > 1
  if (needsReadiness && !(await settle(stream, true))) return null
  return jetStream.update(config)
}
