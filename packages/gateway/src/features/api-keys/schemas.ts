import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../platform/errors/known-only.ts'
import { limitsToChange, limitsToIssue, shownLimits } from './limit-schemas.ts'
import { DEFAULT_GRACE_SECONDS, LONGEST_GRACE_SECONDS } from './rotate.ts'

const isoTime = (description: string) =>
  Type.String({ format: 'date-time', description, examples: ['2026-11-23T09:30:00.000Z'] })
const keyExample = 'ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a'

export const ApiKeyRequest = Type.Object(
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
        description: 'Days until the key ends; 90 unless the operator set another default',
      }),
    ),
    ...limitsToIssue,
    owner: Type.Optional(
      Type.Enum(['member', 'account'], {
        description:
          'account: a key that belongs to nobody, and stays when the person who made it goes; for root and administrators',
        default: 'member',
      }),
    ),
    role: Type.Optional(
      Type.Enum(['admin', 'developer', 'monitor', 'billing'], {
        description: 'What a key of the account may do; needed there, and only there',
      }),
    ),
  },
  {
    ...KNOWN_ONLY,
    examples: [
      { key_name: 'ci' },
      { key_name: 'nightly import', expiry_days: 30, scopes: ['orders:read'], allowed_ips: ['203.0.113.0/24'] },
      { key_name: 'deploy', owner: 'account', role: 'developer' },
    ],
  },
)

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
export const IssuedApiKey = Type.Object(
  {
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
  },
  { title: 'IssuedApiKey' },
)

export const RotateApiKeyRequest = Type.Object(
  {
    ...selectors,
    grace_seconds: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: LONGEST_GRACE_SECONDS,
        default: DEFAULT_GRACE_SECONDS,
        description:
          'How long the old key lives on, at most until its own end; 0 ends it at once if a person asks. A key that rotates itself lives on for an hour at least.',
      }),
    ),
    expiry_days: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 365,
        description:
          'Days until the successor ends; by default as long as the old key was issued for. A key that rotates itself gets no later end than it has',
      }),
    ),
  },
  {
    ...KNOWN_ONLY,
    description: 'Without id and key, a key rotates itself',
    examples: [{ id: 'key_01kc9f3m8e7q1v5t2x4y6z8a0b', grace_seconds: 3600 }],
  },
)

/** The successor, at the one moment when it is shown, and what becomes of the old key. */
export const RotatedApiKey = Type.Object(
  {
    ...IssuedApiKey.properties,
    replaces: Type.String({ description: 'Id of the old key' }),
    grace_ends_on: isoTime('When the old key, its creds and the sessions made from it end'),
    also_ending: Type.Array(Type.String(), {
      description: 'Ids of the keys that the old one had issued: they end with it, and do not go over to its successor',
    }),
  },
  { title: 'RotatedApiKey' },
)

/** The contract's ApiKeyResponse for a key that is gone. */
export const DeletedApiKey = Type.Object(
  {
    ...shared,
    key: Type.Optional(Type.String({ description: 'The key, if the request named it in full' })),
    creds: Type.Optional(Type.String({ description: 'Never sent here' })),
    also_deleted: Type.Array(Type.String(), {
      description:
        'Ids of the keys that end with it: those that it had issued, and the successors that it made by rotating itself, with theirs',
    }),
    creds_revoked: Type.Union([Type.Boolean(), Type.Null()], {
      description:
        'Whether the message bus has confirmed the revocation of the creds; false: it will as soon as it can be reached; null: this gateway has no message bus',
    }),
  },
  { title: 'DeletedApiKey' },
)

/** The contract's ViewApiKey. */
export const ViewApiKey = Type.Object(
  {
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
    owner: Type.Enum(['member', 'account'], { description: 'Whether it belongs to a member or to the account itself' }),
    role: Type.Optional(Type.String({ description: 'What a key of the account may do', examples: ['developer'] })),
    replaces: Type.Union([Type.String(), Type.Null()], { description: 'Id of the key that it was made to replace' }),
    replaced_by: Type.Union([Type.String(), Type.Null()], {
      description: 'Id of its successor: the key was rotated, and expires_on is the end of its grace',
    }),
  },
  { title: 'ApiKey' },
)

/** The same, after a change. */
export const UpdatedApiKey = Type.Object(
  {
    ...ViewApiKey.properties,
    creds_revoked: Type.Optional(
      Type.Union([Type.Boolean(), Type.Null()], {
        description:
          'There if the new limits keep the key, or one that it issued, off the message bus: whether the bus has confirmed that the creds end, as in DELETE /accounts/api-key',
      }),
    ),
  },
  { title: 'UpdatedApiKey' },
)

/** When and from where a key was used, the latest day first. */
export const ApiKeyUsage = Type.Object(
  {
    ...shared,
    last_used_on: ViewApiKey.properties.last_used_on,
    days: Type.Array(
      Type.Object({
        date: Type.String({ format: 'date', description: 'A day in UTC', examples: ['2026-11-26'] }),
        uses: Type.Integer({
          description: 'Requests that the key was accepted for, and those of sessions made from it',
        }),
        last_used_on: isoTime('The last of them'),
        networks: Type.Array(
          Type.Object({
            network: Type.String({
              description: 'An IPv4 address, or the /64 of an IPv6 one',
              examples: ['192.0.2.7', '2001:db8:1:2::/64'],
            }),
            uses: Type.Integer(),
            last_used_on: isoTime('The last of them'),
          }),
          { description: 'The latest 20 of that day' },
        ),
      }),
      { description: 'Days on which it was used, of the last 90' },
    ),
  },
  { title: 'ApiKeyUsage' },
)

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
      Type.String({ minLength: 1, maxLength: 100, description: 'Another name, 1–100 characters' }),
    ),
    ...limitsToChange,
  },
  {
    ...KNOWN_ONLY,
    examples: [
      { id: 'key_01kc9f3m8e7q1v5t2x4y6z8a0b', scopes: ['orders:read'], rate_limit: null },
      { id: 'key_01kc9f3m8e7q1v5t2x4y6z8a0b', key_name: 'nightly import' },
    ],
  },
)

export const DeleteApiKeyQuery = Type.Object(selectors, KNOWN_ONLY)

export const DeleteApiKeyBody = Type.Object(
  { ...selectors, ...ofOwner },
  {
    ...KNOWN_ONLY,
    description: 'The same as the query, for what should not stand in an address',
    examples: [{ id: 'key_01kc9f3m8e7q1v5t2x4y6z8a0b' }],
  },
)
