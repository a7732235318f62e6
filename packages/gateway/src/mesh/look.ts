import type { Sealer } from '../crypto/sealing.ts'
import type { Bus } from '../messaging/bus.ts'
import type { JetStream, StreamInfo } from '../messaging/jetstream.ts'
import { keyPairFromSeed } from '../messaging/nkeys.ts'
import { sealedColumns } from '../secrets/sealed-columns.ts'
import { createJudgeCopies, type JudgeCopies, type Unchanged, type Wholeness } from './copies.ts'
import { createRememberGroup, type Group, type Groups, isGrown, type RememberGroup } from './groups.ts'
import { type Goal, type Host, nextStep, type Step } from './placement.ts'
import { createSettle, type Settle } from './settle.ts'
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
  // These only hold back or repeat what may be done at any time: a new process begins without them.
  const unchanged = new Map<string, Unchanged>()
  const groups: Groups = new Map()
  const movingSince = new Map<string, number>()

  return async function look({ accountId, seedSealed }, goal, { hosts, copies }, problem) {
    const accountKey = keyPairFromSeed(sealer.open(seedSealed, sealedColumns.accountSeed.context(accountId)), 'account')
    let jetStream: JetStream | undefined
    try {
      // Loaded only here: the client of the message bus costs start time and memory.
      const { openJetStream } = await import('../messaging/jetstream.ts')
      const opened = await openJetStream(servers, accountKey)
      jetStream = opened
      const judge = createJudgeCopies(unchanged, accountId)
      const remember = createRememberGroup(groups, accountId)
      const inspect = () => inspectStreams(opened, judge, remember, () => copies(accountKey.publicKey))
      const settle = createSettle(opened)
      return await walk({ jetStream: opened, inspect, settle, movesLately }, goal, hosts, problem)
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

type Inspected = { streams: { stream: StreamInfo; wholeness: Wholeness; group: Group }[]; missing: string[] }

type Means = {
  jetStream: JetStream
  inspect: () => Promise<Inspected>
  settle: Settle
  movesLately: (name: string, isMoving: boolean) => boolean
}

async function inspectStreams(
  jetStream: JetStream,
  judge: JudgeCopies,
  remember: RememberGroup,
  copies: () => ReturnType<Bus['copies']>,
): Promise<Inspected> {
  const { streams, missing } = await jetStream.list()
  const isReplicated = ({ cluster }: StreamInfo) => cluster?.leader !== undefined && !!cluster.replicas?.length
  const byStream = streams.some(isReplicated) ? await copies() : null
  const laterOnes = byStream ? (await jetStream.list()).streams : []
  const later = new Map(laterOnes.map((stream) => [stream.config.name, stream]))

  function wholenessOf(stream: StreamInfo): Wholeness {
    if (!isReplicated(stream)) return 'whole'
    const after = later.get(stream.config.name)
    if (!byStream || !after || after.cluster?.leader !== stream.cluster?.leader) return 'filling'
    return judge(stream, byStream.get(stream.config.name) ?? new Map(), after)
  }
  return {
    streams: streams.map((stream) => ({ stream, wholeness: wholenessOf(stream), group: remember(stream) })),
    missing,
  }
}

async function walk(
  { jetStream, inspect, settle, movesLately }: Means,
  goal: Goal,
  hosts: readonly Host[],
  problem: string | null,
): Promise<Look> {
  const end = performance.now() + END_MS
  const isLate = () => performance.now() > end
  const { streams, missing } = await inspect()
  const steps = streams.map(({ stream, wholeness, group }) => ({
    stream,
    group,
    name: stream.config.name,
    step: nextStep(stream, { wholeness, isGrown: isGrown(stream, group) }, goal, hosts),
  }))
  const failing = missing.map((name): Failing => ({ name, reason: 'its servers do not answer' }))
  let moving = steps.filter(({ name, step }) => movesLately(name, step.kind === 'moving')).length
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
