/** The load generator: a process of its own on the other core. It takes one order at a time over IPC. */
import { type Connection, openConnection } from './connection.ts'
import { cpuMsOf } from './proc.ts'

export type LoadOrder = {
  port: number
  /** Whose CPU time is taken during the measurement. */
  serverPid: number
  /** Whose CPU time belongs to that, too: of the proxy in front of the server. */
  proxyPid?: number | undefined
  /** Over TLS: the certificate of the server's issuer. */
  ca?: string | undefined
  warmupMs: number
  durationMs: number
  groups: LoadGroup[]
}

export type LoadGroup = {
  name: string
  connections: number
  /** Whole requests, sent in turn over all connections of the group, by each as soon as its last one was answered. */
  requests: string[]
}

export type GroupReport = {
  requestsPerSecond: number
  p50Ms: number
  p99Ms: number
  /** Answers other than 200, by status. */
  failures: Record<string, number>
}

export type LoadReport = {
  /** Cores that were kept busy: 1 is one whole core. Undefined where there is no /proc. */
  serverCpu: number | undefined
  /** The share of the time in which the generator had something to do; the rest it spent asking for more. */
  loadCpu: number
  /** Server CPU time by request, of all groups. */
  cpuMicrosPerRequest: number | undefined
  groups: Record<string, GroupReport>
}

const settleMs = 5000

/** Goes on from run to run: whoever rotates over many requests wants all of them sent. */
let next = 0

process.on('message', (order: LoadOrder) => {
  carryOut(order).then(
    (report) => process.send?.({ report }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  )
})
process.on('disconnect', () => process.exit())

async function carryOut(order: LoadOrder): Promise<LoadReport> {
  const { warmupMs, durationMs } = order
  const running = await Promise.all(order.groups.map((group) => start(order, group)))
  const failure = Promise.race(running.map((group) => group.broken))
  const polling = keepPolling(() => running.reduce((sum, group) => sum + group.answered(), 0))
  await Promise.race([sleep(warmupMs), failure])
  const serverStart = cpuMs(order)
  polling.restart()
  const startedAt = performance.now()
  for (const group of running) group.record()
  await Promise.race([sleep(durationMs), failure])
  const elapsedMs = performance.now() - startedAt
  const reports = running.map((group) => group.report(elapsedMs))
  const serverEnd = cpuMs(order)
  const loadCpu = polling.busyShare()
  await Promise.all(running.map((group) => group.stop()))
  polling.stop()

  const serverMs = serverStart === undefined || serverEnd === undefined ? undefined : serverEnd - serverStart
  const requests = reports.reduce((sum, report) => sum + (report.requestsPerSecond * elapsedMs) / 1000, 0)
  return {
    serverCpu: serverMs && serverMs / elapsedMs,
    loadCpu,
    cpuMicrosPerRequest: serverMs && (serverMs * 1000) / requests,
    groups: Object.fromEntries(order.groups.map((group, index) => [group.name, reports[index] as GroupReport])),
  }
}

/**
 * Never sleeps. A generator that sleeps has to be woken by the server's write, which in a virtual machine costs the
 * server several microseconds, and the slower of two servers has to do that more often: it would pay twice.
 */
function keepPolling(answered: () => number) {
  let [running, since, last, lastAnswered, idleMs] = [true, performance.now(), performance.now(), 0, 0]
  function turn(): void {
    if (!running) return
    const [now, count] = [performance.now(), answered()]
    if (count === lastAnswered) idleMs += now - last
    ;[last, lastAnswered] = [now, count]
    setImmediate(turn)
  }
  turn()
  return {
    restart(): void {
      since = performance.now()
      idleMs = 0
    },
    busyShare: (): number => 1 - idleMs / (performance.now() - since),
    stop(): void {
      running = false
    },
  }
}

function cpuMs({ serverPid, proxyPid }: LoadOrder): number | undefined {
  const [server, proxy] = [cpuMsOf(serverPid), proxyPid === undefined ? 0 : cpuMsOf(proxyPid)]
  return server === undefined || proxy === undefined ? undefined : server + proxy
}

async function start({ port, ca }: LoadOrder, group: LoadGroup) {
  const requests = group.requests.map((text) => Buffer.from(text))
  const { promise: broken, reject: breakDown } = Promise.withResolvers<never>()
  const connections = await Promise.all(
    Array.from({ length: group.connections }, () => openConnection(port, breakDown, { ca })),
  )
  let latencies: number[] = []
  let failures: Record<string, number> = {}
  let busy = 0
  let answered = 0
  let stopping = false

  function send(connection: Connection): void {
    const request = requests[next % requests.length]
    next += 1
    if (!request) return
    busy += 1
    const since = performance.now()
    connection.send(request, (status) => {
      busy -= 1
      answered += 1
      latencies.push(performance.now() - since)
      if (status !== 200) failures[status] = (failures[status] ?? 0) + 1
      if (!stopping) send(connection)
    })
  }

  for (const connection of connections) send(connection)

  return {
    broken,
    answered: () => answered,
    record() {
      latencies = []
      failures = {}
    },
    report(elapsedMs: number): GroupReport {
      const sorted = Float64Array.from(latencies).sort()
      const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
      return {
        requestsPerSecond: (sorted.length * 1000) / elapsedMs,
        p50Ms: at(0.5),
        p99Ms: at(0.99),
        failures: { ...failures },
      }
    },
    /** Lets what is on the way be answered: a server that finds its clients gone behaves differently in the next run. */
    async stop() {
      stopping = true
      for (const deadline = performance.now() + settleMs; busy > 0 && performance.now() < deadline; ) await sleep(5)
      for (const connection of connections) connection.close()
    },
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
