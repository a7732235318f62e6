import { type Caller, workFor } from '../../platform/database/callers.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Log } from '../../platform/log.ts'
import { inTrace, type Tracing } from '../../platform/tracing/tracing.ts'
import type { Deliver } from './deliver.ts'
import { findDue, hasEndpoints, readBound, releaseLeases } from './delivery-store.ts'

/** How often a gateway looks for endpoints that have something to get. */
export const POLL_MS = 1000
/** Endpoints that one gateway delivers to at the same time; of one account, so that nobody takes all the places. */
const MOST_AT_ONCE = 64
const MOST_OF_ONE_ACCOUNT = 5
/** More than there are places: of one account's endpoints most are passed over. */
export const MOST_FOUND = 500
/** On PostgreSQL: mails and recurring jobs do not wait for a connection behind deliveries, nor these behind them. */
const WEBHOOKS: Caller = { name: 'webhooks', isRevocation: false }

export type Runner = { start(): Promise<void>; stop(): Promise<void> }

type Deps = {
  database: Database
  deliver: Deliver
  log: Log
  tracing?: Tracing | undefined
  pollMs: number
  settlingMs: number
}

/**
 * Looks again and again for endpoints that have something to get. Who writes an event does nothing for it, and an
 * installation without webhooks pays one query on an empty table a second.
 */
export function createRunner({ database, deliver, log, tracing, pollMs, settlingMs }: Deps): Runner {
  const atWork = new Map<string, { accountId: string; ended: Promise<void> }>()
  const stopping = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let wanted = false

  function wake(): void {
    wanted = true
    if (stopping.signal.aborted || atWork.size >= MOST_AT_ONCE) return
    looking ??= workFor(WEBHOOKS, look)
      .catch((error: unknown) => log.error({ err: error }, 'webhooks could not be read; trying again'))
      .finally(() => {
        looking = undefined
        if (wanted) wake()
      })
  }

  async function look(): Promise<void> {
    wanted = false
    if (!(await hasEndpoints(database.read))) return
    const now = Date.now()
    const bound = await readBound(database, now, settlingMs)
    for (const { id, account_id: accountId } of await findDue(database.read, { now, bound, limit: MOST_FOUND })) {
      if (stopping.signal.aborted || atWork.size >= MOST_AT_ONCE) return
      const others = [...atWork.values()].filter((one) => one.accountId === accountId).length
      if (!atWork.has(id) && others < MOST_OF_ONE_ACCOUNT) atWork.set(id, { accountId, ended: run(id) })
    }
  }

  async function run(id: string): Promise<void> {
    let more = false
    try {
      const root = () => ({ kind: 'internal' as const, attributes: { 'quiva.webhook.id': id } })
      more = await workFor(WEBHOOKS, () =>
        inTrace(tracing, 'webhook deliveries', root, () => deliver(id, stopping.signal)),
      )
    } catch (error) {
      log.error({ err: error, webhook: id }, 'a webhook could not be delivered to; trying again')
    } finally {
      atWork.delete(id)
    }
    if (more) wake()
  }

  return {
    async start() {
      if (database.engine === 'sqlite') await releaseLeases(database)
      timer = setInterval(wake, pollMs)
      wake()
    },
    async stop() {
      clearInterval(timer)
      stopping.abort()
      await looking
      await Promise.all([...atWork.values()].map(({ ended }) => ended))
    },
  }
}
