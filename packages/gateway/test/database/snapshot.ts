import type { Schema } from '../../src/platform/database/schema.ts'
import type { TestGateway } from '../gateway.ts'
import { pauses } from '../run/pauses.ts'

/**
 * Every table is compared, except the counters of throttles, limits and uses, which may change when a request is
 * refused.
 */
export const COMPARED = {
  // A gateway that was too busy for its pings registers anew.
  gateways: false,
  // Written every ten seconds, too.
  verifiers: false,
  settings: true,
  users: true,
  accounts: true,
  account_looks: true,
  account_name_holds: true,
  sign_ups: true,
  sign_up_links: true,
  memberships: true,
  api_keys: true,
  api_key_tags: true,
  import_secrets: true,
  // Written every ten seconds, as `last_used_at` is.
  api_key_usage: false,
  api_key_networks: false,
  account_usage: false,
  idempotent_answers: true,
  sessions: true,
  refresh_tokens: true,
  token_signing_keys: true,
  mailed_tokens: true,
  sign_in_challenges: true,
  device_sign_ins: true,
  embed_origins: true,
  embed_tokens: true,
  email_codes: true,
  oauth_states: true,
  oauth_identities: true,
  totp_secrets: true,
  totp_registrations: true,
  passkeys: true,
  passkey_ceremonies: true,
  recovery_codes: true,
  profile_images: true,
  profile_image_parts: true,
  email_changes: true,
  account_exports: true,
  account_imports: true,
  account_meshes: true,
  payment_customers: true,
  payment_events: true,
  outbox: true,
  audit_events: true,
  throttle: false,
  // Written every minute, whatever happens.
  samples: false,
  key_budgets: false,
  key_quotas: false,
  secret_tries: false,
  factor_failures: false,
  webhook_endpoints: true,
  webhook_retries: true,
  webhook_deliveries: true,
} satisfies Record<keyof Schema, boolean>

type Row = Record<string, unknown>
type Difference = { added: Row[]; removed: Row[] }

/**
 * The differences by table; `mails` are the mails that were sent. A changed row is shown as a removed and an added row.
 */
export type Changes = Partial<Record<keyof Schema | 'mails', Difference>>

/** Runs `work` and tells what it changed: all tables and all mails, compared before and after. */
export async function changesOf<T>(
  test: TestGateway,
  work: () => Promise<T>,
): Promise<{ answer: T; changes: Changes; changed: string[] }> {
  const before = await snapshot(test)
  const answer = await work()
  const changes = compare(before, await snapshot(test))
  return { answer, changes, changed: Object.keys(changes).sort() }
}

type Snapshot = Map<keyof Schema | 'mails', Map<string, Row>>

async function snapshot(test: TestGateway): Promise<Snapshot> {
  await untilNothingIsDue(test)
  const found: Snapshot = new Map()
  for (const [table, compared] of Object.entries(COMPARED) as [keyof Schema, boolean][]) {
    if (!compared) continue
    const rows: Row[] = await test.database.read.selectFrom(table).selectAll().execute()
    found.set(table, index(rows.flatMap((row) => (isNoise(table, row) ? [] : [stable(table, row)]))))
  }
  const mails = await test.mails()
  found.set('mails', index(mails.map(({ template, to, text }) => ({ template, to, text }))))
  return found
}

/**
 * Waits until the outbox is empty, because work that a request has queued belongs to its changes: a mail that is still
 * in the outbox counts as a mail.
 */
export async function untilNothingIsDue(
  { database }: TestGateway,
  { recurring }: { recurring: 'too' | 'not' } = { recurring: 'not' },
): Promise<void> {
  for await (const _ of pauses(5000)) {
    const due = await database.read
      .selectFrom('outbox')
      .select('id')
      .where('due_at', '<=', Date.now())
      .where('failed_at', 'is', null)
      .$if(recurring === 'not', (query) => query.where('kind', '!=', 'recurring'))
      .executeTakeFirst()
    if (!due) return
  }
  throw new Error('the outbox is not empty after five seconds')
}

const WRITTEN_LATER: ReadonlySet<unknown> = new Set([
  'api_key.used_after_deletion',
  'api_key.used_while_disabled',
  'request.refused',
])

/**
 * Rows that do not come from the request itself: recurring jobs run at any time, and events about uses of deleted and
 * disabled keys and about refusals are written some time later.
 */
function isNoise(table: keyof Schema, row: Row): boolean {
  if (table === 'audit_events') return WRITTEN_LATER.has(row.action)
  // How far a recurring job has come.
  if (table === 'settings') return row.name === 'expiry_notices'
  return table === 'outbox' && row.kind === 'recurring'
}

/** Leaves out columns that change by themselves: when a key was last used, or refused, is written every few seconds. */
function stable(table: keyof Schema, row: Row): Row {
  if (table !== 'api_keys') return row
  const { last_used_at: _, misused_at: __, ...rest } = row
  return rest
}

function index(rows: Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [JSON.stringify(row), row]))
}

function compare(before: Snapshot, after: Snapshot): Changes {
  const changes: Changes = {}
  for (const [table, rows] of after) {
    const earlier = before.get(table) ?? new Map<string, Row>()
    const added = [...rows].flatMap(([text, row]) => (earlier.has(text) ? [] : [row]))
    const removed = [...earlier].flatMap(([text, row]) => (rows.has(text) ? [] : [row]))
    if (added.length > 0 || removed.length > 0) changes[table] = { added, removed }
  }
  return changes
}
