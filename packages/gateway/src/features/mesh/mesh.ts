import type { Config } from '../../platform/config/config.ts'
import type { Sealer } from '../../platform/crypto/sealing.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Log } from '../../platform/log.ts'
import type { Outbox } from '../../platform/outbox/outbox.ts'
import type { Bus } from '../../transport/messaging/bus.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import { createPlaceStreams } from './place-streams.ts'
import { createGetMeshNodes } from './read.ts'
import { createReconcileStreams } from './reconcile.ts'
import { createSetDesiredPlacement } from './set-desired-placement.ts'

type Deps = {
  config: Config
  database: Database
  sealer: Sealer
  outbox: Outbox
  bus: Bus | undefined
  claims: ClaimsPush
  log: Log
}

export type Mesh = ReturnType<typeof createMesh>

/** Puts the module together. It decides on how many nodes, and in which regions, an account's streams are. */
export function createMesh({ config, database, sealer, outbox, bus, claims, log }: Deps) {
  const reconcileStreams = createReconcileStreams(config.natsServers, sealer, log)
  const placeStreams = createPlaceStreams({ database, outbox, bus, claims, reconcileStreams })
  return {
    setDesiredPlacement: createSetDesiredPlacement({
      database,
      claims,
      placeStreams,
      bus,
      knownRegions: config.meshRegions,
    }),
    getMeshNodes: createGetMeshNodes(database, bus !== undefined),
    hasBus: bus !== undefined,
    handlers: [placeStreams.handler],
    checkStreams: placeStreams.enqueueAll,
  }
}
