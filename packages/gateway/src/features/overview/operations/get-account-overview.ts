import { Type } from 'typebox'
import { accessOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { attentionKinds, type Overview, type ReadOverview } from '../read-overview.ts'

const count = (description: string) => Type.Integer({ description })

const AccountOverview = Type.Object(
  {
    scope: Type.Enum(['account', 'own'], {
      description:
        'Which keys are counted: account: those of all members and of the account, for the root user and administrators; own: those of the caller',
    }),
    keys: Type.Object(
      {
        live: count('All keys that are not deleted or expired'),
        active: count('Of these: used at least once, neither rotated nor disabled'),
        unused: count('Never used, neither rotated nor disabled'),
        replaced: count('Rotated, in their grace period'),
        disabled: count('Disabled, rotated or not'),
        expiring: count('Expire within seven days, neither rotated nor disabled, used or not'),
      },
      { description: 'Numbers of keys by state, as the filter `state` of GET /accounts/api-keys finds them' },
    ),
    members: Type.Optional(
      Type.Object(
        { active: count(''), suspended: count(''), pending: count('Invitations that wait to be accepted') },
        { description: 'Only for those who may list members' },
      ),
    ),
    requests: Type.Object(
      {
        total: count('The sum of the days'),
        days: Type.Array(
          Type.Object({ date: Type.String({ format: 'date', examples: ['2026-11-29'] }), requests: Type.Integer() }),
          { description: 'Each of the last 30 days, the oldest first; the last one is today' },
        ),
      },
      {
        description:
          'Requests with these keys on each day (UTC), with keys that are gone too. Those of the last ten seconds may be missing; with thousands of keys in use, of the last 50',
      },
    ),
    attention: Type.Array(
      Type.Object({
        kind: Type.Enum([...attentionKinds], {
          description:
            'payment_overdue: a payment is late. bus_unreachable: the message bus cannot be reached. keys_expiring: keys expire within seven days. second_factor_missing: the caller has no second factor. webhooks_failing: webhooks do not reach their receiver. keys_silent: keys were not used for 90 days. keys_unused: keys were issued more than seven days ago and never used',
        }),
        count: Type.Integer(),
        examples: Type.Array(
          Type.Object({
            id: Type.String({ description: 'Of the key, the webhook or the account' }),
            name: Type.String({ description: 'Of the key or the account; of a webhook its host' }),
            on: Type.String({
              format: 'date-time',
              description:
                'When the key expires, was last used, or was issued; since when the webhook fails; from when on keys are refused',
            }),
            email: Type.Optional(Type.String({ description: 'The owner of the key; absent for a key of the account' })),
          }),
          { description: 'At most five, the oldest first' },
        ),
      }),
      { description: 'What somebody should look at, the most urgent first; what needs no attention is absent' },
    ),
  },
  { title: 'AccountOverview' },
)

export function getAccountOverview(app: Server, { readOverview }: { readOverview: ReadOverview }): void {
  app.route({
    method: 'GET',
    url: '/accounts/overview',
    ...operation(
      'getAccountOverview',
      {
        tags: ['Account Management'],
        summary: 'Get account overview',
        description:
          'Returns, for a page that a member opens first, how many keys and members there are, how many requests were made with the keys on each of the last 30 days, and what needs attention. It has only what the member may see elsewhere.',
      },
      {},
      dataOf(AccountOverview, 'The overview'),
      [401, 403, 429],
    ),
    handler: async (request) => ({ data: overviewBody(await readOverview(accessOf(request))) }),
  })
}

function overviewBody({ scope, keys, members, requests, attention }: Overview) {
  return {
    scope,
    keys,
    ...(members && { members }),
    requests: {
      total: requests.reduce((sum, day) => sum + day.requests, 0),
      days: requests.map(({ day, requests: made }) => ({ date: dateOf(day), requests: made })),
    },
    attention: attention.map(({ kind, count: found, examples }) => ({
      ...{ kind, count: found },
      examples: examples.map(({ at, ...example }) => ({ ...example, on: new Date(at).toISOString() })),
    })),
  }
}

/** Days count from the epoch. */
const dateOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10)
