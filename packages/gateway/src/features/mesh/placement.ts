import type { StreamConfig, StreamInfo } from '../../transport/messaging/jetstream.ts'
import type { ServerIdentity } from '../../transport/messaging/server-messages.ts'
import type { Wholeness } from './copies.ts'

/** Where an account's streams shall be: that many copies, on servers with the tag. The claims allow `mostReplicas`. */
export type Goal = { replicas: number; tag: string; mostReplicas: number }

/** What is known of a stream's copies: how whole they are, and for how long. */
export type Copies = { wholeness: Wholeness; wholeForMs: number }

/** A server that can hold streams. */
export type Host = Pick<ServerIdentity, 'name' | 'tags' | 'capacity'>

/**
 * What a stream needs next.
 * - `placed`: nothing.
 * - `update`: this configuration, once its consumers are ready, and have new leaders if `needs` says so
 *   (prepare-consumers.ts).
 * - `moving`: time, for copies are on their way; `reason` says what it waits for.
 * - `lead`: another leader, for this one lacks messages that others have.
 * - `stuck`: servers that are away.
 */
export type Step =
  | { kind: 'placed' }
  | { kind: 'update'; config: StreamConfig; needs: Needs }
  | { kind: 'moving'; reason: string }
  | { kind: 'lead' }
  | { kind: 'stuck'; reason: string }

/** With how many copies a stream moves, if there are servers for them: it keeps a majority whichever server dies. */
export const CARRIED = 3

/**
 * For how long all copies have to be whole before one is given up: what the servers say may change in the first
 * seconds.
 */
export const WHOLE_FOR_MS = 10_000

type Needs = 'nothing' | 'rest' | 'new leaders'

/**
 * Numbers of copies on the way up. Two first, because until a second has all of it, others could elect a leader that has
 * nothing if the server of the first died; three next, because in a consumer's group of two each may refuse the other,
 * and with most of five on their way they could elect one of themselves.
 */
const RUNGS = [2, 3, 5]

/**
 * A server tag that stands for all these regions: the tags of a placement are ANDed, so that several regions need one of
 * their own on each of their servers. Sorted, so that each set of regions has one name.
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
 * The next of the steps that take a stream to its goal. Scaling and moving are two updates (error 10123), and each has
 * to wait until the one before is done (10124). Nothing is begun before all copies are whole, and no copy is given up
 * before they have been for a while. Where some turn out to lack what they will never get, all but the leader's are made
 * anew. A stream moves with the copies that it has, up to three, so that it is never on fewer servers meanwhile.
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
  // Whatever follows takes copies away, those that have been added included if the servers were wrong about them.
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

/** Other tags are the account's own, and stay. */
function retag({ placement }: StreamConfig, tag: string): StreamConfig['placement'] & object {
  return { ...placement, tags: [tag, ...(placement?.tags ?? []).filter((other) => !isRegion(other))] }
}

/** Without a region: where that leaves nothing, servers take it for no move, and the stream stays. */
export function untag({ placement }: StreamConfig): StreamConfig['placement'] {
  const tags = (placement?.tags ?? []).filter((tag) => !isRegion(tag))
  return tags.length > 0 || placement?.cluster ? { ...placement, tags } : undefined
}
