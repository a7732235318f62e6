import { Type } from 'typebox'
import { permit, type Targets } from '../../access/targets.ts'
import { KNOWN_ONLY } from '../../platform/errors/known-only.ts'
import { invalid } from '../../platform/errors/refusal.ts'
import type { Idempotent } from '../../platform/idempotency/idempotent.ts'
import type { Role } from '../../platform/values/roles.ts'
import { accessOf, originOf, principalOf } from '../../transport/http/gate.ts'
import { markReplay, presentedKey, retryableOf } from '../../transport/http/idempotency.ts'
import { dataOf, operation } from '../../transport/http/operation.ts'
import type { Server } from '../../transport/http/server.ts'
import { isoOrNull, issuedBody, selectorOf, times } from './bodies.ts'
import type { DeleteApiKey, DeletedApiKey as Deleted } from './delete.ts'
import type { FindKey } from './find-key.ts'
import type { IssueApiKey, IssuedApiKey as Issued } from './issue.ts'
import { shownLimitsOf } from './limit-schemas.ts'
import type { ReadCreds } from './read-creds.ts'
import type { RefuseGoneReplay } from './replay.ts'
import {
  ApiKeyRequest,
  DeleteApiKeyBody,
  DeleteApiKeyQuery,
  DeletedApiKey,
  IdempotencyKeyHeader,
  IssuedApiKey,
  UpdateApiKeyBody,
  UpdatedApiKey,
  ViewApiKey,
} from './schemas.ts'
import type { ServiceAccountRole } from './service-accounts.ts'
import type { ApiKeyRow } from './store.ts'
import type { UpdateApiKey } from './update.ts'

const tags = ['API Keys' as const]

type Services = {
  targets: Targets
  idempotent: Idempotent
  findKey: FindKey
  issueApiKey: IssueApiKey
  updateApiKey: UpdateApiKey
  deleteApiKey: DeleteApiKey
  refuseGoneReplay: RefuseGoneReplay
  readCreds: ReadCreds
  listApiKeys: (accountId: string, userId: string) => Promise<ApiKeyRow[]>
  listAccountKeys: (accountId: string) => Promise<(ApiKeyRow & { role: Role })[]>
}

export function apiKeyRoutes(app: Server, services: Services): void {
  const { targets, idempotent, findKey, issueApiKey, updateApiKey, deleteApiKey, readCreds, listApiKeys } = services
  const { listAccountKeys, refuseGoneReplay } = services

  app.route({
    method: 'POST',
    url: '/accounts/api-key',
    ...operation(
      'issueApiKey',
      {
        tags,
        summary: 'Issue API key',
        description:
          'Issues a key for the API and creds for the command line and the message bus, so that programs get in without an interactive sign-in. The key has the rights of its owner, at the time of each use, less what takes a person. Both are shown once. Scopes, addresses and a rate narrow it further. A key that issues a key lends it no more life and no more rights than it has, now or later, and takes it with it. A key of the account has a role of its own and stays when whoever made it goes.',
      },
      { headers: IdempotencyKeyHeader, body: ApiKeyRequest },
      dataOf(IssuedApiKey, 'The key and its creds'),
      [400, 401, 403, 409, 422, 429],
    ),
    handler: async (request, reply) => {
      const principal = principalOf(request)
      const { key_name: name, expiry_days: expiryDays, owner, role, ...limits } = request.body
      const accountRole = accountRoleOf({ owner, role })
      permit(principal, 'issueApiKey', 'self')
      if (accountRole !== undefined) permit(principal, 'issueApiKey:account', 'account')
      const { answer, isReplay } = await idempotent.run<Issued>(retryableOf(request, 'issueApiKey'), (keep) =>
        issueApiKey(principal, { name, expiryDays, limits, accountRole }, originOf(request), keep),
      )
      if (isReplay) {
        await refuseGoneReplay(principal, answer.id)
        markReplay(reply)
      }
      return { data: issuedBody(answer) }
    },
  })

  app.route({
    method: 'GET',
    url: '/accounts/api-keys',
    ...operation(
      'viewApiKeys',
      {
        tags,
        summary: 'View API keys',
        description:
          'The live keys of the caller in this account, oldest first; root and administrators also see those of other members, and those of the account. Never the keys themselves.',
      },
      {
        querystring: Type.Object(
          {
            email: Type.Optional(
              Type.String({ format: 'email', maxLength: 254, description: 'Owner of the keys; by default the caller' }),
            ),
            owner: Type.Optional(
              Type.Enum(['member', 'account'], { description: 'account: the keys of the account itself' }),
            ),
          },
          KNOWN_ONLY,
        ),
      },
      dataOf(Type.Array(ViewApiKey), 'The keys'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { principal, account } = accessOf(request)
      const { email, owner } = request.query
      if (owner === 'account') {
        if (email !== undefined) throw invalid('/querystring/email', 'must not be there beside owner=account')
        permit(principal, 'viewApiKeys:account', 'account')
        const keys = await listAccountKeys(principal.accountId)
        return { data: keys.map((key) => ({ ...viewOf(key, account.name), owner, role: key.role })) }
      }
      const { userId } = await targets.resolve(principal, 'viewApiKeys', email)
      const keys = await listApiKeys(principal.accountId, userId)
      return { data: keys.map((key) => ({ ...viewOf(key, account.name), owner: 'member' as const })) }
    },
  })

  app.route({
    method: 'PATCH',
    url: '/accounts/api-key',
    ...operation(
      'updateApiKey',
      {
        tags,
        summary: 'Update API key',
        description:
          'Changes the name and the limits of a live key, given by id or in full: what is left out stays as it is, null takes a limit away. The change holds from the answer on, everywhere, for the sessions made from the key and the keys that it issued too. A key with limits changes only itself and the keys that it issued, and to no more than it has. Root and administrators also change keys of other members.',
      },
      { body: UpdateApiKeyBody },
      dataOf(UpdatedApiKey, 'The key as it is now'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { principal, account } = accessOf(request)
      const { id, key, email, key_name: name, ...limits } = request.body
      const found = await findKey(principal, 'updateApiKey', selectorOf({ id, key }, '/body'), email)
      const updated = await updateApiKey(principal, found, { name, ...limits }, originOf(request))
      const { credsRevoked } = updated
      return {
        data: {
          ...viewOf(updated, account.name),
          ...(found.isServiceAccount
            ? { owner: 'account' as const, role: updated.ownerRole }
            : { owner: 'member' as const }),
          ...(credsRevoked !== undefined && { creds_revoked: credsRevoked }),
        },
      }
    },
  })

  app.route({
    method: 'DELETE',
    url: '/accounts/api-key',
    ...operation(
      'deleteApiKey',
      {
        tags,
        summary: 'Delete API key',
        description:
          'Deletes a key, given by id or in full, in the query or the body: it is refused from the answer on, everywhere, its creds and the sessions made from it too, and the keys that it issued or made by rotating itself. Cannot be undone. Root and administrators also delete keys of other members.',
      },
      { querystring: DeleteApiKeyQuery, body: Type.Optional(DeleteApiKeyBody) },
      dataOf(DeletedApiKey, 'The key is deleted'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const given = { id: request.query.id ?? request.body.id, key: request.query.key ?? request.body.key }
      const found = await findKey(principal, 'deleteApiKey', selectorOf(given), request.body.email)
      const deleted = await deleteApiKey(principal, found, originOf(request))
      return { data: deletedBody(deleted, given.key) }
    },
  })

  app.route({
    method: 'GET',
    url: '/accounts/api-creds',
    ...operation(
      'getApiCreds',
      {
        tags,
        summary: 'Get API credentials',
        description:
          "The creds file of one's own live key, for whoever has the whole key: without it nobody can open them. A call that is made with the key itself, in either header, may leave it out of the query.",
      },
      {
        querystring: Type.Object(
          {
            key: Type.String({
              minLength: 1,
              maxLength: 8000,
              description: 'Full API key',
              examples: ['ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a'],
            }),
            format: Type.Optional(
              Type.Enum(['quiva', 'nats'], {
                description: 'Labels of the blocks: quiva.ai, or those that every NATS client knows',
                default: 'quiva',
              }),
            ),
          },
          KNOWN_ONLY,
        ),
      },
      dataOf(Type.String(), 'The text of the creds file'),
      [400, 401, 403, 404, 429],
    ),
    preValidation: async (request) => {
      // The header stands in for the query, which ends up in logs.
      // X-Api-Key first: beside a session in Authorization it names the key that is meant.
      const { 'x-api-key': header } = request.headers
      const query = request.query as { key?: string }
      const key = query.key ?? (typeof header === 'string' ? header : presentedKey(request))
      if (key !== undefined) query.key = key
    },
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'getApiCreds', 'self')
      return {
        data: await readCreds(
          principal,
          { key: request.query.key, labels: request.query.format ?? 'quiva' },
          originOf(request),
        ),
      }
    },
  })
}

/** The role of a key of the account; undefined for a key of the caller's own. */
function accountRoleOf({
  owner,
  role,
}: {
  owner?: 'member' | 'account'
  role?: ServiceAccountRole
}): ServiceAccountRole | undefined {
  if (owner !== 'account' && role !== undefined)
    throw invalid('/body/role', 'is for keys of the account: one of a member has the role of the member')
  if (owner === 'account' && role === undefined) throw invalid('/body/role', 'must be there: the role of the key')
  return role
}

/** Of a key what its owner may see, without whose it is. */
function viewOf(key: ApiKeyRow, account: string) {
  return {
    ...times(key),
    id: key.id,
    name: key.name,
    last_4_characters: key.lastFour,
    last_used_on: isoOrNull(key.lastUsedAt),
    account,
    issued_by: key.issuedBy,
    ...shownLimitsOf(key),
    replaces: key.replaces,
    replaced_by: key.replacedBy,
  }
}

function deletedBody(deleted: Deleted, key: string | undefined) {
  return {
    ...times(deleted),
    id: deleted.id,
    name: deleted.name,
    ...(key !== undefined && { key }),
    also_deleted: deleted.alsoDeleted,
    creds_revoked: deleted.credsRevoked,
  }
}
