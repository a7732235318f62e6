import { Type } from 'typebox'
import { limitsToChange, limitsToIssue, shownLimits } from './limit-schemas.ts'

const isoTime = (description: string) =>
  Type.String({ format: 'date-time', description, examples: ['2026-11-23T09:30:00.000Z'] })
const keyExample = 'ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a'

export const ApiKeyRequest = Type.Object(
  {
    key_name: Type.String({
      minLength: 1,
      maxLength: 400,
      description: 'What the key is for, 1–100 characters; several keys may have the same name',
    }),
    expiry_days: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 365,
        description: 'Days until the key ends; 90 unless the operator set another default',
      }),
    ),
    ...limitsToIssue,
  },
  {
    examples: [
      { key_name: 'ci' },
      { key_name: 'nightly import', expiry_days: 30, scopes: ['orders:read'], allowed_ips: ['203.0.113.0/24'] },
    ],
  },
)

const shared = {
  id: Type.String({
    description: 'Names the key in lists, logs and DELETE /accounts/api-key',
    examples: ['key_01kc9f3m8e7q1v5t2x4y6z8a0b'],
  }),
  name: Type.String({ examples: ['ci'] }),
  created_on: isoTime('When the key was issued'),
  expires_on: isoTime('When the key and its creds end'),
}

/** The contract's ApiKeyResponse at the one moment when the key and the creds are there. */
export const IssuedApiKey = Type.Object({
  ...shared,
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
})

/** The contract's ApiKeyResponse for a key that is gone. */
export const DeletedApiKey = Type.Object({
  ...shared,
  key: Type.Optional(Type.String({ description: 'The key, if the request named it in full' })),
  creds: Type.Optional(Type.String({ description: 'Never sent here' })),
  also_deleted: Type.Array(Type.String(), {
    description: 'Ids of the keys that this one had issued: they end with it',
  }),
  creds_revoked: Type.Union([Type.Boolean(), Type.Null()], {
    description:
      'Whether the message bus has confirmed the revocation of the creds; false: it will as soon as it can be reached; null: this gateway has no message bus',
  }),
})

/** The contract's ViewApiKey. */
export const ViewApiKey = Type.Object({
  ...shared,
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
})

/** The same, after a change. */
export const UpdatedApiKey = Type.Object({
  ...ViewApiKey.properties,
  creds_revoked: Type.Optional(
    Type.Union([Type.Boolean(), Type.Null()], {
      description:
        'There if the new limits keep the key, or one that it issued, off the message bus: whether the bus has confirmed that the creds end, as in DELETE /accounts/api-key',
    }),
  ),
})

const selectors = {
  id: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'Key id (available in the key list)' })),
  key: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 8000,
      description: 'Full API key. Better sent in the body: addresses end up in logs.',
    }),
  ),
}

const ofOwner = {
  email: Type.Optional(
    Type.String({ format: 'email', maxLength: 254, description: 'Owner of the key; by default anybody within reach' }),
  ),
}

export const UpdateApiKeyBody = Type.Object(
  {
    ...selectors,
    ...ofOwner,
    key_name: Type.Optional(
      Type.String({ minLength: 1, maxLength: 400, description: 'Another name, 1–100 characters' }),
    ),
    ...limitsToChange,
  },
  {
    examples: [
      { id: 'key_01kc9f3m8e7q1v5t2x4y6z8a0b', scopes: ['orders:read'], rate_limit: null },
      { id: 'key_01kc9f3m8e7q1v5t2x4y6z8a0b', key_name: 'nightly import' },
    ],
  },
)

export const DeleteApiKeyQuery = Type.Object(selectors)

export const DeleteApiKeyBody = Type.Object(
  { ...selectors, ...ofOwner },
  {
    description: 'The same as the query, for what should not stand in an address',
    examples: [{ id: 'key_01kc9f3m8e7q1v5t2x4y6z8a0b' }],
  },
)
