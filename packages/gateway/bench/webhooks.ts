import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import SqliteDriver from 'better-sqlite3'
import { newId } from '../src/platform/crypto/random.ts'
import { newAuthority, newServerCertificate } from '../test/services/certificates.ts'
import { type Figure, figure } from './figures.ts'
import { type RunningGateway, startGateway } from './gateway.ts'
import { infoRequest } from './requests.ts'
import { type KnownKey, seedPlace } from './seed.ts'
import type { Bench } from './settings.ts'

/** One endpoint each: an endpoint gets its events one at a time, so it takes several to fill a gateway. */
const ACCOUNTS = 16
/** Few, so that the latencies are those of requests that wait for nothing but the deliveries. */
const READERS = 4
/** More than the rounds can deliver. */
const EVENTS = 120_000
const PATIENCE_MS = 60_000

/** Deliveries to fast receivers over HTTPS, signed and kept for a week, and cached requests beside them. */
export async function measureWebhooks(bench: Bench): Promise<Figure[]> {
  const { stage, say } = bench
  const receiver = await openReceiver(path.join(stage.folder, 'webhooks-ca.pem'))
  const place = await seedPlace(stage, { accounts: ACCOUNTS, keys: ACCOUNTS, known: ACCOUNTS })
  const gateway = await startGateway(stage, { ...place.environment, ...receiver.environment })
  try {
    const [first] = place.keys
    if (!first) throw new Error('no key was seeded')
    for (const key of place.keys) await addEndpoint(gateway, key, receiver.url)
    const added = Date.now()
    const quiet = await readBeside(bench, gateway, first)

    addEvents(path.join(place.environment.DATA_DIR, 'gateway.db'), place.keys, added)
    const alone = await countFor(receiver, bench.settings.issueRunMs)
    say(`${alone.toFixed(0)} deliveries a second, alone`)
    const p99s: number[] = []
    const rates: number[] = []
    for (let round = 0; round < bench.settings.issueRounds; round += 1) {
      const since = { at: performance.now(), count: receiver.count() }
      p99s.push(await readBeside(bench, gateway, first))
      rates.push(((receiver.count() - since.count) / (performance.now() - since.at)) * 1000)
    }
    if (receiver.count() >= EVENTS) throw new Error('the events were used up before the end: the figures are too low')
    return [
      figure('webhook deliveries on SQLite', '/s', [alone], {
        target: { atLeast: 1000 },
        notes: [`to ${ACCOUNTS} endpoints, HTTPS`],
      }),
      figure('… beside as many cached requests as go', '/s', rates, { notes: [`${READERS} connections`] }),
      figure('… p99 of these requests', 'ms', p99s, { notes: [`without deliveries ${quiet.toFixed(1)} ms`] }),
    ]
  } finally {
    await gateway.stop()
    receiver.close()
  }
}

async function addEndpoint({ port }: RunningGateway, { key }: KnownKey, url: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/accounts/webhooks`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ url }),
  })
  if (!answer.ok) throw new Error(`createWebhook answered ${answer.status}: ${await answer.text()}`)
}

/**
 * As if they had all been recorded at `now`, long enough ago to be delivered at once, in turn over the accounts.
 * Recording them through the gateway would cost more than delivering them.
 */
function addEvents(file: string, keys: KnownKey[], now: number): void {
  const connection = new SqliteDriver(file)
  const accounts = connection.prepare('select account_id, user_id, id from api_keys where id = ?')
  const owners = keys.map(({ id }) => accounts.get(id) as { account_id: string; user_id: string; id: string })
  const insert = connection.prepare(
    `insert into audit_events (id, account_id, occurred_at, action, actor_user_id, actor_kind, credential_id, target_type,
      target_id, details) values (?, ?, ?, 'api_key.issued', ?, 'key', ?, 'api_key', ?, '{"name":"bench"}')`,
  )
  connection.transaction(() => {
    for (let number = 0; number < EVENTS; number += 1) {
      const { account_id: account, user_id: user, id } = owners[number % owners.length] ?? {}
      insert.run(newId('evt', now), account, now, user, id, id)
    }
  })()
  connection.close()
}

async function readBeside({ generator, settings }: Bench, { port, pid }: RunningGateway, key: KnownKey) {
  const { warmupMs, issueRunMs } = settings
  const group = { name: 'cached', connections: READERS, requests: [infoRequest(key)] }
  const report = await generator.run({ port, serverPid: pid, warmupMs, durationMs: issueRunMs, groups: [group] })
  return report.groups.cached?.p99Ms ?? Number.NaN
}

type Receiver = Awaited<ReturnType<typeof openReceiver>>

/** Deliveries a second, from the first that arrives. */
async function countFor(receiver: Receiver, durationMs: number): Promise<number> {
  const before = receiver.count()
  const deadline = performance.now() + PATIENCE_MS
  while (receiver.count() === before) {
    if (performance.now() > deadline) throw new Error('no webhook was delivered')
    await sleep(10)
  }
  const [begun, first] = [performance.now(), receiver.count()]
  await sleep(durationMs)
  return ((receiver.count() - first) / (performance.now() - begun)) * 1000
}

/** Answers at once, and only counts. */
async function openReceiver(caFile: string) {
  const authority = newAuthority('bench authority')
  const { pem, key } = newServerCertificate(authority, [])
  writeFileSync(caFile, authority.pem)
  let count = 0
  const server: Server = createServer(
    { cert: pem, key: key.export({ type: 'pkcs8', format: 'pem' }) },
    (request, response) => {
      request.resume().on('end', () => {
        count += 1
        response.writeHead(204).end()
      })
    },
  )
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.address() as AddressInfo
  return {
    url: `https://127.0.0.1:${port}/hook`,
    environment: { WEBHOOK_ALLOW_NETWORKS: '127.0.0.0/8', WEBHOOK_CA_FILE: caFile },
    count: () => count,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
