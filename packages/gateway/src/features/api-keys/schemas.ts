import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../platform/errors/known-only.ts'
import { version } from '../../transport/http/preconditions.ts'
import { shownDescription } from './description-schemas.ts'
import { shownLimits } from './limit-schemas.ts'

export const isoTime = (description: string) =>
  Type.String({ format: 'date-time', description, examples: ['2026-11-23T09:30:00.000Z'] })
const keyExample = 'ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a'

/**
 * draft-ietf-httpapi-idempotency-key-header: a string, in quotes as structured fields require it, or without, as most
 * clients send it.
 */
export const IdempotencyKeyHeader = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 16,
      maxLength: 130,
      pattern: '^([A-Za-z0-9._~+/=:-]{16,128}|"[A-Za-z0-9._~+/=:-]{16,128}")$',
      description:
        'A random text, such as a UUID, new for each request. If the same caller repeats the same request with it within ten minutes, the answer is the same, with the secret, and nothing is done twice',
      examples: ['8e03978e-40d5-43dd-bc93-6894a57f9324'],
    }),
  ),
})

/** The members that select a key, by its id or by the key itself. */
export const selectors = {
  id: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'Key id, from the list of keys' })),
  key: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 8000,
      description: 'The whole API key. It is better to send it in the body: URLs are often logged.',
    }),
  ),
}

/** The fields that every answer about a key has. */
export const common = {
  id: Type.String({
    description: 'Identifies the key in lists, in logs and in DELETE /accounts/api-key',
    examples: ['key_01kc9f3m8e7q1v5t2x4y6z8a0b'],
  }),
  name: Type.String({ examples: ['ci'] }),
  created_on: isoTime('When the key was issued'),
  expires_on: isoTime('When the key and its creds expire'),
}

/** The contract's ApiKeyResponse for a new key, the only answer that shows the key and the creds. */
export const IssuedApiKey = Type.Object(
  {
    ...common,
    key: Type.String({
      description: 'The API key. It is shown only now: the gateway stores only its hash.',
      examples: [keyExample],
    }),
    creds: Type.Optional(
      Type.String({
        description:
          'Creds file for the command line and the message bus. It is secret. GET /accounts/api-creds returns it again for the whole key. Absent if the message bus cannot enforce the limits of the key: scopes that do not cover messaging:connect, or allowed_ips.',
      }),
    ),
    ...shownLimits,
    ...shownDescription,
  },
  { title: 'IssuedApiKey' },
)

/** The contract's ViewApiKey. */
export const ViewApiKey = Type.Object(
  {
    ...common,
    last_4_characters: Type.String({
      description:
        'The last four characters, a checksum of the others. Of an imported key as the import has said; empty if it has not',
      examples: ['7d4a'],
    }),
    start: Type.Union([Type.String(), Type.Null()], {
      description:
        'How an imported key begins, as the import has said; empty if it has not. Null for a key that this gateway has made',
      examples: ['sk_live_3ZZg'],
    }),
    last_used_on: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
      description: 'Accurate to ten seconds, or to 50 with thousands of keys in use; null until the key is used',
    }),
    last_used_from: Type.Optional(
      Type.Union([Type.String(), Type.Null()], {
        description:
          'In lists: the IPv4 address, or the /64 network of the IPv6 address, of the latest use that has one; null if there is none within 90 days',
        examples: ['192.0.2.7'],
      }),
    ),
    account: Type.String({ description: 'Name of the account', examples: ['acme'] }),
    issued_by: Type.Union([Type.String(), Type.Null()], {
      description: 'Id of the key that issued this one, whose limits also apply to it; null if a user issued it',
    }),
    ...shownLimits,
    ...shownDescription,
    disabled: Type.Boolean({
      description:
        'Whether the key is refused until somebody enables it, with its sessions and the keys that it issued',
    }),
    owner: Type.Enum(['member', 'account'], {
      description: 'Whether the key belongs to a member or to the account itself',
    }),
    role: Type.Optional(Type.String({ description: 'Role of a key of the account', examples: ['developer'] })),
    email: Type.Optional(
      Type.String({ description: 'With owner=all, of a key of a member: the email address of the member' }),
    ),
    replaces: Type.Union([Type.String(), Type.Null()], { description: 'Id of the key that this key replaces' }),
    replaced_by: Type.Union([Type.String(), Type.Null()], {
      description:
        'Id of the new key that replaces this one: the key was rotated, and expires_on is the end of its grace period',
    }),
    retire: Type.Union([Type.Enum(['when_silent']), Type.Null()], {
      description:
        'when_silent: the key was rotated, and ends already after silent_days without a use; null: it ends at expires_on',
    }),
    silent_days: Type.Union([Type.Integer(), Type.Null()], {
      description: 'After how many days without a use the key ends',
    }),
    version,
  },
  { title: 'ApiKey' },
)

export const ofOwner = {
  email: Type.Optional(
    Type.String({
      format: 'email',
      maxLength: 254,
      description: 'Email address of the owner of the key; default: any owner whose keys the caller may delete',
    }),
  ),
}

/** Names a key by its id; a key may ask about itself. */
export const KeyOrOwnQuery = Type.Object(
  {
    id: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description: 'Key id; a key may leave it out to ask about itself',
      }),
    ),
  },
  KNOWN_ONLY,
)
