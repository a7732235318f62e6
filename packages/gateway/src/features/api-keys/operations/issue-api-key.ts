import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import type { Idempotent } from '../../../platform/idempotency/idempotent.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { markReplay, retryableOf } from '../../../transport/http/idempotency.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { accountRoleOf, issuedBody } from '../bodies.ts'
import { descriptionToIssue } from '../description-schemas.ts'
import type { IssueApiKey, IssuedApiKey as Issued } from '../issue.ts'
import { limitsToIssue } from '../limit-schemas.ts'
import type { RefuseGoneReplay } from '../replay.ts'
import { IdempotencyKeyHeader, IssuedApiKey } from '../schemas.ts'

const ApiKeyRequest = Type.Object(
  {
    key_name: Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'What the key is for, 1–100 characters; several keys may have the same name',
    }),
    expiry_days: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 365,
        description: 'Days until the key expires; 90 unless the operator has set another default',
      }),
    ),
    ...limitsToIssue,
    ...descriptionToIssue,
    owner: Type.Optional(
      Type.Enum(['member', 'account'], {
        description:
          'account: the key belongs to the account and to no user, and is kept when the member who issued it leaves; for the root user and administrators',
        default: 'member',
      }),
    ),
    role: Type.Optional(
      Type.Enum(['admin', 'developer', 'monitor', 'billing'], {
        description: 'Role of a key of the account; required for such a key, and only for it',
      }),
    ),
  },
  {
    ...KNOWN_ONLY,
    examples: [
      { key_name: 'ci' },
      { key_name: 'nightly import', expiry_days: 30, scopes: ['orders:read'], allowed_ips: ['203.0.113.0/24'] },
      { key_name: 'deploy', owner: 'account', role: 'developer' },
      { key_name: 'acme corp', environment: 'test', metadata: { plan: 'pro' }, tags: ['customer'] },
    ],
  },
)

type Deps = { idempotent: Idempotent; issueApiKey: IssueApiKey; refuseGoneReplay: RefuseGoneReplay }

export function issueApiKey(app: Server, { idempotent, issueApiKey: issue, refuseGoneReplay }: Deps): void {
  app.route({
    method: 'POST',
    url: '/accounts/api-key',
    ...operation(
      'issueApiKey',
      {
        tags: ['API Keys'],
        summary: 'Issue API key',
        description:
          'Issues a key for the API, and creds for the command line and the message bus, so that programs need no interactive sign-in. The key and the creds are shown only once. At each use, the key has the current rights of its owner, except what only a signed-in user may do. Scopes, allowed networks and a rate limit can narrow it further. If a key issues a key, the new key never expires later and never has more rights than the key that issued it, and is deleted with that key. A key of the account has its own role, and is kept when the member who issued it leaves.',
      },
      { headers: IdempotencyKeyHeader, body: ApiKeyRequest },
      dataOf(IssuedApiKey, 'The key and its creds'),
      [400, 401, 402, 403, 409, 422, 429],
    ),
    handler: async (request, reply) => {
      const principal = principalOf(request)
      const { key_name: name, expiry_days: expiryDays, owner, role, ...more } = request.body
      const { metadata, tags, environment, ...limits } = more
      const description = { metadata, tags, environment }
      const accountRole = accountRoleOf({ owner, role })
      permit(principal, 'issueApiKey', 'self')
      if (accountRole !== undefined) permit(principal, 'issueApiKey:account', 'account')
      const { answer, isReplay } = await idempotent.run<Issued>(retryableOf(request, 'issueApiKey'), (keep) =>
        issue(principal, { name, expiryDays, limits, description, accountRole }, originOf(request), keep),
      )
      if (isReplay) {
        await refuseGoneReplay(principal, answer.id)
        markReplay(reply)
      }
      return { data: issuedBody(answer) }
    },
  })
}
