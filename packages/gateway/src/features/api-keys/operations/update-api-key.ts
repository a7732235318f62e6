import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { accessOf, originOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import { expectedVersionOf, IfMatchHeader, tellVersion } from '../../../transport/http/preconditions.ts'
import type { Server } from '../../../transport/http/server.ts'
import { selectorOf, viewOf } from '../bodies.ts'
import { descriptionToChange } from '../description-schemas.ts'
import type { FindKey } from '../find-key.ts'
import { limitsToChange } from '../limit-schemas.ts'
import { ofOwner, selectors, ViewApiKey } from '../schemas.ts'
import type { UpdateApiKey } from '../update.ts'
import { versionOfKey } from '../version.ts'

/** A key after a change. */
const UpdatedApiKey = Type.Object(
  {
    ...ViewApiKey.properties,
    creds_revoked: Type.Optional(
      Type.Union([Type.Boolean(), Type.Null()], {
        description:
          'Present if, after the change, the key or a key that it issued may no longer have creds: whether the message bus has confirmed the revocation of the creds, as in DELETE /accounts/api-key',
      }),
    ),
  },
  { title: 'UpdatedApiKey' },
)

const UpdateApiKeyBody = Type.Object(
  {
    ...selectors,
    ...ofOwner,
    key_name: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'A new name, 1–100 characters' })),
    ...limitsToChange,
    ...descriptionToChange,
    disabled: Type.Optional(
      Type.Boolean({
        description:
          'true: the key, its sessions, its creds and the keys that it issued are refused until somebody enables it (false)',
      }),
    ),
    expiry_days: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 365,
        description:
          'Extends the key: days from now until it expires, no earlier than now set and no later than the key that issued it. Its creds were signed for the time that it had: GET /accounts/api-creds returns new ones',
      }),
    ),
    expires_on: Type.Optional(
      Type.String({
        format: 'date-time',
        maxLength: 40,
        description: 'The same as a time, at most 365 days from now, cut to whole seconds',
        examples: ['2026-12-31T00:00:00Z'],
      }),
    ),
  },
  {
    ...KNOWN_ONLY,
    examples: [
      { id: 'key_01kc9f3m8e7q1v5t2x4y6z8a0b', scopes: ['orders:read'], rate_limit: null },
      { id: 'key_01kc9f3m8e7q1v5t2x4y6z8a0b', key_name: 'nightly import' },
      { id: 'key_01kc9f3m8e7q1v5t2x4y6z8a0b', disabled: true },
      { id: 'key_01kc9f3m8e7q1v5t2x4y6z8a0b', expiry_days: 90, metadata: { plan: 'pro' } },
    ],
  },
)

type Deps = { findKey: FindKey; updateApiKey: UpdateApiKey }

export function updateApiKey(app: Server, { findKey, updateApiKey: update }: Deps): void {
  app.route({
    method: 'PATCH',
    url: '/accounts/api-key',
    ...operation(
      'updateApiKey',
      {
        tags: ['API Keys'],
        summary: 'Update API key',
        description:
          'Changes the name, the limits, the metadata and the tags of a live key, disables or enables it, or extends its expiry. The key is named by its id or by the whole key. A field that is left out does not change; null removes a limit, or all metadata or tags. The change applies from the answer on, everywhere, also to the sessions made from the key and the keys that it issued. A key with limits may change only itself and the keys that it issued, and may not grant more than it has. Only a user, or a key that issued the key, may enable it, extend it, or change its metadata or tags. The root user and administrators may also change keys of other members.',
      },
      { body: UpdateApiKeyBody, headers: IfMatchHeader },
      dataOf(UpdatedApiKey, 'The key after the change'),
      [400, 401, 403, 409, 412, 429],
    ),
    handler: async (request, reply) => {
      const { principal, account } = accessOf(request)
      const { id, key, email, key_name: name, expiry_days: expiryDays, expires_on: expiresOn, ...more } = request.body
      const found = await findKey(principal, 'updateApiKey', selectorOf({ id, key }, '/body'), email)
      const changes = { name, expiryDays, expiresOn, ...more, expected: expectedVersionOf(request) }
      const updated = await update(principal, found, changes, originOf(request))
      const { credsRevoked } = updated
      tellVersion(reply, versionOfKey(updated))
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
}
