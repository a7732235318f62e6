import { Type } from 'typebox'

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
  },
  { examples: [{ key_name: 'ci' }, { key_name: 'nightly import', expiry_days: 30 }] },
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
  creds: Type.String({
    description:
      'Creds file for the command line and the message bus. Secret. GET /accounts/api-creds gives it again for the full key.',
  }),
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

export const DeleteApiKeyQuery = Type.Object(selectors)

export const DeleteApiKeyBody = Type.Object(
  {
    ...selectors,
    email: Type.Optional(
      Type.String({
        format: 'email',
        maxLength: 254,
        description: 'Owner of the key; by default anybody within reach',
      }),
    ),
  },
  {
    description: 'The same as the query, for what should not stand in an address',
    examples: [{ id: 'key_01kc9f3m8e7q1v5t2x4y6z8a0b' }],
  },
)
