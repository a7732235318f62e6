import type { JetStream } from '../../transport/messaging/jetstream.ts'
import { whyNoCapacity } from './capacity.ts'
import { wholeForMs } from './copies.ts'
import { cureOf } from './cure.ts'
import type { Inspected, Seen } from './inspect.ts'
import type { Memory } from './memory.ts'
import { type Goal, type Host, nextStep, type Step } from './placement.ts'
import { createPrepareConsumers, type PrepareConsumers } from './prepare-consumers.ts'
import { checkProgress, clearProgress } from './progress.ts'
import type { Failing, Found } from './store.ts'

/** How many streams of one account may move at the same time: each keeps servers busy with copying and elections. */
const MOST_MOVING = 2
/** A stream that has moved for longer than this does not keep others waiting. */
const LONG_MS = 60_000
/** How many failures are kept, so that getMeshNodes can show them. */
const MOST_SHOWN = 20

type Context = {
  jetStream: JetStream
  /** After this moment, the servers are asked nothing more. */
  end: number
  warn: (stream: string, fields: object, message: string) => void
  goal: Goal
  hosts: readonly Host[]
  /** A problem that stops all streams: then no step is started. */
  problem: string | null
}

type Stepping = Seen & { name: string; step: Step }

/** The result of a stream's step; `begun` if copies are on their way now. */
type Outcome =
  | { kind: 'placed' }
  | { kind: 'begun' }
  | { kind: 'later' }
  | { kind: 'failing'; reason: string }
  | { kind: 'waits'; reason: string; isBegun?: boolean }

/** Takes the next step with each stream, if it may be started now. */
export async function takeSteps(
  context: Context,
  { streams, missing }: Inspected,
): Promise<Found & { isMoving: boolean }> {
  const prepareConsumers = createPrepareConsumers(context.jetStream)
  const steppings = streams.map((seen) => withStep(seen, context))
  const failing = missing.map((name): Failing => ({ name, reason: 'its servers do not answer' }))
  let moving = steppings.filter(({ memory, step }) => countsAsMoving(memory, step.kind === 'moving')).length
  let placed = 0
  let isMoving = steppings.some(({ step }) => step.kind === 'moving' || step.kind === 'lead')

  for (const stepping of steppings) {
    const { memory, name, step } = stepping
    const outcome = await take(stepping, context, prepareConsumers, moving < MOST_MOVING)
    if (outcome.kind === 'placed') placed += 1
    else if (context.problem === null || step.kind !== 'update') isMoving ||= step.kind !== 'stuck'
    if (outcome.kind === 'begun' || (outcome.kind === 'waits' && outcome.isBegun)) moving += 1
    if (outcome.kind === 'failing') failing.push({ name, reason: outcome.reason })
    const waitsFor = waitsForOf(outcome)
    const reason = waitsFor === null ? clearProgress(memory) : await explainStall(stepping, context, waitsFor)
    if (reason) failing.push({ name, reason })
  }
  return {
    streamsTotal: streams.length + missing.length,
    streamsPlaced: placed,
    failing: failing.slice(0, MOST_SHOWN),
    problem: context.problem,
    isMoving,
  }
}

/**
 * What a stream waits for. The next run sees what the servers have started. They may also accept a change and do
 * nothing: then the stream waits for them.
 */
function waitsForOf(outcome: Outcome): string | null {
  if (outcome.kind === 'begun') return 'the servers have not started the change yet'
  return outcome.kind === 'waits' ? outcome.reason : null
}

function withStep(seen: Seen, { goal, hosts }: Context): Stepping {
  const { stream, memory, wholeness } = seen
  const copies = { wholeness, wholeForMs: wholeForMs(memory, wholeness, stream) }
  return { ...seen, name: stream.config.name, step: nextStep(stream, copies, goal, hosts) }
}

/**
 * Whether a stream counts as moving: it moves, and not for too long. Call this in each run, so that `memory` knows
 * since when it moves.
 */
function countsAsMoving(memory: Memory, isMoving: boolean): boolean {
  if (isMoving) memory.movingSince ??= performance.now()
  else delete memory.movingSince
  return memory.movingSince !== undefined && performance.now() - memory.movingSince < LONG_MS
}

async function take(
  stepping: Stepping,
  context: Context,
  prepareConsumers: PrepareConsumers,
  mayBegin: boolean,
): Promise<Outcome> {
  const { stream, group, name, step } = stepping
  const isLate = performance.now() > context.end
  switch (step.kind) {
    case 'stuck':
      return { kind: 'failing', reason: step.reason }
    case 'lead':
      if (!isLate) await context.jetStream.stepDown(name)
      return { kind: 'waits', reason: 'the leading copy lacks messages that other copies have' }
    case 'moving':
      if (!isLate) await prepareConsumers(stream, group, false)
      return { kind: 'waits', reason: lackingIn(stepping) ?? step.reason }
    case 'placed':
      if (!isLate && (await prepareConsumers(stream, group, false))) return { kind: 'placed' }
      return { kind: 'waits', reason: CONSUMERS }
    case 'update':
      if (context.problem !== null || !mayBegin || isLate) return { kind: 'later' }
      return begin(stepping, step, context, prepareConsumers)
  }
}

/** Starts an update, or makes the stream ready for it. */
async function begin(
  { stream, group }: Stepping,
  { config, needs }: Step & { kind: 'update' },
  { jetStream, hosts }: Context,
  prepareConsumers: PrepareConsumers,
): Promise<Outcome> {
  const full = whyNoCapacity(stream, config, hosts)
  if (full !== null) return { kind: 'failing', reason: full }
  const isReady = needs === 'nothing' || (await prepareConsumers(stream, group, needs === 'new leaders'))
  if (!isReady) return { kind: 'waits', reason: CONSUMERS, isBegun: true }
  const refused = await jetStream.update(config)
  return refused === null ? { kind: 'begun' } : { kind: 'failing', reason: refused }
}

/** Why a stream has waited for too long, if it has; applies the cure where there is one. */
async function explainStall(stepping: Stepping, context: Context, waitsFor: string): Promise<string | null> {
  const { stream, memory, group, name, step } = stepping
  const { toldSince, isFirst, isForCure } = checkProgress(memory, stream, group)
  if (!toldSince) return null
  const cure = step.kind === 'moving' && context.problem === null ? cureOf(stepping, context.goal, context.hosts) : null
  const isLeaderless = stream.cluster !== undefined && stream.cluster.leader === undefined
  const reason = `${waitsFor}, since ${toldSince.toISOString()}${isLeaderless && !cure ? ADVICE : ''}`
  if (isFirst) context.warn(name, { reason }, 'the placement of a stream makes no progress')
  if (cure && isForCure && performance.now() <= context.end) {
    const refused = await context.jetStream.update(cure)
    const fields = { reason, replicas: cure.num_replicas, refused }
    context.warn(name, fields, 'reduced a stream to one copy, so that its placement can continue')
  }
  return reason
}

const CONSUMERS = 'its consumers are not up to date on every server'
/** If nobody knows which copy is complete, the operator of the servers has to choose. */
const ADVICE = '; no copy is known to be complete: see "A stream that stands still" in docs/messaging.md'

function lackingIn({ wholeness, holders, memory: { unchanged } }: Stepping): string | null {
  if (wholeness !== 'filling') return null
  if (!holders) return 'not every server reports what it stores'
  if (!unchanged || unchanged.where.length === 0) return null
  const { where, lacking } = unchanged
  return `${where.join(' and ')} ${where.length > 1 ? 'lack' : 'lacks'} messages (${lacking})`
}
