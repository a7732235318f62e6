import { setTimeout as delay } from 'node:timers/promises'
import { type Connection, openConnection } from './connection.ts'
import { type Figure, figure } from './figures.ts'
import { type RunningGateway, startGateway } from './gateway.ts'
import { deleteRequest, infoRequest, issueRequest } from './requests.ts'
import { seedPlace } from './seed.ts'
import type { Bench } from './settings.ts'

const TIMES = 100

/** How many SQL statements an operation takes on SQLite, without BEGIN, COMMIT and the like. */
export async function countStatements({ stage, say }: Bench): Promise<Figure[]> {
  say('counting statements')
  const place = await seedPlace(stage, { accounts: 1, keys: 2 * TIMES + 1, known: 2 * TIMES + 1 })
  const [first, ...others] = place.keys
  if (!first) throw new Error('no key was seeded')
  const preload = new URL('count-statements.ts', import.meta.url).href
  const options = { nodeOptions: ['--import', preload], ipc: true }
  const gateway = await startGateway(stage, place.environment, options)
  const connection = await openConnection(gateway.port, (error) => say(error.message))

  async function perOperation(name: string, requests: string[]): Promise<Figure> {
    const before = await countOf(gateway)
    for (const request of requests) await send(connection, request)
    // The outbox looks for work once a second: over many requests that rounds away.
    const perRequest = ((await countOf(gateway)) - before) / requests.length
    return figure(`statements: ${name}`, '', [Math.round(perRequest)])
  }
  const again = <T>(value: T): T[] => Array.from({ length: TIMES }, () => value)
  await send(connection, infoRequest(first))
  await untilStarted(gateway)
  const deletions = others.slice(TIMES).map((victim) => deleteRequest(victim, first))
  const figures = [
    await perOperation('GET /accounts/info, key used before', again(infoRequest(first))),
    await perOperation('GET /accounts/info, key not used before', others.slice(0, TIMES).map(infoRequest)),
    await perOperation('POST /accounts/api-key', again(issueRequest(first))),
    await perOperation('DELETE /accounts/api-key', deletions),
  ]
  connection.close()
  await gateway.stop()
  return figures
}

/** What a gateway does once after its start would count as a request's: waits for a second with next to no statements. */
async function untilStarted(gateway: RunningGateway): Promise<void> {
  const until = Date.now() + 30_000
  let before = await countOf(gateway)
  while (Date.now() < until) {
    await delay(1000)
    const now = await countOf(gateway)
    if (now - before < TIMES / 10) return
    before = now
  }
  throw new Error('the gateway makes statements all the time, though nobody asks it for anything')
}

function countOf({ process: child }: RunningGateway): Promise<number> {
  return new Promise((resolve) => {
    child.once('message', (count) => resolve(Number(count)))
    child.send('count')
  })
}

function send(connection: Connection, request: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.send(Buffer.from(request), (status) =>
      status === 200 ? resolve() : reject(new Error(`answered ${status}`)),
    )
  })
}
