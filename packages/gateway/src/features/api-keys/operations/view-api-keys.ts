import { Type } from 'typebox'
import { LONGEST_SCOPE } from '../../../access/scopes.ts'
import { permit, type Targets } from '../../../access/targets.ts'
import type { Page } from '../../../platform/database/keyset.ts'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { invalid } from '../../../platform/errors/refusal.ts'
import { environments } from '../../../platform/values/environments.ts'
import type { Role } from '../../../platform/values/roles.ts'
import { accessOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import { listParameters, NextCursor, readListQuery, wantsAll } from '../../../transport/http/paging.ts'
import type { Server } from '../../../transport/http/server.ts'
import { viewOf } from '../bodies.ts'
import { reachOf } from '../family-store.ts'
import {
  type KeyListRequest,
  type KeySort,
  type KeysOwner,
  type KeyWithOwner,
  keySorts,
  keyStates,
} from '../key-list-store.ts'
import { ViewApiKey } from '../schemas.ts'
import type { ListedKeyRow } from '../store.ts'

type Deps = {
  targets: Targets
  listApiKeys: (owner: KeysOwner) => Promise<ListedKeyRow[]>
  listAccountKeys: (accountId: string) => Promise<(ListedKeyRow & { role: Role })[]>
  pageOfKeys: (owner: KeysOwner, request: KeyListRequest) => Promise<Page<ListedKeyRow>>
  pageOfAllKeys: (accountId: string, request: KeyListRequest) => Promise<Page<KeyWithOwner>>
  pageOfAccountKeys: (accountId: string, request: KeyListRequest) => Promise<Page<ListedKeyRow & { role: Role }>>
}

/** Of a page of all keys. */
const DEFAULT_LIMIT = 100
/** As long as a tag may be. */
const LONGEST_TAG = 40
const ORDER = 'created_on'
const sorts: KeySort[] = ['name', 'created_on', 'last_used_on', 'expires_on']

export function viewApiKeys(app: Server, deps: Deps): void {
  const { targets, listApiKeys, listAccountKeys, pageOfKeys, pageOfAccountKeys, pageOfAllKeys } = deps
  app.route({
    method: 'GET',
    url: '/accounts/api-keys',
    ...operation(
      'viewApiKeys',
      {
        tags: ['API Keys'],
        summary: 'View API keys',
        description:
          'Lists the live keys of the caller in this account, oldest first, without the keys themselves. The root user and administrators may also list the keys of other members and of the account. With `limit` the answer is a page: send its `next_cursor` as `cursor` for the next one, until it is null. A key that is issued or deleted between two pages neither hides nor repeats another key.',
      },
      {
        querystring: Type.Object(
          {
            email: Type.Optional(
              Type.String({
                format: 'email',
                maxLength: 254,
                description: 'Email address of the owner of the keys; default: the caller',
              }),
            ),
            owner: Type.Optional(
              Type.Enum(['member', 'account', 'all'], {
                description:
                  'account: the keys of the account, which belong to no user. all: the keys of all members and of the account, always in pages (of 100 without `limit`)',
              }),
            ),
            ...listParameters(sorts, {
              searched:
                'Only keys whose name contains this text (A–Z like a–z), whose id begins with it, or whose last four characters it is',
              order: ORDER,
            }),
            state: Type.Optional(
              Type.Enum([...keyStates], {
                description:
                  'Only keys in this state. replaced: the key was rotated and is in its grace period. Of the others: active: used at least once; unused: never used; silent: not used for 90 days; expiring: expires within seven days, used or not. A disabled key is only in the state disabled, and in replaced if it was rotated',
              }),
            ),
            environment: Type.Optional(Type.Enum([...environments], { description: 'Only keys of this environment' })),
            scope: Type.Optional(
              Type.String({
                pattern: '^(\\*|[a-z0-9][a-z0-9._-]*):(\\*|[a-z0-9][a-z0-9._-]*)$',
                maxLength: LONGEST_SCOPE,
                description:
                  'Only keys that name this scope among their scopes. Keys without scopes, and wildcards that cover it, are not meant',
                examples: ['orders:read'],
              }),
            ),
            tag: Type.Optional(
              Type.String({ minLength: 1, maxLength: LONGEST_TAG, description: 'Only keys that have this tag' }),
            ),
          },
          KNOWN_ONLY,
        ),
      },
      Type.Object(
        { ...dataOf(Type.Array(ViewApiKey), '').properties, next_cursor: NextCursor },
        { description: 'The keys' },
      ),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { principal, account } = accessOf(request)
      const { query } = request
      const { email, owner, state, environment, tag, scope } = query
      const { accountId } = principal
      const filter = { state, environment, tag, scope }
      const all = wantsAll(query, 'state', 'environment', 'tag', 'scope')
      if (email !== undefined && (owner === 'account' || owner === 'all'))
        throw invalid('/querystring/email', `must not be sent together with owner=${owner}`)
      if (owner === 'all') {
        // Whoever may see the keys of the account may see those of all members: the policy's test says so.
        permit(principal, 'viewApiKeys:account', 'account')
        const { limit = DEFAULT_LIMIT } = query
        const whose = { list: 'all-keys', accountId, ...filter }
        const { request: asked, nextCursor } = readListQuery(
          { ...query, limit },
          { sorts: keySorts, order: ORDER, whose },
        )
        const { rows, next } = await pageOfAllKeys(accountId, { ...asked, ...filter })
        return { data: rows.map((key) => ({ ...listed(key, account.name), ...ownerOf(key) })), ...nextCursor(next) }
      }
      if (owner === 'account') {
        permit(principal, 'viewApiKeys:account', 'account')
        const shown = (key: ListedKeyRow & { role: Role }) => ({ ...listed(key, account.name), owner, role: key.role })
        if (all) return { data: (await listAccountKeys(accountId)).map(shown) }
        const whose = { list: 'account-keys', accountId, ...filter }
        const { request: asked, nextCursor } = readListQuery(query, { sorts: keySorts, order: ORDER, whose })
        const { rows, next } = await pageOfAccountKeys(accountId, { ...asked, ...filter })
        return { data: rows.map(shown), ...nextCursor(next) }
      }
      const { userId, kind } = await targets.resolve(principal, 'viewApiKeys', email)
      const reach = kind === 'self' ? reachOf(principal) : undefined
      const shown = (key: ListedKeyRow) => ({ ...listed(key, account.name), owner: 'member' as const })
      if (all) return { data: (await listApiKeys({ accountId, userId, reach })).map(shown) }
      const whose = { list: 'keys', accountId, userId, ...filter }
      const { request: asked, nextCursor } = readListQuery(query, { sorts: keySorts, order: ORDER, whose })
      const { rows, next } = await pageOfKeys({ accountId, userId, reach }, { ...asked, ...filter })
      return { data: rows.map(shown), ...nextCursor(next) }
    },
  })
}

function ownerOf({ serviceAccountOf, role, email }: KeyWithOwner) {
  return serviceAccountOf === null ? { owner: 'member' as const, email } : { owner: 'account' as const, role }
}

const listed = (key: ListedKeyRow, account: string) => ({ ...viewOf(key, account), last_used_from: key.lastNetwork })
