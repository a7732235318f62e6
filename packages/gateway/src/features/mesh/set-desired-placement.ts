import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import { MOST_REPLICAS } from '../../transport/messaging/account-claims.ts'
import type { Bus } from '../../transport/messaging/bus.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import type { PlaceStreams } from './place-streams.ts'
import { CARRIED } from './placement.ts'
import { type DesiredPlacement, readMesh, storeDesiredPlacement } from './store.ts'
import { tooOld } from './versions.ts'

/** updateMeshNodes: stores the desired placement. The streams are moved afterwards, which may take long. */
export type SetDesiredPlacement = (principal: Principal, desired: DesiredPlacement, origin: Origin) => Promise<void>

type Deps = {
  database: Database
  claims: ClaimsPush
  placeStreams: PlaceStreams
  bus: Pick<Bus, 'servers'> | undefined
  /** The regions that accounts may ask for. */
  knownRegions: readonly string[]
}

export function createSetDesiredPlacement({
  database,
  claims,
  placeStreams,
  bus,
  knownRegions,
}: Deps): SetDesiredPlacement {
  return async function set(principal, { numNodes, regions: typed }, origin) {
    const { accountId } = principal
    const regions = parseRegions(typed, numNodes, knownRegions)
    // If no servers are configured or none can be reached, the placement is stored. The next run of place-streams.ts
    // checks the versions again.
    const old = bus && tooOld((await bus.servers()).filter((server) => server.hasJetStream))
    if (old) throw new Refusal('nats_server_too_old', { details: [{ path: '/body', message: old }] })
    await database.transaction(async (tx) => {
      await recheckInTransaction(tx, principal, 'updateMeshNodes', 'account')
      // The claims are pushed, since they say how many copies are allowed.
      const { version } = await claims.changed(tx, accountId)
      const before = await readMesh(tx.db, accountId)
      await placeStreams.enqueue(tx, accountId)
      if (before && isSame(before.desired, { numNodes, regions })) return
      // The claims never allow fewer copies than streams may have now, or will have while they move. They are lowered
      // later (place-streams.ts).
      const mostSoFar = before?.mostReplicas ?? MOST_REPLICAS
      const mostReplicas = Math.max(mostSoFar, numNodes, CARRIED)
      const claimsVersion = mostReplicas > mostSoFar ? version : (before?.claimsVersion ?? 0)
      const requestedAt = Math.max(Date.now(), (before?.requestedAt ?? 0) + 1)
      await storeDesiredPlacement(tx, accountId, { numNodes, regions, requestedAt, mostReplicas, claimsVersion })
      await record(tx, {
        action: 'mesh.changed',
        accountId,
        actor: principal,
        origin,
        target: { type: 'account', id: accountId },
        details: { num_nodes: numNodes, regions: regions.join() },
      })
    })
  }
}

function parseRegions(typed: string[], numNodes: number, known: readonly string[]): string[] {
  const regions = typed.map((region) => region.trim().toLowerCase()).sort()
  for (const [index, region] of typed.entries()) {
    if (!known.includes(region.trim().toLowerCase()))
      throw invalid(`/body/regions/${index}`, `must be one of ${known.join(', ')}`)
  }
  if (new Set(regions).size < regions.length) throw invalid('/body/regions', 'must not name a region twice')
  if (regions.length > numNodes) throw invalid('/body/regions', 'must not have more regions than nodes')
  return regions
}

function isSame(one: DesiredPlacement, other: DesiredPlacement): boolean {
  return one.numNodes === other.numNodes && one.regions.join() === other.regions.join()
}
