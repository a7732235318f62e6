import { tagsOfServer } from '../features/mesh/placement.ts'
import { type Config, readConfig } from '../platform/config/config.ts'
import { howToRun } from '../platform/config/how-to-run.ts'
import { openDatabase } from '../platform/database/open.ts'
import { createSettingsStore, readSetting } from '../platform/database/settings-store.ts'
import { explain, StartupError } from '../platform/errors/startup-error.ts'
import { openSealer } from '../platform/secrets/master-key.ts'
import { type OperatorTrust, openOperator, readTrust } from '../transport/messaging/operator.ts'
import { renderServerConfig } from '../transport/messaging/server-config.ts'
import { readArguments } from './read-arguments.ts'

const HELP = `Usage: ${howToRun('nats-config')} [options] > nats.conf

Prints a nats-server configuration that trusts this gateway: its operator, its system account, and a full resolver that
stores the accounts' claims on disk. Start nats-server with it, and start the gateway with NATS_URL.

If the gateway has never started, the command creates the operator. While a gateway runs, the command only reads.

  --listen ADDRESS:PORT   the address on which nats-server listens (default 127.0.0.1:4222)
  --store-dir FOLDER      the folder for its claims and streams (default ./nats)
  --region REGION         the region of the server, one of MESH_REGIONS: adds tags, so that streams can be placed there

If the server belongs to a cluster:

  --name NAME             its name, which must be unique in the cluster
  --cluster ADDRESS:PORT  the address on which it listens for the other servers; it must be in a private network
  --route nats://HOST:PORT
                          the cluster address of another server; give the option once for each server
`

async function main(): Promise<void> {
  const values = readArguments(
    {
      listen: { type: 'string' },
      'store-dir': { type: 'string' },
      region: { type: 'string' },
      name: { type: 'string' },
      cluster: { type: 'string' },
      route: { type: 'string', multiple: true },
      help: { type: 'boolean' },
    },
    HELP,
  )
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const config = readConfig(process.env)
  const { listen, 'store-dir': storeDir, name, region, cluster, route: routes = [] } = values
  if (region !== undefined && !config.meshRegions.includes(region))
    throw new StartupError(`--region must be one of MESH_REGIONS: ${config.meshRegions.join(', ')}`)
  if ((name === undefined) !== (cluster === undefined) || (routes.length > 0 && cluster === undefined))
    throw new StartupError('--name and --cluster must be given together, and --route only with them')
  process.stdout.write(
    renderServerConfig({
      ...(await findTrust(config)),
      ...(listen && { listen }),
      ...(storeDir && { storeDir }),
      ...(name && { name }),
      ...(region && { tags: tagsOfServer(region, config.meshRegions) }),
      ...(cluster && { cluster: { listen: cluster, routes } }),
    }),
  )
}

/** Reads the operator while a gateway may run; creates it only if there is none, which needs the process lock. */
async function findTrust(config: Config): Promise<OperatorTrust> {
  const known = await readBeside(config)
  if (known) return known
  const database = await openDatabase(config)
  try {
    const settings = createSettingsStore(database)
    const operator = await openOperator(settings, await openSealer(config, settings), config.dataDir)
    return operator.trust
  } finally {
    await database.close()
  }
}

/** For SQLite only: PostgreSQL can be opened while a gateway runs. */
async function readBeside(config: Config): Promise<OperatorTrust | undefined> {
  if (config.database.engine !== 'sqlite') return undefined
  const { readSqlite } = await import('../platform/database/sqlite.ts')
  const reading = readSqlite(config.database.file)
  if (!reading) return undefined
  try {
    return await readTrust((name) => readSetting(reading, name))
  } catch {
    // The file has no tables of the gateway: the gateway has never started with it.
    return undefined
  } finally {
    await reading.destroy()
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = 1
})
