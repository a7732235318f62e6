import { SILENT_MS } from '../../access/key-ending.ts'
import { decide } from '../../access/policy.ts'
import type { Access } from '../../access/principal.ts'
import type { Database } from '../../platform/database/database.ts'
import {
  type Counted,
  countKeys,
  countMembers,
  examplesQuery,
  hasSecondFactor,
  type KeyCounts,
  listFailingWebhooks,
  type MemberCounts,
  type Since,
  usesByDay,
} from './store.ts'

const DAY_MS = 86_400_000
const SHOWN_DAYS = 30
/** As SILENT_MS, for a key that was never used: in its first days it may wait for its service. */
const NEVER_USED_DAYS = 7
const MOST_EXAMPLES = 5

export const attentionKinds = [
  'payment_overdue',
  'bus_unreachable',
  'keys_expiring',
  'second_factor_missing',
  'webhooks_failing',
  'keys_silent',
  'keys_unused',
] as const

/** Something that needs attention. `at`: milliseconds since the epoch; `email`: of the owner of a key. */
export type Attention = {
  kind: (typeof attentionKinds)[number]
  count: number
  examples: { id: string; name: string; at: number; email?: string }[]
}

export type Overview = {
  scope: 'account' | 'own'
  keys: KeyCounts
  /** Only for those who may list members. */
  members: MemberCounts | undefined
  /** The last 30 days in UTC, the oldest first. */
  requests: { day: number; requests: number }[]
  attention: Attention[]
}

export type ReadOverview = (access: Access) => Promise<Overview>

type BusStatus = 'connected' | 'connecting' | 'closed' | 'not configured'

type Deps = { database: Database; messagingStatus: () => BusStatus }

/**
 * getAccountOverview: what a member sees of the account at a glance, and only what the member could also read by the
 * operations that are asked for here. It takes five statements, and one for each list of examples that is not empty.
 */
export function createReadOverview({ database, messagingStatus }: Deps): ReadOverview {
  return async ({ principal, account }) => {
    const { accountId, userId } = principal
    const may = (operation: Parameters<typeof decide>[0]) => decide(operation, principal, 'account').allowed
    const seesAll = may('viewApiKeys:account')
    const whose = { accountId, userId: seesAll ? undefined : userId }
    const now = Date.now()
    const since = { silent: now - SILENT_MS, neverUsed: now - NEVER_USED_DAYS * DAY_MS }
    const keys = await countKeys(database.read, whose, since, now)
    const { payment_due_by: dueBy } = account

    return {
      scope: seesAll ? 'account' : 'own',
      keys,
      members: may('listUsersByAccount') ? await countMembers(database.read, accountId) : undefined,
      requests: await requestsOf(whose, Math.floor(now / DAY_MS)),
      attention: [
        ...(dueBy !== undefined && may('getSubscription') ? [fact('payment_overdue', account, Date.parse(dueBy))] : []),
        ...(isUnreachable(messagingStatus()) && may('listImportsExports') ? [fact('bus_unreachable')] : []),
        ...(await keysThat('expiring', whose, keys.expiring, since, now)),
        ...((await hasSecondFactor(database.read, userId)) ? [] : [fact('second_factor_missing')]),
        ...(may('listWebhooks') ? await failingWebhooks(accountId) : []),
        ...(await keysThat('silent', whose, keys.silent, since, now)),
        ...(await keysThat('neverUsed', whose, keys.neverUsed, since, now)),
      ],
    }
  }

  async function requestsOf(whose: Counted, today: number): Promise<Overview['requests']> {
    const days = Array.from({ length: SHOWN_DAYS }, (_, index) => today - SHOWN_DAYS + 1 + index)
    const uses = await usesByDay(database.read, whose, days)
    return days.map((day) => ({ day, requests: uses.get(day) ?? 0 }))
  }

  async function keysThat(
    condition: 'expiring' | 'silent' | 'neverUsed',
    whose: Counted,
    count: number,
    since: Since,
    now: number,
  ): Promise<Attention[]> {
    if (count === 0) return []
    const kinds = { expiring: 'keys_expiring', silent: 'keys_silent', neverUsed: 'keys_unused' } as const
    const found = await examplesQuery(database.read, whose, condition, { since, now, most: MOST_EXAMPLES }).execute()
    const examples = found.map(({ id, name, at, email, machineOf }) => ({
      ...{ id, name, at },
      ...(machineOf === null && { email }),
    }))
    return [{ kind: kinds[condition], count, examples }]
  }

  async function failingWebhooks(accountId: string): Promise<Attention[]> {
    const failing = await listFailingWebhooks(database.read, accountId)
    if (failing.length === 0) return []
    const examples = failing.slice(0, MOST_EXAMPLES).map(({ id, url, failingSince, disabledAt }) => ({
      // The path may have a secret.
      ...{ id, name: new URL(url).host, at: failingSince ?? disabledAt ?? 0 },
    }))
    return [{ kind: 'webhooks_failing', count: failing.length, examples }]
  }
}

const isUnreachable = (status: BusStatus) => status !== 'connected' && status !== 'not configured'

function fact(kind: Attention['kind'], about?: { id: string; name: string }, at?: number): Attention {
  const examples = about && at !== undefined ? [{ id: about.id, name: about.name, at }] : []
  return { kind, count: 1, examples }
}
