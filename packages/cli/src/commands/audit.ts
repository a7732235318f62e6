import { setTimeout as sleep } from 'node:timers/promises'
import type { AuditEvent, Client, QueryOf } from '@quiva/client'
import type { Connect } from '../connect.ts'
import { wrongUsage } from '../errors.ts'
import { type Output, table, visible } from '../output.ts'

/** Without these three, what narrows the log. */
export type AuditOptions = Query & { limit?: number; export?: true; follow?: true }

type Query = Omit<QueryOf<'/accounts/audit-events', 'get'>, 'limit' | 'cursor'>

type Parts = { connect: Connect; output: Output }

const DEFAULT_LIMIT = 100
const MOST_ON_A_PAGE = 1000

const FOLLOW_MS = 1000
/** How far --follow looks back each time: of two events at the same moment, one may be there to see before the other. */
const OVERLAP_MS = 10_000

/** The log of the account: a list, all of it as JSON lines, or what comes. */
export async function audit(options: AuditOptions, { connect, output }: Parts): Promise<void> {
  const { limit, export: all, follow, ...query } = options
  if (all && follow)
    throw wrongUsage('--export prints existing events and --follow prints new ones: use only one of them')
  if ((all || follow) && limit !== undefined) throw wrongUsage('--limit cannot be used with --export or --follow')
  if ((all || follow) && query.sort !== undefined) throw wrongUsage('--sort cannot be used with --export or --follow')
  if (follow && query.to !== undefined) throw wrongUsage('--to cannot be used with --follow, which has no end')
  const { client } = await connect.signedIn()
  if (all) return exportEvents(client, query, output)
  if (follow) return followEvents(client, query, output)
  return listEvents(client, query, limit ?? DEFAULT_LIMIT, output)
}

async function listEvents(client: Client, query: Query, limit: number, output: Output): Promise<void> {
  const events: AuditEvent[] = []
  const page = { ...query, limit: Math.min(MOST_ON_A_PAGE, limit) }
  for await (const event of client.ROWS('/accounts/audit-events', { params: { query: page } })) {
    events.push(event)
    if (events.length === limit) break
  }
  const header = ['WHEN (UTC)', 'ACTION', 'WHO', 'TARGET', 'FROM', 'DETAILS']
  output.result(events, events.length === 0 ? '' : table([header, ...events.map(cells)]))
  if (events.length === 0) output.note('No events were found.')
}

async function exportEvents(client: Client, { sort: _, ...query }: Query, output: Output): Promise<void> {
  for await (const line of client.LINES('/accounts/audit-events/export', { params: { query } })) {
    if (!(await output.stream(line))) return
  }
}

/** Prints events until nobody reads any more. */
async function followEvents(client: Client, query: Query, output: Output): Promise<void> {
  const began = () => output.note('Waiting for events. Press Ctrl-C to stop.')
  for await (const event of newEvents(client, query, began)) {
    const line = output.asJson ? JSON.stringify(event) : cells(event).map(visible).join('  ')
    if (!(await output.stream(line))) return
  }
}

/**
 * Each event once, oldest first, from now on or from `from`, without an end. `began` is called when no event is missed any
 * more.
 */
export async function* newEvents(client: Client, query: Query, began = () => {}): AsyncGenerator<AuditEvent> {
  let from = query.from ?? (await findNewestMoment(client))
  let seen = new Set(query.from === undefined ? (await since(from)).map(({ id }) => id) : [])
  began()
  for (;;) {
    const events = await since(from)
    for (const event of events) if (!seen.has(event.id)) yield event
    seen = new Set(events.map(({ id }) => id))
    const newest = events.at(-1)
    const overlapping = newest ? new Date(Date.parse(newest.occurred_on) - OVERLAP_MS).toISOString() : from
    if (overlapping > from) from = overlapping
    await sleep(FOLLOW_MS)
  }

  async function since(moment: string): Promise<AuditEvent[]> {
    const events: AuditEvent[] = []
    const page = { ...query, from: moment, limit: MOST_ON_A_PAGE }
    for await (const event of client.ROWS('/accounts/audit-events', { params: { query: page } })) events.push(event)
    return events.reverse()
  }
}

/** By the clock of the gateway, which its log knows. */
async function findNewestMoment(client: Client): Promise<string> {
  const { data } = await client.GET('/accounts/audit-events', { params: { query: { limit: 1 } } })
  return data[0]?.occurred_on ?? new Date(0).toISOString()
}

function cells({ occurred_on: time, action, actor, target, ip, details }: AuditEvent): string[] {
  const who = actor.email ?? actor.user_id ?? actor.kind
  return [
    time.slice(0, 19).replace('T', ' '),
    action,
    actor.kind === 'key' ? `${who} (API key)` : who,
    target?.id ?? '',
    ip ?? '',
    Object.entries(details)
      .map(([name, value]) => `${name}=${String(value)}`)
      .join(' '),
  ]
}
