import type { StreamConfig, StreamInfo } from '../../transport/messaging/jetstream.ts'
import type { ServerIdentity } from '../../transport/messaging/server-messages.ts'
import type { Wholeness } from './copies.ts'

/**
 * Where an account's streams should be: `replicas` copies, on servers with the tag. The claims allow `mostReplicas`.
 */
export type Goal = { replicas: number; tag: string; mostReplicas: number }

/** What is known about a stream's copies: whether they are complete, and for how long they have been. */
export type Copies = { wholeness: Wholeness; wholeForMs: number }

/** A server that can hold streams. */
export type Host = Pick<ServerIdentity, 'name' | 'tags' | 'capacity'>

/**
 * What a stream needs next.
 * - `placed`: nothing.
 * - `update`: this configuration, once the consumers are ready, and have new leaders if `needs` says so
 *   (prepare-consumers.ts).
 * - `moving`: time, since copies are on their way; `reason` says what the stream waits for.
 * - `lead`: another leader, since this one lacks messages that others have.
 * - `stuck`: servers that are not there now.
 */
export type Step =
  | { kind: 'placed' }
  | { kind: 'update'; config: StreamConfig; needs: Needs }
  | { kind: 'moving'; reason: string }
  | { kind: 'lead' }
  | { kind: 'stuck'; reason: string }

/**
 * How many copies a stream has while it moves, if there are servers for them: it keeps a majority whichever server
 * dies.
 */
export const CARRIED = 3

/**
 * How long all copies must have been complete before one is given up: what the servers say may change in the first
 * seconds.
 */
export const WHOLE_FOR_MS = 10_000

type Needs = 'nothing' | 'rest' | 'new leaders'

/**
 * The numbers of copies through which a stream grows. Two come first: until a second copy is complete, empty copies
 * could elect one of themselves if the server of the first copy died. Three come next: in a consumer's group of two,
 * each server may refuse the other; and if most of five copies were incomplete, they could elect one of themselves.
 */
const RUNGS = [2, 3, 5]

/**
 * A server tag that stands for all these regions. A server must have all tags of a placement, so a set of several
 * regions needs a tag of its own on each of their servers. The regions are sorted, so that each set has one tag.
 */
export function tagOf(regions: readonly string[]): string {
  return regions.length === 1 ? `region:${regions[0]}` : `regions:${regions.toSorted().join('+')}`
}

/** An account has no more regions than nodes. */
const MOST_REGIONS = 5

/** Every tag that a server in `region` needs, if accounts may ask for any of `all`. */
export function tagsOfServer(region: string, all: readonly string[]): string[] {
  let sets = [[region]]
  const others = all.filter((other) => other !== region)
  for (const other of others) sets = [...sets, ...sets.map((set) => [...set, other])]
  return sets.filter((set) => set.length <= MOST_REGIONS).map(tagOf)
}

/**
 * The next of the steps that take a stream to its goal. Scaling and moving are two updates (error 10123), and each must
 * wait until the one before is done (10124). No step starts before all copies are complete, and no copy is given up
 * before they have been complete for a while. If some copies lack messages that they will never get, all copies but the
 * leader's are made again. A stream moves with the copies that it has, up to three, so that it is never on fewer
 * servers while it moves.
 */
export function nextStep(
  { config, cluster }: StreamInfo,
  { wholeness, wholeForMs }: Copies,
  goal: Goal,
  hosts: readonly Host[],
): Step {
  const { leader, replicas = [] } = cluster ?? {}
  const away = replicas.filter((peer) => peer.offline).map((peer) => peer.name)
  const unfinished = (reason: string): Step =>
    away.length > 0 ? { kind: 'stuck', reason: `waits for ${away.join(' and ')}` } : { kind: 'moving', reason }
  if (cluster && leader === undefined) return unfinished('it has no leader')
  if (cluster && replicas.length + 1 !== config.num_replicas)
    return unfinished(`${replicas.length + 1} servers have it instead of ${config.num_replicas}`)

  if (wholeness === 'filling') return unfinished('some copies are not complete')
  if (wholeness === 'misled') return { kind: 'lead' }
  const copies = config.num_replicas
  const scale = (to: number, needs: Needs = 'rest'): Step => ({
    kind: 'update',
    config: { ...config, num_replicas: to },
    needs,
  })
  const needs = copies > 2 ? 'new leaders' : 'rest'
  const grow = () => scale(RUNGS.find((rung) => rung > copies) ?? copies, needs)
  // A step that removes or moves copies waits until all have been complete for a while, in case the servers were wrong
  // about new ones.
  const isWholeForLong = copies === 1 || wholeForMs >= WHOLE_FOR_MS
  const shrink = (step: Step) =>
    isWholeForLong ? step : unfinished('all copies are complete, but not for long enough yet')
  if (wholeness === 'broken') return scale(1, 'nothing')
  if (!isTagged(config, goal.tag)) {
    const mostCopies = Math.min(count(hosts, config.placement?.tags ?? []), count(hosts, [goal.tag]), goal.mostReplicas)
    const carried = Math.max(1, Math.min(CARRIED, mostCopies))
    if (copies > carried) return shrink(scale(carried))
    if (copies < carried) return grow()
    return shrink({ kind: 'update', config: { ...config, placement: retag(config, goal.tag) }, needs })
  }
  if (copies > goal.replicas) return shrink(scale(goal.replicas))
  if (copies < goal.replicas) return grow()
  if (isElsewhere({ cluster }, goal, hosts)) return unfinished('some of its servers are in other regions')
  if (replicas.some((peer) => !peer.current)) return unfinished('some copies are not up to date')
  return { kind: 'placed' }
}

/** Right after an update, the servers report the new configuration with the old copies. */
export function isElsewhere({ cluster }: Pick<StreamInfo, 'cluster'>, goal: Goal, hosts: readonly Host[]): boolean {
  return [cluster?.leader, ...(cluster?.replicas ?? []).map(({ name }) => name)].some((name) =>
    hosts.some((host) => host.name === name && !host.tags.includes(goal.tag)),
  )
}

function count(hosts: readonly Host[], tags: readonly string[]): number {
  return hosts.filter((host) => tags.every((tag) => host.tags.includes(tag))).length
}

const isRegion = (tag: string) => /^regions?:/.test(tag)

function isTagged({ placement }: StreamConfig, tag: string): boolean {
  const regions = (placement?.tags ?? []).filter(isRegion)
  return regions.length === 1 && regions[0] === tag
}

/** The account has set the other tags itself, so they stay. */
function retag({ placement }: StreamConfig, tag: string): StreamConfig['placement'] & object {
  return { ...placement, tags: [tag, ...(placement?.tags ?? []).filter((other) => !isRegion(other))] }
}

/** Removes the tag of the region. If no tag is left, the servers see no move in that, and the stream stays. */
export function untag({ placement }: StreamConfig): StreamConfig['placement'] {
  const tags = (placement?.tags ?? []).filter((tag) => !isRegion(tag))
  return tags.length > 0 || placement?.cluster ? { ...placement, tags } : undefined
}
