import { Type } from 'typebox'
import type { Database } from '../../../platform/database/database.ts'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import { listParameters, NextCursor, readListQuery } from '../../../transport/http/paging.ts'
import type { Server } from '../../../transport/http/server.ts'
import { type AccountRow, type AccountSort, accountSorts, accountStates, pageOfAccounts } from '../account-store.ts'

const DEFAULT_LIMIT = 100
const ORDER = 'name'
const sorts: AccountSort[] = ['name', 'created_on']
const orNull = (description: string, format = 'date-time') =>
  Type.Union([Type.String({ format }), Type.Null()], { description })

const OperatedAccount = Type.Object(
  {
    id: Type.String({ examples: ['4821907365'] }),
    name: Type.String({ examples: ['acme'] }),
    display_name: Type.String({ examples: ['ACME'] }),
    root_email: Type.Union([Type.String(), Type.Null()], {
      description: 'Null if the root user of a deleted account has deleted their user',
    }),
    state: Type.Enum([...accountStates], {
      description:
        'unconfirmed: the root has not confirmed the email address; suspended: by an operator; closing: a deletion is scheduled; deleted: it can be restored until restorable_until',
    }),
    subscription_plan: Type.Union([Type.String(), Type.Null()]),
    subscription_status: Type.Enum(['active', 'pending', 'cancelled']),
    payment_due_by: orNull('While a payment is late: from when on keys are refused'),
    members: Type.Integer({ description: 'Users, also pending and suspended ones' }),
    keys: Type.Integer({ description: 'Keys that count against the limit of the account' }),
    last_request_on: orNull('The last day on which a key was used', 'date'),
    created_on: Type.String({ format: 'date-time' }),
    deletion_date: orNull('When the account will be deleted'),
    deleted_on: orNull('When it was deleted'),
    restorable_until: orNull('Until when a deleted account can be restored'),
    suspended_on: orNull('Since when an operator has it suspended'),
    suspension_reason: Type.Union([Type.String(), Type.Null()], { description: 'Why it is suspended' }),
    streams_purged_on: orNull('When the streams of a deleted account were purged'),
  },
  { title: 'OperatedAccount' },
)

type Deps = { database: Database; keptMs: number }

export function listAllAccounts(app: Server, { database, keptMs }: Deps): void {
  app.route({
    method: 'GET',
    url: '/operator/accounts',
    ...operation(
      'listAllAccounts',
      {
        tags: ['Operator'],
        summary: 'List all accounts',
        description:
          'Lists the accounts of this gateway in pages, with numbers but nothing that their members have stored. Deleted accounts are only listed with `state=deleted` or by their id.',
      },
      {
        querystring: Type.Object(
          {
            ...listParameters(sorts, {
              searched:
                'Only accounts whose name, or whose root’s email address, contains this text (A–Z like a–z), or whose id begins with it',
              order: ORDER,
            }),
            id: Type.Optional(
              Type.String({ minLength: 1, maxLength: 100, description: 'Only this account, also if it is deleted' }),
            ),
            state: Type.Optional(Type.Enum([...accountStates], { description: 'Only accounts in this state' })),
          },
          KNOWN_ONLY,
        ),
      },
      Type.Object(
        { ...dataOf(Type.Array(OperatedAccount), '').properties, next_cursor: NextCursor },
        { description: 'The accounts' },
      ),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { query } = request
      const { id, state, limit = DEFAULT_LIMIT } = query
      const whose = { list: 'all-accounts', id, state }
      const { request: asked, nextCursor } = readListQuery(
        { ...query, limit },
        { sorts: accountSorts, order: ORDER, whose },
      )
      const { rows, next } = await pageOfAccounts(database.read, { id, state }, asked)
      return { data: rows.map((row) => accountBody(row, keptMs)), ...nextCursor(next) }
    },
  })
}

const isoOrNull = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

function accountBody(row: AccountRow, keptMs: number) {
  const { id, name, displayName, rootEmail, plan, status, keys, members, lastDay, deletedAt } = row
  return {
    ...{ id, name, keys, members: members ?? 0 },
    display_name: displayName,
    root_email: rootEmail,
    state: stateOf(row),
    subscription_plan: plan,
    subscription_status: status,
    payment_due_by: isoOrNull(row.paymentDueBy),
    last_request_on: lastDay === null ? null : (isoOrNull(lastDay * 86_400_000)?.slice(0, 10) ?? null),
    created_on: new Date(row.createdAt).toISOString(),
    deletion_date: isoOrNull(row.deletionScheduledFor),
    deleted_on: isoOrNull(deletedAt),
    restorable_until: isoOrNull(deletedAt === null ? null : deletedAt + keptMs),
    suspended_on: isoOrNull(row.suspendedAt),
    suspension_reason: row.suspensionReason,
    streams_purged_on: isoOrNull(row.streamsPurgedAt),
  }
}

function stateOf({
  deletedAt,
  activatedAt,
  suspendedAt,
  deletionScheduledFor,
}: AccountRow): (typeof accountStates)[number] {
  if (deletedAt !== null) return 'deleted'
  if (activatedAt === null) return 'unconfirmed'
  if (suspendedAt !== null) return 'suspended'
  return deletionScheduledFor === null ? 'active' : 'closing'
}
