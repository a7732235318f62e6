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
import { SHORT_WARMUP_MS } from './turns.ts'

/** One endpoint each: an endpoint gets its events one at a time, so it takes several to fill a gateway. */
const ACCOUNTS = 16
/** Few, so that the latencies are those of requests that wait for nothing but the deliveries. */
const READERS = 4
/** More than the rounds can deliver. */
const EVENTS = 120_000
/** The pace that is given where it is not as many as go. */
const GIVEN_PER_SECOND = 1000
const PACE_MS = 20
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
    const quiet = await loadBeside(bench, gateway, first, bench.settings.warmupMs)
    const log = openLog(path.join(place.environment.DATA_DIR, 'gateway.db'), place.keys)
    const given = await readBesideGivenPace(bench, gateway, { first, log, receiver })
    say(
      `${given.rate.toFixed(0)} of ${GIVEN_PER_SECOND} deliveries a second, p99 of reads ${given.p99Ms.toFixed(1)} ms`,
    )

    // After all others in the order of events: an endpoint never goes back to what is older than what it got.
    log.add(EVENTS, Date.now())
    log.close()
    const before = receiver.count()
    const alone = await countFor(receiver, bench.settings.issueRunMs)
    say(`${alone.toFixed(0)} deliveries a second, alone`)
    const [p99s, rates, reads]: [number[], number[], number[]] = [[], [], []]
    for (let round = 0; round < bench.settings.issueRounds; round += 1) {
      const since = { at: performance.now(), count: receiver.count() }
      const beside = await loadBeside(bench, gateway, first, SHORT_WARMUP_MS)
      p99s.push(beside.p99Ms)
      reads.push(beside.requestsPerSecond)
      rates.push(((receiver.count() - since.count) / (performance.now() - since.at)) * 1000)
    }
    if (receiver.count() - before >= EVENTS)
      throw new Error('the events were used up before the end: the figures are too low')
    return [
      figure('webhook deliveries on SQLite', '/s', [alone], {
        target: { atLeast: 1000 },
        notes: [`to ${ACCOUNTS} endpoints, HTTPS`],
      }),
      figure('… beside as many cached requests as go', '/s', rates, { notes: [`${READERS} connections`] }),
      figure('… these requests', '/s', reads, {
        notes: [`without deliveries ${Math.round(quiet.requestsPerSecond).toLocaleString('en-US')}/s`],
      }),
      figure('… their p99', 'ms', p99s, { notes: [`without deliveries ${quiet.p99Ms.toFixed(1)} ms`] }),
      figure(`… p99 of requests beside ${GIVEN_PER_SECOND} events a second`, 'ms', [given.p99Ms], {
        notes: [`${given.rate.toFixed(0)} deliveries/s meanwhile; ${given.readsPerSecond.toFixed(0)} requests/s`],
      }),
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
 * Records events as if the gateway had done so at `now`, in turn over the accounts. Recording them through the gateway
 * would cost more than delivering them.
 */
function openLog(file: string, keys: KnownKey[]) {
  const connection = new SqliteDriver(file)
  const accounts = connection.prepare('select account_id, user_id, id from api_keys where id = ?')
  const owners = keys.map(({ id }) => accounts.get(id) as { account_id: string; user_id: string; id: string })
  const insert = connection.prepare(
    `insert into audit_events (id, account_id, occurred_at, action, actor_user_id, actor_kind, credential_id, target_type,
      target_id, details) values (?, ?, ?, 'api_key.issued', ?, 'key', ?, 'api_key', ?, '{"name":"bench"}')`,
  )
  let number = 0
  const add = connection.transaction((count: number, now: number) => {
    for (const end = number + count; number < end; number += 1) {
      const { account_id: account, user_id: user, id } = owners[number % owners.length] ?? {}
      insert.run(newId('evt', now), account, now, user, id, id)
    }
  })
  return { add, close: () => connection.close() }
}

type EventLog = ReturnType<typeof openLog>

/** So many events a second, until it is stopped. */
function addSteadily(log: EventLog, perSecond: number) {
  const begun = performance.now()
  let added = 0
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - begun) / 1000) * perSecond) - added
    if (due <= 0) return
    log.add(due, Date.now())
    added += due
  }, PACE_MS)
  return {
    /** Returns how many there were. */
    stop(): number {
      clearInterval(timer)
      return added
    },
  }
}

async function loadBeside(
  { generator, settings }: Bench,
  { port, pid }: RunningGateway,
  key: KnownKey,
  warmupMs: number,
): Promise<{ p99Ms: number; requestsPerSecond: number }> {
  const group = { name: 'cached', connections: READERS, requests: [infoRequest(key)] }
  const order = { port, serverPid: pid, warmupMs, durationMs: settings.issueRunMs, groups: [group] }
  const { cached } = (await generator.run(order)).groups
  return cached ?? { p99Ms: Number.NaN, requestsPerSecond: Number.NaN }
}

/** Deliveries keep pace with the events, if the gateway can, once the first ones have arrived. */
async function readBesideGivenPace(
  bench: Bench,
  gateway: RunningGateway,
  { first, log, receiver }: { first: KnownKey; log: EventLog; receiver: Receiver },
) {
  const atFirst = receiver.count()
  const events = addSteadily(log, GIVEN_PER_SECOND)
  await countFor(receiver, 1000)
  const [since, before] = [performance.now(), receiver.count()]
  const { p99Ms, requestsPerSecond } = await loadBeside(bench, gateway, first, 0)
  const rate = ((receiver.count() - before) / (performance.now() - since)) * 1000
  const added = events.stop()
  await untilCounted(receiver, atFirst + added)
  return { p99Ms, rate, readsPerSecond: requestsPerSecond }
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

async function untilCounted(receiver: Receiver, count: number): Promise<void> {
  for (const deadline = performance.now() + PATIENCE_MS; receiver.count() < count; await sleep(10))
    if (performance.now() > deadline) throw new Error('webhooks were lost')
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
