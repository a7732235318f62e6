import type { Sealer } from '../crypto/sealing.ts'
import type { Bus } from '../messaging/bus.ts'
import type { JetStream, StreamInfo } from '../messaging/jetstream.ts'
import { keyPairFromSeed } from '../messaging/nkeys.ts'
import { sealedColumns } from '../secrets/sealed-columns.ts'
import { judgeCopies, type Wholeness } from './copies.ts'
import { type Group, isGrown, rememberGroup } from './groups.ts'
import { createMemories, type Memory } from './memory.ts'
import { type Goal, type Host, nextStep, type Step } from './placement.ts'
import { createSettle } from './settle.ts'
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
  cluster: { hosts: readonly Host[]; copies: Bus['copies'] },
  problem: string | null,
) => Promise<Look>

/**
 * Looks at all streams of an account and gives some of those that need it their next step, none if there is a `problem`
 * for all of them. Never throws for what servers do: that is found, too.
 */
export function createLookAtStreams(servers: string[], sealer: Sealer): LookAtStreams {
  const memories = createMemories()

  return async function look({ accountId, seedSealed }, goal, { hosts, copies }, problem) {
    const accountKey = keyPairFromSeed(sealer.open(seedSealed, sealedColumns.accountSeed.context(accountId)), 'account')
    const end = performance.now() + END_MS
    let jetStream: JetStream | undefined
    try {
      // Loaded only here: the client of the message bus costs start time and memory.
      const { openJetStream } = await import('../messaging/jetstream.ts')
      const opened = await openJetStream(servers, accountKey)
      jetStream = opened
      const memoryOf = (name: string) => memories.of(accountId, name)
      const inspected = await inspectStreams(opened, memoryOf, () => copies(accountKey.publicKey))
      memories.keepOnly(accountId, [...inspected.streams.map(({ stream }) => stream.config.name), ...inspected.missing])
      return await walk({ jetStream: opened, inspected, end }, goal, hosts, problem)
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : 'no reason given'
      const said = problem ?? `the servers do not tell of the streams: ${reason}`
      // They may be electing who rules the streams, which takes some seconds.
      return { streamsTotal: null, streamsPlaced: null, failing: [], problem: said, isMoving: problem === null }
    } finally {
      await jetStream?.close()
    }
  }
}

/** Whether a stream moves, and not for too long; to be told at each look, so that `memory` knows since when. */
function movesLately(memory: Memory, isMoving: boolean): boolean {
  if (isMoving) memory.movingSince ??= performance.now()
  else delete memory.movingSince
  return memory.movingSince !== undefined && performance.now() - memory.movingSince < LONG_MS
}

type Inspected = {
  streams: { stream: StreamInfo; memory: Memory; wholeness: Wholeness; group: Group }[]
  /** Names of those whose servers do not answer. */
  missing: string[]
}

async function inspectStreams(
  jetStream: JetStream,
  memoryOf: (name: string) => Memory,
  copies: () => ReturnType<Bus['copies']>,
): Promise<Inspected> {
  const { streams, missing } = await jetStream.list()
  const isReplicated = ({ cluster }: StreamInfo) => cluster?.leader !== undefined && !!cluster.replicas?.length
  const byStream = streams.some(isReplicated) ? await copies() : null
  const laterOnes = byStream ? (await jetStream.list()).streams : []
  const later = new Map(laterOnes.map((stream) => [stream.config.name, stream]))

  function wholenessOf(stream: StreamInfo, memory: Memory): Wholeness {
    if (!isReplicated(stream)) return 'whole'
    const after = later.get(stream.config.name)
    if (!byStream || !after || after.cluster?.leader !== stream.cluster?.leader) return 'filling'
    return judgeCopies(memory, stream, byStream.get(stream.config.name) ?? new Map(), after)
  }
  const inspected = streams.map((stream) => {
    const memory = memoryOf(stream.config.name)
    return { stream, memory, wholeness: wholenessOf(stream, memory), group: rememberGroup(memory, stream) }
  })
  return { streams: inspected, missing }
}

async function walk(
  { jetStream, inspected, end }: { jetStream: JetStream; inspected: Inspected; end: number },
  goal: Goal,
  hosts: readonly Host[],
  problem: string | null,
): Promise<Look> {
  const { streams, missing } = inspected
  const isLate = () => performance.now() > end
  const settle = createSettle(jetStream)
  const steps = streams.map(({ stream, memory, wholeness, group }) => ({
    stream,
    memory,
    group,
    name: stream.config.name,
    step: nextStep(stream, { wholeness, isGrown: isGrown(stream, group) }, goal, hosts),
  }))
  const failing = missing.map((name): Failing => ({ name, reason: 'its servers do not answer' }))
  let moving = steps.filter(({ memory, step }) => movesLately(memory, step.kind === 'moving')).length
  let placed = 0
  let isUnfinished = steps.some(({ step }) => step.kind === 'moving' || step.kind === 'lead')

  for (const { stream, group, name, step } of steps) {
    switch (step.kind) {
      case 'stuck':
        failing.push({ name, reason: step.reason })
        break
      case 'lead':
        if (!isLate()) await jetStream.stepDown(name)
        break
      case 'moving':
        if (!isLate()) await settle(stream, group, false)
        break
      case 'placed':
        if (!isLate() && (await settle(stream, group, false))) placed += 1
        else isUnfinished = true
        break
      case 'update': {
        if (problem !== null) break
        isUnfinished = true
        if (moving >= MOST_MOVING || isLate()) break
        const refused = await begin(jetStream, (newLeaders) => settle(stream, group, newLeaders), step)
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
  settle: (newLeaders: boolean) => Promise<boolean>,
  { config, needs }: Step & { kind: 'update' },
): Promise<string | null> {
  const isReady = needs === 'nothing' || (await settle(needs === 'new leaders'))
  return isReady ? jetStream.update(config) : null
}
