import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describePostgres, openPlace, type Place } from '../packages/gateway/test/database/engines.ts'
import { meddle } from '../packages/gateway/test/database/inspect.ts'
import { type EdgeProcess, startEdge } from './everywhere/edges.ts'
import { openRelay, type Relay } from './everywhere/relay.ts'
import { type Report, startVerifier, type VerifierProcess } from './everywhere/verifiers.ts'
import { type Answer, type Client, call, type JsonCall } from './http.ts'
import { expectOk, type GatewayProcess, type Root, signUp, startGateway } from './process.ts'

/** How many keys are revoked; `npm run simulate -- --processes` says more. */
const REVOCATIONS = Number(process.env.REVOCATIONS ?? 200)
const [GATEWAYS, VERIFIERS, EDGES, WORKERS] = [3, 4, 2, 60]
const ENVIRONMENT = {
  LOG_LEVEL: 'info',
  RATE_LIMIT_ANONYMOUS_PER_MINUTE: '1000000',
}

/** What was answered for each key: from when on nobody may accept it, in ms since the epoch. */
type Revoked = { from: number; confirmed: boolean; said: string }

const some = <T>(items: readonly T[]): T | undefined => items[Math.floor(Math.random() * items.length)]

describePostgres('three gateways, four verifiers and two edges that stop, die and lose each other', () => {
  let place: Place
  let root: Root
  let relays: Relay[] = []
  const gateways: (GatewayProcess | undefined)[] = []
  const verifiers: VerifierProcess[] = []
  let edges: EdgeProcess[] = []
  const live = new Map<string, string>()
  const revoked = new Map<string, Revoked>()
  /** When the last call began in which somebody accepted each key. */
  const accepted = new Map<string, { began: number; by: string }>()
  const counts = { confirmed: 0, by: 0, failed: 0, hits: 0, calls: 0, faults: 0, letThroughByEdges: 0 }
  let apiKey = ''
  let isOver = false

  beforeAll(async () => {
    place = await openPlace('postgres')
    relays = await Promise.all(Array.from({ length: GATEWAYS }, openRelay))
    await Promise.all(relays.map((_, n) => startOne(n)))
    const first = gateways[0]
    if (!first) throw new Error('no gateway')
    root = await signUp(first, place)
    const issued = await issue({ key_name: 'verifiers', scopes: ['tokens:introspect'] })
    apiKey = issued.key
    for (let n = 0; n < VERIFIERS; n += 1) startVerifierOn(n)
    const urls = relays.map(({ url }) => url).join(',')
    const edge = (n: number) => startEdge({ QUIVA_URL: urls, QUIVA_API_KEY: apiKey, EDGE_NAME: `edge ${n}` })
    edges = await Promise.all(Array.from({ length: EDGES }, (_, n) => edge(n)))
  })
  afterAll(async () => {
    isOver = true
    for (const verifier of verifiers) verifier.signal('SIGKILL')
    for (const edge of edges) edge.close()
    await Promise.all(gateways.map((gateway) => gateway?.end('SIGKILL')))
    for (const relay of relays) relay.close()
    await place?.remove()
  })

  async function startOne(n: number): Promise<void> {
    const gateway = await startGateway(place, ENVIRONMENT)
    if (isOver) return void gateway.end('SIGKILL')
    gateways[n] = gateway
    relays[n]?.aim(gateway.url)
  }
  function startVerifierOn(n: number): void {
    const name = `verifier ${n}`
    const verifier = startVerifier(
      { GATEWAYS: relays.map(({ url }) => url).join(' '), API_KEY: apiKey, NAME: name },
      (report) => heard(name, report),
    )
    verifiers[n] = verifier
    verifier.add([...live].map(([id, key]) => ({ id, key })))
  }
  function heard(by: string, report: Report): void {
    counts.calls += report.calls
    counts.hits += report.hits
    for (const [id, began] of report.accepted) note(id, began, by)
  }
  function note(id: string, began: number, by: string): void {
    if (began > (accepted.get(id)?.began ?? 0)) accepted.set(id, { began, by })
  }

  /** Through any gateway. */
  async function inTime(send: (client: Client) => Promise<Answer>): Promise<Answer> {
    const gateway = some(gateways.filter((one) => one !== undefined))
    if (!gateway) throw new Error('no gateway runs')
    const late = sleep(8000, undefined, { ref: false }).then(() => Promise.reject(new Error('no answer')))
    return Promise.race([send(gateway.client), late])
  }
  const ask = (route: string, given: JsonCall = {}) => inTime((client) => call(client, route, given))
  /** Some wait for everybody, some for nobody. */
  const revoke = (id: string) =>
    inTime((client) =>
      client.send({
        method: 'DELETE',
        target: `/accounts/api-key?id=${id}`,
        headers: [
          ['Authorization', `Bearer ${root.bearer}`],
          ['Prefer', Math.random() < 0.3 ? 'wait=0' : 'wait=5'],
        ],
      }),
    )
  async function issue(body: object): Promise<{ id: string; key: string }> {
    const { data } = (await expectOk(ask('POST /accounts/api-key', { bearer: root.bearer, body }))).body
    return { id: data.id, key: data.key }
  }

  /** A key is issued, used everywhere, revoked, and used for a little longer. */
  async function worker(): Promise<void> {
    while (revoked.size < REVOCATIONS && !isOver) {
      const fresh = await issue({ key_name: 'to be revoked' }).catch(() => undefined)
      if (!fresh) continue
      live.set(fresh.id, fresh.key)
      for (const verifier of verifiers) verifier.add([fresh])
      await sleep(Math.random() * 250)
      try {
        const { status, body } = await revoke(fresh.id)
        const now = Date.now()
        const { confirmed, by } = body?.revocation ?? {}
        if (status !== 200 || typeof confirmed !== 'boolean') counts.failed += 1
        else
          revoked.set(fresh.id, {
            from: confirmed ? now : Date.parse(by),
            confirmed,
            said: JSON.stringify(body.revocation),
          })
      } catch {
        counts.failed += 1
      }
      void sleep(6000, undefined, { ref: false }).then(() => {
        live.delete(fresh.id)
        for (const verifier of verifiers) verifier.drop([fresh.id])
      })
    }
  }
  /** The gateways' own memories are used too. */
  async function client(): Promise<void> {
    while (!isOver) {
      const all = [...live]
      const one = all[Math.floor(Math.random() * all.length)]
      if (!one) await sleep(5)
      else {
        const began = Date.now()
        const status = await ask('GET /accounts/info', { key: one[1] }).then(
          (answer) => answer.status,
          () => 0,
        )
        if (status === 200) note(one[0], began, 'a gateway')
        await sleep(2)
      }
    }
  }

  /** As a proxy asks for each request, over one of several connections. */
  async function proxy(edge: EdgeProcess, name: string): Promise<void> {
    while (!isOver) {
      // Those that are being revoked now: each worker has one.
      const one = some([...live].slice(-WORKERS))
      const began = Date.now()
      const status = one && (await edge.verify(one[1], root.accountId))
      if (one && status === 200) {
        counts.letThroughByEdges += 1
        note(one[0], began, name)
      } else await sleep(status === undefined ? 50 : 5)
    }
  }

  async function stopFor(ms: number, one: { signal(signal: NodeJS.Signals): void } | undefined): Promise<void> {
    one?.signal('SIGSTOP')
    await sleep(ms)
    one?.signal('SIGCONT')
  }
  const faults: (() => Promise<void>)[] = [
    () => stopFor(300 + Math.random() * 2500, some(verifiers)),
    () => stopFor(300 + Math.random() * 3000, some(gateways)),
    () => stopFor(300 + Math.random() * 2500, some(edges)),
    async () => {
      const edge = some(edges)
      edge?.signal('SIGKILL')
      await sleep(Math.random() * 500)
      if (!isOver) edge?.restart()
    },
    () => relays[Math.floor(Math.random() * GATEWAYS)]?.swallow(500 + Math.random() * 2500) ?? Promise.resolve(),
    () =>
      meddle(
        place,
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name = 'quiva-gateway-listen'`,
      ),
    async () => {
      const n = Math.floor(Math.random() * VERIFIERS)
      verifiers[n]?.signal('SIGKILL')
      await sleep(Math.random() * 500)
      if (!isOver) startVerifierOn(n)
    },
    async () => {
      const n = Math.floor(Math.random() * GATEWAYS)
      const gateway = gateways[n]
      gateways[n] = undefined
      await gateway?.end(Math.random() < 0.7 ? 'SIGKILL' : 'SIGTERM')
      if (!isOver) await startOne(n)
    },
  ]
  async function makeFaults(): Promise<void> {
    for (let n = 0; !isOver; n += 1) {
      await sleep(Math.random() * 400)
      await faults[n % faults.length]?.().catch(() => {})
      counts.faults += 1
    }
  }

  it('accept no key after the answer that its revocation is confirmed, nor after the time that was promised', {
    timeout: 60_000 + REVOCATIONS * 300,
  }, async () => {
    const asking = edges.flatMap((edge, n) => Array.from({ length: 8 }, () => proxy(edge, `edge ${n}`)))
    const clients = [...Array.from({ length: 3 }, client), ...asking]
    const breaking = makeFaults()
    await Promise.all(Array.from({ length: WORKERS }, worker))
    // Whoever was stopped goes on, and may still accept what it remembers, and say so.
    await sleep(3500)
    isOver = true
    await Promise.all([breaking, ...clients])
    await sleep(300)

    for (const { confirmed } of revoked.values()) counts[confirmed ? 'confirmed' : 'by'] += 1
    const wrong = [...revoked].flatMap(([id, { from, said }]) => {
      const last = accepted.get(id)
      return last && last.began > from ? [`${id} by ${last.by}, ${last.began - from} ms late, after ${said}`] : []
    })
    process.stdout.write(`revoked everywhere: ${JSON.stringify({ ...counts, revoked: revoked.size })}\n`)
    expect(wrong).toEqual([])
    // Otherwise nothing was tested.
    expect(counts.confirmed).toBeGreaterThan(REVOCATIONS / 3)
    expect([...revoked.keys()].filter((id) => accepted.has(id)).length).toBeGreaterThan(REVOCATIONS / 2)
    expect(counts.faults).toBeGreaterThan(3)
    expect(counts.letThroughByEdges).toBeGreaterThan(REVOCATIONS / 20)
  })
})
