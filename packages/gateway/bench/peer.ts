import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { startBareServer } from './bare.ts'
import { type Figure, ratio } from './figures.ts'
import { startGateway } from './gateway.ts'
import type { LoadReport } from './load.ts'
import { keyHeader, verifyRequest } from './requests.ts'
import { seedPlace } from './seed.ts'
import type { Bench } from './settings.ts'
import type { Stage } from './stage.ts'
import { busy, cpuRatio, rates, takeTurns } from './turns.ts'
import { send } from './verifying.ts'

/**
 * The newest API-key plugin with the newest better-auth that meets its peer dependencies. Core is named because npm
 * would take a newer one for the plugin.
 */
const PACKAGES = ['better-auth@1.7.7', '@better-auth/core@1.7.7', '@better-auth/api-key@1.7.5']

/** The same question to better-auth, which is installed from npm for this run only and is no dependency. */
export async function measurePeer(bench: Bench): Promise<Figure[]> {
  const { stage, settings, say } = bench
  say(`installing ${PACKAGES.join(', ')}`)
  const { folder, complaint } = await install(stage)
  if (complaint !== undefined) {
    say(`better-auth could not be installed from npm, and is not measured: ${complaint}`)
    return []
  }
  const place = await seedPlace(stage, { accounts: 1, keys: 1000, known: 1 })
  const [key] = place.keys
  if (!key) throw new Error('no key was seeded')
  const gateway = await startGateway(stage, { ...place.environment, VERIFY_ANY_ACCOUNT: 'true' })
  const bare = await startBareServer(stage, { port: gateway.port, path: '/verify', headers: keyHeader(key) })
  const sqlite = await startPeer(stage, folder, 'sqlite')
  const memory = await startPeer(stage, folder, 'memory')

  const requests = [verifyRequest('/verify', keyHeader(key))]
  const patient = { ...bench, settings: { ...settings, warmupMs: settings.peerWarmupMs } }
  const { byServer, note } = await takeTurns(patient, [
    { name: 'bare node:http', port: bare.port, pid: bare.pid, requests },
    { name: 'gateway', port: gateway.port, pid: gateway.pid, requests },
    { name: 'better-auth on SQLite', ...sqlite },
    { name: 'better-auth in memory', ...memory },
  ])
  for (const server of [memory, sqlite, bare, gateway]) await server.stop()
  const [yardstick = [], ours = [], onSqlite = [], inMemory = []] = byServer
  return [
    ...compared('GET /verify, to bare node:http', ours, yardstick, [busy('gateway', ours), note]),
    ...compared('better-auth, keys in SQLite, to bare node:http', onSqlite, yardstick, [busy('its server', onSqlite)]),
    ...compared('GET /verify, to that', ours, onSqlite),
    ...compared('better-auth, keys in memory, to bare node:http', inMemory, yardstick, [busy('its server', inMemory)]),
    ...compared('GET /verify, to that', ours, inMemory),
  ]
}

function compared(name: string, measured: LoadReport[], yardstick: LoadReport[], notes: string[] = []): Figure[] {
  return [ratio(name, rates(measured), rates(yardstick), { notes }), ...cpuRatio(yardstick, measured)]
}

/** Resolves with the folder, and with a complaint where there is no registry. No script of a package runs. */
async function install(stage: Stage): Promise<{ folder: string; complaint?: string }> {
  const folder = path.join(stage.folder, 'peer')
  const npm = process.env.npm_execpath
  if (npm === undefined) return { folder, complaint: 'npm is only known to "npm run bench"' }
  mkdirSync(folder)
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }')
  const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const child = stage.spawnLoad([npm, 'install', '--save-exact', ...quietly, ...PACKAGES], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, npm_config_fetch_retries: '0', npm_config_fetch_timeout: '30000' },
  })
  let complaint = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint += text
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code !== 0) return { folder, complaint: complaint.split('\n', 1)[0] || `npm ended with ${code}` }
  copyFileSync(fileURLToPath(new URL('peer-server.mjs', import.meta.url)), path.join(folder, 'server.mjs'))
  return { folder }
}

/** peer-server.mjs on the server's core, with the SQLite driver of the gateway. */
async function startPeer(stage: Stage, folder: string, storage: 'sqlite' | 'memory') {
  const child = stage.spawnServer([path.join(folder, 'server.mjs')], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
  })
  const { port, key } = await new Promise<{ port: number; key: string }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { port: number; key: string }))
    child.once('exit', () => reject(new Error('the server of better-auth ended')))
    child.send({ storage, file: path.join(folder, `${storage}.db`), driver: import.meta.resolve('better-sqlite3') })
  })
  if (child.pid === undefined) throw new Error('the server of better-auth has no process id')
  // That it refuses shows that it verifies.
  await send({ port }, [verifyRequest('/verify', { 'X-Api-Key': `${key}x` })], 401)
  const requests = [verifyRequest('/verify', { 'X-Api-Key': key })]
  return { port, pid: child.pid, requests, stop: () => stage.end(child) }
}
