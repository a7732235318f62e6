import { startBareServer } from './bare.ts'
import { openConnection } from './connection.ts'
import { type Figure, figure, percentile, ratio } from './figures.ts'
import { type RunningGateway, startGateway } from './gateway.ts'
import { introspectRequest, keyHeader, limitRequest, verifyRequest } from './requests.ts'
import { type KnownKey, seedPlace } from './seed.ts'
import type { Bench } from './settings.ts'
import { busy, CONNECTIONS, cpuRatio, medianOf, rates, takeTurns } from './turns.ts'

const BATCH = 100
const BATCHES = 300
/** Limits as somebody might set them, with a rate that no benchmark spends. */
const LIMITS = {
  scopes: ['orders:read', 'orders:write', 'invoices:*'],
  allowed_ips: ['10.0.0.0/8', '203.0.113.0/24', '2001:db8::/32'],
  rate_limit: { requests: 1_000_000, per_seconds: 1 },
}
/** The same with a quota in place of the rate. */
const QUOTA = { rate_limit: null, quota: { requests: 1_000_000_000, per: 'month', resets: 'calendar' } }
const WITH_SCOPE = '/verify?scope=orders:read'
const CLIENT = '203.0.113.77'

/** What a proxy in front of another service waits for: verifyCredential, and a batch of introspectTokens. */
export async function measureVerifying(bench: Bench): Promise<Figure[]> {
  const { stage, say } = bench
  say('seeding 1,000 keys')
  const place = await seedPlace(stage, { accounts: 1, keys: 1000, known: BATCH + 2 })
  const [plain, limited, metered, ...others] = place.keys
  if (!plain || !limited || !metered) throw new Error('no key was seeded')
  const gateway = await startGateway(stage, { ...place.environment, TRUST_PROXY: '1', VERIFY_ANY_ACCOUNT: 'true' })
  await send(gateway, [limitRequest(limited, LIMITS, plain), limitRequest(metered, { ...LIMITS, ...QUOTA }, plain)])
  const figures = [
    ...(await compare(bench, gateway, plain, '/verify', 'GET /verify, to bare node:http', 0.85)),
    ...(await compare(bench, gateway, limited, WITH_SCOPE, '… of a key with scopes, networks and a rate', 0.8)),
    ...(await quotaToRate(bench, gateway, metered, limited)),
    await introspect(gateway, [limited, ...others], plain),
  ]
  await gateway.stop()
  return figures
}

async function quotaToRate(bench: Bench, { port, pid }: RunningGateway, metered: KnownKey, limited: KnownKey) {
  const requests = (key: KnownKey) => [verifyRequest(WITH_SCOPE, { ...keyHeader(key), 'X-Forwarded-For': CLIENT })]
  const { byServer, reliable, note } = await takeTurns(bench, [
    { name: 'quota', port, pid, requests: requests(metered) },
    { name: 'rate', port, pid, requests: requests(limited) },
  ])
  const [quota = [], rate = []] = byServer
  const options = { target: { atLeast: 0.95 }, reliable, notes: [note] }
  return [
    ratio('… with a quota, to the same with a rate', rates(quota), rates(rate), options),
    ...cpuRatio(rate, quota),
  ]
}

async function compare(
  bench: Bench,
  gateway: RunningGateway,
  key: KnownKey,
  path: string,
  name: string,
  atLeast: number,
) {
  const headers = { ...keyHeader(key), 'X-Forwarded-For': CLIENT }
  const bare = await startBareServer(bench.stage, { port: gateway.port, path, headers })
  const requests = [verifyRequest(path, headers)]
  const { byServer, reliable, note } = await takeTurns(bench, [
    { name: 'gateway', port: gateway.port, pid: gateway.pid, requests },
    { name: 'bare node:http', port: bare.port, pid: bare.pid, requests },
  ])
  await bare.stop()
  const [ours = [], theirs = []] = byServer
  const p99 = `p99 ${medianOf(ours, (reads) => reads.p99Ms).toFixed(1)} ms`
  return [
    ratio(name, rates(ours), rates(theirs), {
      target: { atLeast },
      reliable,
      notes: [`${CONNECTIONS} connections`, p99, busy('gateway', ours), note],
    }),
    ...cpuRatio(theirs, ours, { atLeast }),
  ]
}

/** One batch after the other, so that a latency is what a service waits for. */
async function introspect(gateway: RunningGateway, tokens: KnownKey[], caller: KnownKey): Promise<Figure> {
  const request = introspectRequest(tokens.slice(0, BATCH), caller)
  const latencies = await send(
    gateway,
    Array.from({ length: BATCHES }, () => request),
  )
  const spread = `p50 of ${BATCHES}; p99 ${percentile(latencies, 0.99).toFixed(1)}`
  return figure(`POST /introspect/batch of ${BATCH}`, 'ms', latencies, { target: { below: 5 }, notes: [spread] })
}

/** Sends requests one after the other; resolves with how long each took, in milliseconds. */
export async function send(
  { port }: Pick<RunningGateway, 'port'>,
  requests: string[],
  expected = 200,
): Promise<number[]> {
  const { promise: broken, reject } = Promise.withResolvers<never>()
  const connection = await openConnection(port, reject)
  const latencies: number[] = []
  for (const request of requests) {
    const startedAt = performance.now()
    const answered = new Promise<number>((resolve) => connection.send(Buffer.from(request), resolve))
    const status = await Promise.race([answered, broken])
    if (status !== expected) throw new Error(`${request.split('\r\n', 1)[0]} answered ${status}`)
    latencies.push(performance.now() - startedAt)
  }
  connection.close()
  return latencies
}
