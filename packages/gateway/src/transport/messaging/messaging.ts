import type { Config } from '../../platform/config/config.ts'
import type { Sealer } from '../../platform/crypto/sealing.ts'
import type { Database } from '../../platform/database/database.ts'
import type { SettingsStore } from '../../platform/database/settings-store.ts'
import type { Log } from '../../platform/log.ts'
import type { Outbox } from '../../platform/outbox/outbox.ts'
import { createBusAccounts, removeFromBus } from './bus-accounts.ts'
import { createClaimsPush } from './claims-push.ts'
import { createMemberKeys } from './member-keys.ts'
import { createBusMetrics } from './metrics.ts'
import { openOperator } from './operator.ts'
import { createSystemUser } from './system-user.ts'
import { traceBus } from './traced-bus.ts'

type Deps = {
  config: Pick<Config, 'dataDir' | 'natsServers' | 'tracing'>
  settings: SettingsStore
  sealer: Sealer
  database: Database
  outbox: Outbox
  log: Log
}

/** Puts the module together: the message bus, and what its servers know about accounts and keys. */
export async function openMessaging({ config, settings, sealer, database, outbox, log }: Deps) {
  const { signingKey: operatorSigningKey, systemAccountKey } = await openOperator(settings, sealer, config.dataDir)
  const bus = await openBusIfConfigured()
  const { handlers, ...claims } = createClaimsPush({ database, sealer, outbox, bus, operatorSigningKey, log })

  return {
    /** Undefined where no servers are configured. */
    bus,
    busAccounts: createBusAccounts(outbox, bus),
    claims,
    memberKeys: createMemberKeys(database, sealer, claims),
    metrics: createBusMetrics(bus),
    status: () => bus?.status() ?? ('not configured' as const),
    handlers: [...handlers, removeFromBus(bus, operatorSigningKey)],
    close: async () => bus?.close(),
  }

  async function openBusIfConfigured() {
    if (config.natsServers.length === 0) return undefined
    // Loaded only here: the client of the message bus costs start time and memory.
    const { openBus } = await import('./bus.ts')
    const bus = openBus({ servers: config.natsServers, systemUser: createSystemUser(systemAccountKey), log })
    return config.tracing ? traceBus(bus) : bus
  }
}
