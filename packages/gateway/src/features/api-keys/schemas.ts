import { Type } from 'typebox'
import { shownLimits } from './limit-schemas.ts'

export const isoTime = (description: string) =>
  Type.String({ format: 'date-time', description, examples: ['2026-11-23T09:30:00.000Z'] })
const keyExample = 'ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a'

/** draft-ietf-httpapi-idempotency-key-header: a string, quoted as a structured field has it or bare as most send it. */
export const IdempotencyKeyHeader = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 16,
      maxLength: 130,
      pattern: '^([A-Za-z0-9._~+/=:-]{16,128}|"[A-Za-z0-9._~+/=:-]{16,128}")$',
      description:
        'Random, such as a UUID, and new for each request: for ten minutes the same caller who sends the same request with it again gets the same answer, the secret included, and nothing is done twice',
      examples: ['8e03978e-40d5-43dd-bc93-6894a57f9324'],
    }),
  ),
})

/** A key by its id or in full. */
export const selectors = {
  id: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'Key id (available in the key list)' })),
  key: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 8000,
      description: 'Full API key. Better sent in the body: addresses end up in logs.',
    }),
  ),
}

/** What every answer about a key has. */
export const common = {
  id: Type.String({
    description: 'Names the key in lists, logs and DELETE /accounts/api-key',
    examples: ['key_01kc9f3m8e7q1v5t2x4y6z8a0b'],
  }),
  name: Type.String({ examples: ['ci'] }),
  created_on: isoTime('When the key was issued'),
  expires_on: isoTime('When the key and its creds end'),
}

/** The contract's ApiKeyResponse at the one moment when the key and the creds are there. */
export const IssuedApiKey = Type.Object(
  {
    ...common,
    key: Type.String({
      description: 'The API key. Shown now and never again: only its hash is stored.',
      examples: [keyExample],
    }),
    creds: Type.Optional(
      Type.String({
        description:
          'Creds file for the command line and the message bus. Secret. GET /accounts/api-creds gives it again for the full key. Absent if the bus cannot hold the key to its limits: scopes that do not cover messaging:connect, or allowed_ips.',
      }),
    ),
    ...shownLimits,
  },
  { title: 'IssuedApiKey' },
)

/** The contract's ViewApiKey. */
export const ViewApiKey = Type.Object(
  {
    ...common,
    last_4_characters: Type.String({
      description: 'The last four characters, a checksum of the rest',
      examples: ['7d4a'],
    }),
    last_used_on: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
      description: 'Right to ten seconds; null until the key is used',
    }),
    account: Type.String({ description: 'Name of the account', examples: ['acme'] }),
    issued_by: Type.Union([Type.String(), Type.Null()], {
      description: 'Id of the key that issued this one, whose limits hold for it too; null if a person did',
    }),
    ...shownLimits,
    owner: Type.Enum(['member', 'account'], { description: 'Whether it belongs to a member or to the account itself' }),
    role: Type.Optional(Type.String({ description: 'What a key of the account may do', examples: ['developer'] })),
    replaces: Type.Union([Type.String(), Type.Null()], { description: 'Id of the key that it was made to replace' }),
    replaced_by: Type.Union([Type.String(), Type.Null()], {
      description: 'Id of its successor: the key was rotated, and expires_on is the end of its grace',
    }),
  },
  { title: 'ApiKey' },
)

export const ofOwner = {
  email: Type.Optional(
    Type.String({ format: 'email', maxLength: 254, description: 'Owner of the key; by default anybody within reach' }),
  ),
}
