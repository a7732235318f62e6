import { openConnection } from './connection.ts'
import { type Figure, figure, percentile, ratio } from './figures.ts'
import { type RunningGateway, startGateway } from './gateway.ts'
import { introspectRequest, limitRequest } from './requests.ts'
import { type KnownKey, seedPlace } from './seed.ts'
import type { Bench } from './settings.ts'
import { cpuRatio, rates, takeTurns } from './turns.ts'
import { askAbout, compareToBare, LIMITS, WITH_SCOPE } from './verify-beside-bare.ts'

const BATCH = 100
const BATCHES = 300
/** The limits with a quota in place of the rate. */
const QUOTA = { rate_limit: null, quota: { requests: 1_000_000_000, per: 'month', resets: 'calendar' } }

/** What a proxy in front of another service waits for: verifyCredential, and a batch of introspectTokens. */
export async function measureVerifying(bench: Bench): Promise<Figure[]> {
  const { stage, say } = bench
  say('seeding 1,000 keys')
  const place = await seedPlace(stage, { accounts: 1, keys: 1000, known: BATCH + 2 })
  const [plain, limited, metered, ...others] = place.keys
  if (!plain || !limited || !metered) throw new Error('no key was seeded')
  const gateway = await startGateway(stage, { ...place.environment, TRUST_PROXY: '1', VERIFY_ANY_ACCOUNT: 'true' })
  await send(gateway, [limitRequest(limited, LIMITS, plain), limitRequest(metered, { ...LIMITS, ...QUOTA }, plain)])
  const server = { name: 'gateway', port: gateway.port, pid: gateway.pid }
  const both = (atLeast: number) => ({ atLeast, byCpu: { atLeast } })
  const figures = [
    ...(await compareToBare(bench, server, plain, '/verify', {
      name: 'GET /verify, to bare node:http',
      goals: both(0.85),
    })),
    ...(await compareToBare(bench, server, limited, WITH_SCOPE, {
      name: '… of a key with scopes, networks and a rate',
      goals: both(0.8),
    })),
    ...(await quotaToRate(bench, gateway, metered, limited)),
    await introspect(gateway, [limited, ...others], plain),
  ]
  await gateway.stop()
  return figures
}

async function quotaToRate(bench: Bench, { port, pid }: RunningGateway, metered: KnownKey, limited: KnownKey) {
  const requests = (key: KnownKey) => [askAbout(WITH_SCOPE, key)]
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
