import { listAdminAddresses } from '../../access/recipients.ts'
import { record } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { lockAccountReading } from '../../platform/database/locks.ts'
import type { OpenLine, Posted } from '../../platform/outbound/guarded-post.ts'
import { allows, type Limiter } from '../../platform/throttle/limiter.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import {
  type Attempt,
  countRetries,
  type EndpointRow,
  giveBack,
  lease,
  MOST_EVENTS,
  type Outcome,
  readBound,
  readNext,
  readRetries,
  storeOutcome,
} from './delivery-store.ts'
import { switchOff } from './endpoint-store.ts'
import { type EventRow, payloadOf, readEvents } from './events.ts'
import type { WebhookMetrics } from './metrics.ts'
import { hasFailedTooLong, nextContact, nextTry, wasLeftAlone } from './schedule.ts'
import type { OpenSecrets } from './secrets.ts'
import { signedHeaders } from './signature.ts'

/** How long a run delivers, so that others get their turn and little is delivered again after a crash. */
const SLICE_MS = 5000
/** Longer than a run can take: its slice, one attempt of 10 seconds, and the commit. */
const LEASE_MS = 60_000
/** So many events may wait for another try while later ones go on; then these wait too. */
const MOST_SET_ASIDE = 100

const MOST_MAILS = 20

/** Statuses that say that the receiver is not there, and not that it refuses this event. */
const AWAY = new Set([408, 429, 502, 503, 504])

type Deps = {
  database: Database
  openLine: OpenLine
  openSecrets: OpenSecrets
  sendMail: SendMail
  /** Beyond the limit only the mails are left out: whoever may switch endpoints on could flood the administrators. */
  noticesPerAccount: Limiter
  metrics: Pick<WebhookMetrics, 'note'>
  /** How old an event must be to be read (delivery-store.ts). */
  settlingMs: number
}

/** Delivers what there is for one endpoint, for a while; false if there was nothing, or somebody else is at it. */
export type Deliver = (endpointId: string, stop: AbortSignal) => Promise<boolean>

/**
 * In order, one at a time, at least once. While the receiver cannot be reached, everything waits. An event that it
 * refuses is set aside and tried again by itself, so that later ones go on.
 */
export function createDeliver(deps: Deps): Deliver {
  const { database, openLine, openSecrets, sendMail, noticesPerAccount, metrics, settlingMs } = deps

  return async function deliver(endpointId, stop) {
    const begun = Date.now()
    const endpoint = await lease(database, endpointId, { now: begun, until: begun + LEASE_MS })
    if (!endpoint) return false
    try {
      const run = await deliverFor(endpoint, begun, stop)
      const mayMail = run.off !== undefined && (await allows(noticesPerAccount, endpoint.account_id))
      await database.transaction((tx) => settle(tx, endpoint, run, mayMail))
      return run.more
    } catch (error) {
      await giveBack(database, endpoint)
      throw error
    }
  }

  async function deliverFor(endpoint: EndpointRow, begun: number, stop: AbortSignal): Promise<Run> {
    // The bound comes first: what it promises is about what is read after it.
    const bound = await readBound(database, begun, settlingMs)
    const retries = await readRetries(database.read, endpoint, begun)
    const events = await readNext(database.read, endpoint, bound)
    const wanted = readEvents(endpoint.events)
    const secrets = openSecrets(endpoint, begun)
    const line = openLine()
    const run = createRun(endpoint, begun, await countRetries(database.read, endpoint.id))
    const goesOn = () => !stop.aborted && Date.now() - begun < SLICE_MS && !run.isBlocked()

    async function attempt(event: EventRow, number: number): Promise<Verdict | undefined> {
      const body = payloadOf(event)
      const at = Date.now()
      const headers = signedHeaders(event.id, body, secrets, at)
      const posted = await line.post(endpoint.url, headers, body, stop).catch((error: unknown) => {
        if (stop.aborted) return undefined
        throw error
      })
      if (!posted) return undefined
      metrics.note(posted)
      return run.note(event, { number, at, posted })
    }

    try {
      for (const { eventId, event, attempts } of retries) {
        if (!goesOn()) break
        if (!event) run.giveUp(eventId)
        else {
          const verdict = await attempt(event, attempts + 1)
          if (verdict === 'delivered') run.forget(eventId)
          if (verdict === 'refused') run.again(eventId, attempts + 1)
        }
      }
      for (const event of events) {
        if (!goesOn()) break
        const isWanted = wanted === null || wanted.includes(event.action)
        const verdict = isWanted ? await attempt(event, endpoint.failures + 1) : 'delivered'
        if (verdict === 'refused' && !run.setAside(event.id)) break
        if (verdict !== 'delivered' && verdict !== 'refused') break
        run.pass(event.id)
      }
    } finally {
      line.close()
    }
    return run.end(events.length === MOST_EVENTS || events.at(-1)?.id !== run.cursor())
  }

  /** In one transaction: what was delivered, and whether the endpoint is switched off. */
  async function settle(tx: Tx, endpoint: EndpointRow, { outcome, off }: Run, mayMail: boolean): Promise<void> {
    const { id, account_id: accountId, url } = endpoint
    const account =
      off &&
      (await lockAccountReading(tx, accountId, (query) => query.select('display_name').where('deleted_at', 'is', null)))
    if (!(await storeOutcome(tx, endpoint, outcome)) || !off || !account) return
    const now = Date.now()
    if (!(await switchOff(tx, account, { id, now, reason: off }))) return
    const { host } = new URL(url)
    await record(tx, {
      action: 'webhook.switched_off',
      accountId,
      actor: { kind: 'system' },
      target: { type: 'webhook', id },
      details: { host, reason: off },
    })
    if (!mayMail) return
    const mail = { account: account.display_name, host, gone: off === 'gone', switchedOffAt: now }
    for (const to of await listAdminAddresses(tx, accountId, MOST_MAILS))
      await sendMail(tx, { template: 'webhook-switched-off', to, ...mail })
  }
}

type Verdict = 'delivered' | 'refused' | 'away' | 'gone'

type Run = { outcome: Outcome; off: 'gone' | 'failing' | undefined; more: boolean }

function judge({ status, error }: Posted): Verdict {
  if (error === null) return 'delivered'
  if (status === 410) return 'gone'
  return status === null || error === 'redirect' || AWAY.has(status) ? 'away' : 'refused'
}

/** What has become of a run so far. */
function createRun(endpoint: EndpointRow, begun: number, setAsideBefore: number) {
  const attempts: Attempt[] = []
  const done: string[] = []
  const setAside: Outcome['setAside'] = []
  let { cursor, delivered_at: deliveredAt } = endpoint
  let failingSince = wasLeftAlone(endpoint.due_at, begun) ? null : endpoint.failing_since
  let waiting = setAsideBefore
  let blocked: 'away' | 'gone' | undefined

  function forget(eventId: string): void {
    done.push(eventId)
    waiting -= 1
  }

  /** If nothing else waits, the endpoint is not failing any more: it refused this event, and no other. */
  function giveUp(eventId: string): void {
    forget(eventId)
    if (waiting <= 0 && blocked === undefined) failingSince = null
  }

  return {
    cursor: () => cursor,
    isBlocked: () => blocked !== undefined,
    note(event: EventRow, { number, at, posted }: { number: number; at: number; posted: Posted }): Verdict {
      const { status, error, durationMs } = posted
      const { id: event_id, action } = event
      const when = { attempted_at: at, duration_ms: durationMs }
      attempts.push({ event_id, action, purpose: 'event', attempt: number, ...when, status, error })
      const verdict = judge(posted)
      if (verdict === 'away' || verdict === 'gone') blocked = verdict
      if (verdict === 'delivered') [failingSince, deliveredAt] = [null, at]
      else failingSince ??= at
      return verdict
    },
    /** The event is delivered, set aside or not wanted: the next one comes. */
    pass(eventId: string) {
      cursor = eventId
    },
    /** False if too many wait already: this one then stays the next, as if the receiver was away. */
    setAside(eventId: string): boolean {
      if (waiting >= MOST_SET_ASIDE) {
        blocked = 'away'
        return false
      }
      waiting += 1
      setAside.push({ eventId, attempts: 1, dueAt: nextTry(1, Date.now()) ?? 0 })
      return true
    },
    /** A retry that was refused again. */
    again(eventId: string, number: number) {
      const dueAt = nextTry(number, Date.now())
      if (dueAt === undefined) giveUp(eventId)
      else setAside.push({ eventId, attempts: number, dueAt })
    },
    forget,
    giveUp,
    end(more: boolean): Run {
      const now = Date.now()
      const failures = blocked === undefined ? 0 : endpoint.failures + 1
      const due_at = blocked === undefined ? now : nextContact(failures, now)
      // Judged by a run that tried: an event that is not wanted says nothing of the endpoint.
      const tooLong = attempts.length > 0 && failingSince !== null && hasFailedTooLong(failingSince, now)
      return {
        outcome: {
          ...{ cursor, due_at, failures, failing_since: failingSince, delivered_at: deliveredAt },
          ...{ attempts, done, setAside },
        },
        off: blocked === 'gone' ? 'gone' : tooLong ? 'failing' : undefined,
        more: more && blocked === undefined,
      }
    },
  }
}
