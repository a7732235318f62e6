import { startBareServer } from './bare.ts'
import { type Figure, ratio, type Target } from './figures.ts'
import { keyHeader, verifyRequest } from './requests.ts'
import type { KnownKey } from './seed.ts'
import type { Bench } from './settings.ts'
import { busy, CONNECTIONS, cpuRatio, p99Ratio, rates, takeTurns } from './turns.ts'

/** Limits as somebody might set them, with a rate that no benchmark spends. */
export const LIMITS = {
  scopes: ['orders:read', 'orders:write', 'invoices:*'],
  allowed_ips: ['10.0.0.0/8', '203.0.113.0/24', '2001:db8::/32'],
  rate_limit: { requests: 1_000_000, per_seconds: 1 },
}
export const WITH_SCOPE = '/verify?scope=orders:read'

/** From a client in one of these networks, whom the proxy names. */
const headersOf = (key: KnownKey) => ({ ...keyHeader(key), 'X-Forwarded-For': '203.0.113.77' })

export const askAbout = (path: string, key: KnownKey) => verifyRequest(path, headersOf(key))

type Server = { name: string; port: number; pid: number }
type Goals = { atLeast: number; byCpu?: Target }

/** GET /verify of a gateway or an edge, in turns with a bare server that answers the same bytes. */
export async function compareToBare(
  bench: Bench,
  server: Server,
  key: KnownKey,
  path: string,
  { name, goals }: { name: string; goals: Goals },
): Promise<Figure[]> {
  const bare = await startBareServer(bench.stage, { port: server.port, path, headers: headersOf(key) })
  const requests = [askAbout(path, key)]
  const { byServer, reliable, note } = await takeTurns(bench, [
    { ...server, requests },
    { name: 'bare node:http', port: bare.port, pid: bare.pid, requests },
  ])
  await bare.stop()
  const [ours = [], theirs = []] = byServer
  return [
    ratio(name, rates(ours), rates(theirs), {
      target: { atLeast: goals.atLeast },
      reliable,
      notes: [`${CONNECTIONS} connections`, busy(server.name, ours), note],
    }),
    ...cpuRatio(theirs, ours, goals.byCpu),
    p99Ratio(ours, theirs, reliable),
  ]
}
