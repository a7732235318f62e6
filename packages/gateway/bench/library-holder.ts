import { createVerifier, type Verifier } from '@quiva/verifier'

/** What the process is asked to do. Keys come as bytes, as they come from a socket: their texts are new each time. */
export type HolderOrder =
  | { type: 'open'; url: string; apiKey: string }
  | { type: 'misses'; keys: string[]; address: string }
  | { type: 'hits'; keys: string[]; scope?: string; address: string; durationMs: number }

export type HolderReport = { count: number; cpuMs: number; wallMs: number; latenciesMs: number[] }

/** So many hits in a row, then the connection gets its turn. */
const IN_A_ROW = 5000

let verifier: Verifier | undefined

async function carryOut(order: HolderOrder): Promise<HolderReport> {
  if (order.type === 'open') {
    verifier = createVerifier({ url: order.url, apiKey: order.apiKey, name: 'bench' })
    while (!verifier.state().connected) await turn(10)
    return { count: 0, cpuMs: 0, wallMs: 0, latenciesMs: [] }
  }
  if (!verifier) throw new Error('there is no verifier yet')
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  const latenciesMs: number[] = []
  const count =
    order.type === 'misses' ? await miss(verifier, order, latenciesMs) : await hit(verifier, order, latenciesMs)
  const { user, system } = process.cpuUsage(cpu)
  return { count, cpuMs: (user + system) / 1000, wallMs: performance.now() - startedAt, latenciesMs }
}

/** One after the other, so that a latency is what a request waits for. */
async function miss(
  by: Verifier,
  order: Extract<HolderOrder, { type: 'misses' }>,
  latenciesMs: number[],
): Promise<number> {
  for (const key of order.keys) {
    const startedAt = performance.now()
    const verdict = await by.verify(key, { address: order.address })
    if (!verdict.allowed) throw new Error(`a key was refused: ${verdict.code}`)
    latenciesMs.push(performance.now() - startedAt)
  }
  return order.keys.length
}

async function hit(
  by: Verifier,
  order: Extract<HolderOrder, { type: 'hits' }>,
  latenciesMs: number[],
): Promise<number> {
  const keys = order.keys.map((key) => Buffer.from(key, 'latin1'))
  const wanted = { scope: order.scope, address: order.address }
  let count = 0
  for (const end = performance.now() + order.durationMs; performance.now() < end; await turn(0)) {
    for (let n = 0; n < IN_A_ROW; n += 1) {
      const key = keys[n % keys.length] ?? Buffer.alloc(0)
      // One of a hundred is measured: reading the clock costs a tenth of a hit.
      const startedAt = n % 100 === 0 ? performance.now() : 0
      const verdict = by.known(key.toString('latin1'), wanted)
      if (startedAt > 0) latenciesMs.push(performance.now() - startedAt)
      if (verdict && !verdict.allowed) throw new Error(`a key was refused: ${verdict.code}`)
      if (!verdict) {
        // On a machine that stopped this process for longer than a lease.
        await by.verify(key.toString('latin1'), wanted)
        break
      }
      count += 1
    }
  }
  return count
}

function turn(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}

process.on('message', (order: HolderOrder) => {
  carryOut(order).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
      process.exit(1)
    },
  )
})
process.on('disconnect', () => process.exit())
