import { type Static, type TObject, type TSchema, Type } from 'typebox'
import type { OperationId } from '../../access/policy.ts'

/**
 * Operations whose transactions may evict what holders remember. Their answers say when that held everywhere. Not
 * among them is createUser: whether it ends sessions of the invited address is nothing that the caller may learn.
 */
export const EVICTING: ReadonlySet<OperationId> = new Set([
  'updateAccount',
  'renameAccount',
  'deleteAccount',
  'suspendAccount',
  'cancelAccountDeletion',
  'setEmergencyCredit',
  'removeUser',
  'deleteUser',
  'updateRole',
  'suspendUser',
  'changeEmailAddressAction',
  'authWithPassword',
  'authWithRecoveryCode',
  'authWithTotp',
  'authWithApiKey',
  'completeAuthWithPasskey',
  'handleOAuthCallback',
  'startConsoleSession',
  'startConsoleSessionWithTotp',
  'startConsoleSessionWithRecoveryCode',
  'startConsoleSessionWithPasskey',
  'startConsoleSessionWithOAuth',
  'switchConsoleAccount',
  'refreshConsoleSession',
  'endConsoleSession',
  'refreshToken',
  'setPassword',
  'resetPassword',
  'revokeAuthToken',
  'revokeTokens',
  'removeEmbedOrigin',
  'openEmbedSession',
  'updateApiKey',
  'rotateApiKey',
  'deleteApiKey',
  'reportLeakedKeys',
  'updateSubscription',
  'cancelSubscription',
  'createFreeSubscription',
])

const RevocationSchema = Type.Object(
  {
    confirmed: Type.Boolean({
      description: 'True: no gateway and no verifier honours what this request revoked, from this answer on',
    }),
    holders: Type.Integer({
      description: 'How many gateways, and verifiers of your account, have let go of it',
    }),
    took_ms: Type.Number({ description: 'How long that took after the change was stored, in milliseconds' }),
    by: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'If it is not confirmed: from then on nobody honours it in any case',
      }),
    ),
    receipt: Type.Optional(
      Type.String({
        description:
          'With `receipt=true`: all this, signed with the keys of /.well-known/jwks.json, as a JWT of the type `quiva-revocation+jwt`',
      }),
    ),
  },
  {
    title: 'Revocation',
    description: 'When the change holds everywhere. Absent if the request took nothing away, and in repeated answers',
  },
)

export type Revocation = Static<typeof RevocationSchema>

const receipt = Type.Optional(Type.Boolean({ description: 'Whether the answer should have a signed receipt' }))

const prefer = Type.Optional(
  Type.String({
    description:
      'RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)',
    examples: ['wait=0'],
  }),
)

type Inputs = { querystring?: TSchema; headers?: TSchema }

/** The answer of an operation, with what it says about a revocation if it is an object. */
export function withRevocation<Answer extends TSchema>(id: OperationId, answer: Answer): Answer {
  if (!EVICTING.has(id) || !Type.IsObject(answer)) return answer
  const { title, ...options } = optionsOf(answer)
  const named = title === undefined ? options : { ...options, title: `${title}WithRevocation` }
  return Type.Object({ ...answer.properties, revocation: Type.Optional(RevocationSchema) }, named) as TSchema as Answer
}

/** The input of an operation, with what a caller can say about a revocation. */
export function withPreferences<Schemas extends Inputs>(id: OperationId, schemas: Schemas, answer: TSchema): Schemas {
  if (!EVICTING.has(id)) return schemas
  return {
    ...schemas,
    headers: extended(schemas.headers, { prefer }),
    ...(Type.IsObject(answer) && { querystring: extended(schemas.querystring, { receipt }) }),
  }
}

function extended(schema: TSchema | undefined, members: Record<string, TSchema>): TObject {
  if (schema === undefined || !Type.IsObject(schema)) return Type.Object(members)
  return Type.Object({ ...schema.properties, ...members }, optionsOf(schema))
}

/** What a schema says beside its members, such as its description. */
function optionsOf({ type: _type, properties: _properties, required: _required, ...options }: TObject) {
  return options as { title?: string }
}
