import type { StreamConfig, StreamInfo } from '../messaging/jetstream.ts'

/** Where an account's streams shall be: so many copies, on servers that have the tag; its claims allow so many. */
export type Goal = { replicas: number; tag: string; mostReplicas: number }

/** A server that can hold streams. */
export type Host = { name: string; tags: readonly string[] }

/**
 * What a stream needs next.
 * - `placed`: nothing.
 * - `update`: this configuration; `addsCopies` if servers get a copy that they did not have.
 * - `moving`: time, for copies are on their way.
 * - `stuck`: servers that are away.
 */
export type Step =
  | { kind: 'placed' }
  | { kind: 'update'; config: StreamConfig; addsCopies: boolean }
  | { kind: 'moving' }
  | { kind: 'stuck'; reason: string }

/** With how many copies a stream moves, if there are servers for them: it has a majority all the way, whichever dies. */
export const CARRIED = 3

/**
 * A server tag that stands for all these regions: the tags of a placement are ANDed, so that several regions need one of
 * their own on each of their servers (spec/nats.md, "Mesh nodes"). Sorted, so that each set of regions has one name.
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
 * to wait until the one before is done (10124). A stream moves with three copies where it can: one with a single copy
 * has two until the move is done, needs both of them, and stands still if either dies.
 */
export function nextStep({ config, cluster }: StreamInfo, goal: Goal, hosts: readonly Host[]): Step {
  const { leader, replicas = [] } = cluster ?? {}
  const away = replicas.filter((peer) => peer.offline).map((peer) => peer.name)
  const unfinished: Step =
    away.length > 0 ? { kind: 'stuck', reason: `waits for ${away.join(' and ')}` } : { kind: 'moving' }
  if (cluster && (leader === undefined || replicas.length + 1 !== config.num_replicas)) return unfinished

  const copies = config.num_replicas
  const scale = (to: number): Step => ({
    kind: 'update',
    config: { ...config, num_replicas: to },
    addsCopies: to > copies,
  })
  if (!isTagged(config, goal.tag)) {
    const room = Math.min(count(hosts, config.placement?.tags ?? []), count(hosts, [goal.tag]), goal.mostReplicas)
    const carried = Math.max(1, Math.min(CARRIED, room))
    if (copies < carried) return scale(carried)
    if (copies > Math.max(carried, goal.replicas)) return scale(Math.max(carried, goal.replicas))
    return { kind: 'update', config: { ...config, placement: retag(config, goal.tag) }, addsCopies: true }
  }
  if (copies !== goal.replicas) return scale(goal.replicas)
  // Right after an update the servers tell of the new configuration and of the old copies.
  const elsewhere = [leader, ...replicas.map(({ name }) => name)].some((name) =>
    hosts.some((host) => host.name === name && !host.tags.includes(goal.tag)),
  )
  return elsewhere || replicas.some((peer) => !peer.current) ? unfinished : { kind: 'placed' }
}

function count(hosts: readonly Host[], tags: readonly string[]): number {
  return hosts.filter((host) => tags.every((tag) => host.tags.includes(tag))).length
}

const isRegion = (tag: string) => /^regions?:/.test(tag)

function isTagged({ placement }: StreamConfig, tag: string): boolean {
  const regions = (placement?.tags ?? []).filter(isRegion)
  return regions.length === 1 && regions[0] === tag
}

/** Other tags are the account's own wish, and stay. */
function retag({ placement }: StreamConfig, tag: string): StreamConfig['placement'] & object {
  return { ...placement, tags: [tag, ...(placement?.tags ?? []).filter((other) => !isRegion(other))] }
}
