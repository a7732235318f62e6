import type { Database, Tx } from '../../platform/database/database.ts'
import { inPages } from '../../platform/database/in-pages.ts'
import { defineWork, type Outbox } from '../../platform/outbox/outbox.ts'
import { handlerFor, type WorkHandler } from '../../platform/outbox/worker.ts'
import type { Bus } from '../../transport/messaging/bus.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import { type Goal, type Host, tagOf } from './placement.ts'
import type { ReconcileStreams } from './reconcile.ts'
import {
  type Found,
  listAccountsWithPlacement,
  lowerReplicas,
  type Mesh,
  readWorkableMesh,
  recordFound,
  recordUnseen,
  type WorkableMesh,
} from './store.ts'
import { tooOld } from './versions.ts'

/**
 * Keyed by account: takes the account's streams one step nearer to the desired placement, and runs again until they are
 * there.
 */
const placeWork = defineWork<null>('place-streams')

/**
 * The pause while copies are on their way, which takes the servers about a second: until the worker next checks its
 * items.
 */
const SOON_MS = 500
/** The pause while nothing moves, because servers are missing or refuse. */
const LATER_MS = 15_000
/** How many accounts are reconciled at the same time. Each may take a minute, and mails and claims should not wait. */
const MOST_AT_ONCE = 4
const BUSY_MS = 250
const CONFIRM_MS = 1000
/** If the servers have not answered about the streams for this long, getMeshNodes says so (within a minute). */
const UNSEEN_AFTER_MS = 30_000
const PAGE = 500

export type PlaceStreams = {
  handler: WorkHandler
  /** Call this in the transaction that stores a desired placement. */
  enqueue(tx: Tx, accountId: string): Promise<void>
  /**
   * Reconciles all accounts that have a desired placement, since clients may create streams at any time and in any way.
   */
  enqueueAll(): Promise<void>
}

type Deps = {
  database: Database
  outbox: Outbox
  bus: Bus | undefined
  claims: ClaimsPush
  reconcileStreams: ReconcileStreams
}

/**
 * Brings streams to their desired placement. Each run reconciles one account: it inspects all streams and takes one
 * step with each that needs one. Only what the run found is stored, so that a run can be killed at any point, and the
 * next one continues from what the servers say. If no servers are configured, the desired placements wait until there
 * are some.
 */
export function createPlaceStreams({ database, outbox, bus, claims, reconcileStreams }: Deps): PlaceStreams {
  let running = 0

  async function run(bus: Bus, accountId: string): Promise<{ againAt: number } | undefined> {
    const mesh = await readWorkableMesh(database.read, accountId)
    if (!mesh) return undefined
    if (bus.status() !== 'connected') return unseen(mesh, 'the gateway is not connected to the NATS servers', LATER_MS)
    // The servers must know how many copies the account may have before it gets them.
    if (!(await claims.confirmed(accountId, mesh.claimsVersion, CONFIRM_MS)))
      return unseen(mesh, 'not every NATS server has confirmed how many copies the account may have', SOON_MS)
    const { desired, mostReplicas } = mesh
    const goal: Goal = { replicas: desired.numNodes, tag: tagOf(desired.regions), mostReplicas }
    const servers = await bus.servers()
    const hosts = servers.filter((server) => server.hasJetStream)
    const from = performance.now()
    const obstacle = tooOld(hosts) ?? shortage(servers, mesh, goal)
    const { isMoving, isSeen, ...found } = await reconcileStreams(mesh, goal, { hosts, copies: bus.copies }, obstacle)
    const { problem } = found
    if (!isSeen && problem !== null) {
      await database.transaction((tx) => recordUnseen(tx, mesh, problem))
      return after(isMoving ? SOON_MS : LATER_MS)
    }
    const isSecond = isPlaced(found) && mesh.checkedAt !== null && isPlaced(mesh)
    if (isSecond && mostReplicas > goal.replicas) {
      await lower(mesh)
      return after(SOON_MS)
    }
    await database.transaction((tx) => recordFound(tx, mesh, { ...found, isMet: isSecond }))
    if (isSecond) return undefined
    if (!isMoving && !isPlaced(found)) return after(LATER_MS)
    // Inspecting many streams takes long. The pause is at least as long as the run, so that runs take half of the time
    // at most.
    return after(Math.max(SOON_MS, performance.now() - from))
  }

  /**
   * Records that the streams could not be inspected, but not at once: another gateway may have inspected them a moment
   * ago, and most problems are gone after some seconds.
   */
  async function unseen(mesh: WorkableMesh, problem: string, againMs: number): Promise<{ againAt: number }> {
    const since = Math.max(mesh.requestedAt, mesh.checkedAt ?? 0)
    const isKnown = mesh.unseenSince !== null && mesh.problem === problem
    if (isKnown || Date.now() - since < UNSEEN_AFTER_MS) return after(isKnown ? LATER_MS : againMs)
    await database.transaction((tx) => recordUnseen(tx, mesh, problem))
    return after(againMs)
  }

  /**
   * Lowers the number of copies that the claims allow, once no stream has more. The streams are inspected again
   * afterwards: a server that restarts does not load a stream with more copies than the claims allow.
   */
  async function lower(mesh: WorkableMesh): Promise<void> {
    await database.transaction(async (tx) => {
      const { version } = await claims.changed(tx, mesh.accountId)
      await lowerReplicas(tx, mesh, version)
    })
  }

  async function runInTurn(bus: Bus, accountId: string): Promise<{ againAt: number } | undefined> {
    if (running >= MOST_AT_ONCE) return after(BUSY_MS)
    running += 1
    try {
      return await run(bus, accountId)
    } finally {
      running -= 1
    }
  }

  async function enqueue(tx: Tx, accountId: string): Promise<void> {
    if (bus) await outbox.enqueue(tx, placeWork, null, { key: accountId })
  }

  return {
    handler: handlerFor(placeWork, bus && ((_payload, { key: accountId }) => runInTurn(bus, accountId))),
    enqueue,
    async enqueueAll() {
      if (!bus) return
      await inPages(
        PAGE,
        (afterId, limit) => listAccountsWithPlacement(database.read, afterId, limit),
        (ids) =>
          database.transaction(async (tx) => {
            for (const id of ids) await enqueue(tx, id)
          }),
      )
    },
  }
}

function after(ms: number): { againAt: number } {
  return { againAt: Date.now() + ms }
}

/** Two runs in a row must find this: right after an update, the servers may still report the former state. */
function isPlaced({ problem, failing, streamsTotal, streamsPlaced }: Found): boolean {
  return problem === null && failing.length === 0 && streamsTotal !== null && streamsPlaced === streamsTotal
}

/**
 * Why the desired placement is impossible for any stream: there are too few servers. No stream is changed then, since a
 * server that stands alone accepts even an update to three copies, and does not load the stream at its next start
 * (measured on 2.9.10).
 */
function shortage(
  servers: readonly (Host & { hasJetStream: boolean })[],
  { desired }: Mesh,
  { replicas, tag }: Goal,
): string | null {
  const tagged = servers.filter((server) => server.tags.includes(tag))
  const fitting = tagged.filter((server) => server.hasJetStream).length
  if (fitting >= replicas) return null
  const where = desired.regions.join(' and ')
  const off = tagged.filter((server) => !server.hasJetStream).map(({ name }) => name)
  // Servers switch off JetStream themselves when their disk is full.
  const why = off.length > 0 ? `; JetStream is off on ${off.join(' and ')}, which may have a full disk` : ''
  return `${where} ${desired.regions.length > 1 ? 'have' : 'has'} ${fitting} of the ${replicas} required servers${why}`
}
