import type { Config } from '../config.ts'
import type { Sealer } from '../crypto/sealing.ts'
import type { Database } from '../database/database.ts'
import type { Log } from '../log.ts'
import type { RecurringJob } from '../maintenance/sweep.ts'
import type { Bus } from '../messaging/bus.ts'
import type { ClaimsPush } from '../messaging/claims-push.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Worker } from '../outbox/worker.ts'
import { createLookAtStreams } from './look.ts'
import { createPlaceStreams } from './place-streams.ts'
import { createGetMeshNodes } from './read.ts'
import { createSetMeshWish } from './wish.ts'

/** How long a stream that a client has just made may be elsewhere than the account wants it. */
const CHECK_EVERY_MS = 5 * 60_000

type Parts = {
  config: Config
  database: Database
  sealer: Sealer
  outbox: Outbox
  worker: Worker
  bus: Bus | undefined
  claims: ClaimsPush
  log: Log
}

export type Mesh = ReturnType<typeof createMesh>

/** On how many nodes and in which regions an account's streams are. */
export function createMesh({ config, database, sealer, outbox, worker, bus, claims, log }: Parts) {
  const look = createLookAtStreams(config.natsServers, sealer, log)
  const placeStreams = createPlaceStreams({ database, outbox, worker, bus, claims, look })
  const check: RecurringJob = { name: 'mesh-nodes', everyMs: CHECK_EVERY_MS, run: placeStreams.enqueueAll }
  return {
    setMeshWish: createSetMeshWish({ database, claims, placeStreams, bus, knownRegions: config.meshRegions }),
    getMeshNodes: createGetMeshNodes(database, bus !== undefined),
    hasBus: bus !== undefined,
    jobs: [check],
  }
}
