import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { emailAddress } from '../../../transport/http/shared-schemas.ts'
import type { RestoreForOperator } from '../restore.ts'

const RestoreRequest = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 100, description: 'The id of the deleted account' }),
    name: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'A new name, if another account has the old one now' }),
    ),
    root_email: Type.Optional(
      emailAddress('Another member as root, if the root user is root of another account now, or gone'),
    ),
  },
  { ...KNOWN_ONLY, examples: [{ id: '4821907365' }] },
)

const Restored = Type.Object(
  {
    name: Type.String(),
    root_email: Type.String({ description: 'The root user, who gets a mail' }),
    streams_purged_on: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
      description: 'When its streams were purged; null if they are as they were',
    }),
  },
  { title: 'RestoredAccount' },
)

export function restoreAccount(app: Server, { restore }: { restore: RestoreForOperator }): void {
  app.route({
    method: 'POST',
    url: '/operator/accounts/restore',
    ...operation(
      'restoreAccount',
      {
        tags: ['Operator'],
        summary: 'Restore account',
        description:
          'Restores a deleted account with its members and settings, within a year after its deletion. Sessions and keys are not restored. If its name is taken, or its root user cannot be root any more, `details` says so, and the request has to name others.',
      },
      { body: RestoreRequest },
      dataOf(Restored, 'The account is restored'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { id, name, root_email: rootEmail } = request.body
      const restored = await restore(principalOf(request), { id, name, rootEmail }, originOf(request))
      const { streamsPurgedAt } = restored
      return {
        data: {
          name: restored.name,
          root_email: restored.rootEmail,
          streams_purged_on: streamsPurgedAt === null ? null : new Date(streamsPurgedAt).toISOString(),
        },
      }
    },
  })
}
