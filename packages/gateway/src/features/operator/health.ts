import { statfs } from 'node:fs/promises'
import type { Config } from '../../platform/config/config.ts'
import { version } from '../../platform/config/version.ts'
import type { Database } from '../../platform/database/database.ts'
import { countKinds } from '../../platform/outbox/inspect-store.ts'
import { countAccounts, listGateways, readMigrations } from './health-store.ts'

export type OperatorHealth = Awaited<ReturnType<ReturnType<typeof createReadHealth>>>

type Deps = {
  database: Database
  config: Pick<Config, 'dataDir' | 'smtpUrl' | 'imageBucket'>
  revocation: { gatewayId: string; gatewaysHeard(): number }
  messagingStatus: () => 'connected' | 'connecting' | 'closed' | 'not configured'
  cachedCredentials: () => number
}

/** getOperatorHealth: this gateway, and what it depends on, as they are now. */
export function createReadHealth({ database, config, revocation, messagingStatus, cachedCredentials }: Deps) {
  return async () => {
    const began = performance.now()
    const migrations = await readMigrations(database.read)
    const tookMs = performance.now() - began
    const kinds = await countKinds(database.read)
    const sum = (state: 'waiting' | 'retrying' | 'failed', only?: string) =>
      kinds.reduce((all, one) => all + (only === undefined || one.kind === only ? one[state] : 0), 0)
    const counts = (only?: string) => ({
      waiting: sum('waiting', only),
      retrying: sum('retrying', only),
      failed: sum('failed', only),
    })
    return {
      gateway: {
        id: revocation.gatewayId,
        version,
        node: process.versions.node,
        uptimeSeconds: Math.floor(process.uptime()),
        memoryBytes: process.memoryUsage.rss(),
        cachedCredentials: cachedCredentials(),
      },
      gateways: { heard: revocation.gatewaysHeard(), registered: await listGateways(database.read) },
      database: { engine: database.engine, tookMs, migrations },
      messageBus: messagingStatus(),
      mail: { way: config.smtpUrl === undefined ? ('files' as const) : ('smtp' as const), ...counts('mail') },
      images: config.imageBucket === undefined ? ('folder' as const) : ('s3' as const),
      disk: await spaceIn(config.dataDir),
      outbox: counts(),
      accounts: await countAccounts(database.read),
    }
  }
}

/** Of the disk with DATA_DIR. */
async function spaceIn(folder: string): Promise<{ freeBytes: number; totalBytes: number } | null> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder)
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
  } catch {
    return null
  }
}
