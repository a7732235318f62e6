import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../platform/errors/known-only.ts'
import { environments } from '../../platform/values/environments.ts'
import { COST_PATTERN } from '../../transport/http/key-limits.ts'
import { introspectedLimits } from './introspected-limits.ts'

/** The most tokens in one call. */
const MOST_TOKENS = 100
/** Our tokens have some 700 characters at most; those of other servers, which are never active here, may be longer. */
const LONGEST_OF_MANY = 4000

const Token = Type.String({
  minLength: 1,
  maxLength: 8000,
  description: 'An API key or an access token; all other tokens are not active',
  examples: ['ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a'],
})

export const IntrospectionRequest = Type.Object({
  token: Token,
  token_type_hint: Type.Optional(
    Type.String({ maxLength: 100, description: 'RFC 7662, §2.1; ignored, because the token itself says what it is' }),
  ),
  client_id: Type.Optional(
    Type.String({
      maxLength: 100,
      description: 'In a form, instead of the headers (client_secret_post): the id of the API key that asks',
    }),
  ),
  client_secret: Type.Optional(Type.String({ maxLength: 100, description: 'In a form: that API key' })),
})

export const IntrospectionBatch = Type.Object({
  tokens: Type.Array(Type.String({ ...Token, maxLength: LONGEST_OF_MANY }), {
    minItems: 1,
    maxItems: MOST_TOKENS,
    description: `At most ${MOST_TOKENS}`,
  }),
})

const nullable = <Schema extends Parameters<typeof Type.Optional>[0]>(schema: Schema, description: string) =>
  Type.Optional(Type.Union([schema, Type.Null()], { description }))

/** RFC 7662, §2.2: only `active` is always there. */
export const Introspection = Type.Object(
  {
    active: Type.Boolean({
      description:
        "Whether the token is a live credential of the caller's own account. If not, the answer has nothing else, whatever the reason",
    }),
    scope: Type.Optional(
      Type.String({ description: 'Scopes, separated by spaces; *:* if there is no limit', examples: ['orders:read'] }),
    ),
    username: Type.Optional(Type.String({ description: 'Email address of the user; absent for a key of the account' })),
    token_type: Type.Optional(Type.String({ examples: ['Bearer'] })),
    exp: Type.Optional(Type.Integer({ description: 'When it expires, in Unix seconds' })),
    sub: Type.Optional(
      Type.String({
        description: 'Id of the user; for a key of the account, the id of its service account',
        examples: ['usr_01kc9f3m8e7q1v5t2x4y6z8a0b'],
      }),
    ),
    iss: Type.Optional(Type.String({ description: 'The PUBLIC_URL of this gateway' })),
    account_id: Type.Optional(Type.String({ examples: ['4821907365'] })),
    role: Type.Optional(Type.String({ description: 'Current role in the account', examples: ['developer'] })),
    kind: Type.Optional(
      Type.Enum(['interactive', 'key'], {
        description: 'interactive: a signed-in user; key: an API key, or a session made from one',
      }),
    ),
    owner: Type.Optional(
      Type.Enum(['member', 'account'], { description: 'Whether the key belongs to a member or to the account itself' }),
    ),
    key_id: nullable(Type.String(), 'Id of the API key, or of the key that the session was made from'),
    environment: Type.Optional(
      Type.Enum(environments, { description: 'Whether it is a test key, or a session made from one; a user is live' }),
    ),
    metadata: nullable(
      Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
      'The metadata of the API key; null if there is none',
    ),
    tags: Type.Optional(Type.Array(Type.String(), { description: 'The tags of the API key' })),
    ...introspectedLimits,
  },
  { title: 'Introspection', description: 'The state of the token' },
)

export const VerifyQuery = Type.Object(
  {
    account: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 20,
        description:
          'Id of the account whose service asks. Required, unless the operator of the gateway has set VERIFY_ANY_ACCOUNT: then credentials of every account are accepted without it',
        examples: ['4821907365'],
      }),
    ),
    scope: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 1000,
        description: 'Scopes, separated by spaces; a key with scopes must have all of them',
        examples: ['orders:read'],
      }),
    ),
    cost: Type.Optional(
      Type.String({
        pattern: COST_PATTERN,
        description:
          'How many units the request uses of the quota of the key, 0 to 1000; default 1. With 0 it uses nothing, and only asks whether something is left',
        examples: ['5'],
      }),
    ),
    audience: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description:
          'Name of the service behind the proxy. The answer then has a JWT for it in X-Quiva-Jwt. Every user can get such a JWT about themselves, so the service must also check account_id and scope in it',
        examples: ['https://orders.example.com'],
      }),
    ),
    environment: Type.Optional(
      Type.Enum(environments, {
        description:
          'Refuses credentials of the other environment: live refuses test keys, test refuses live keys and signed-in users',
      }),
    ),
    metadata: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 820,
        pattern: '^[A-Za-z0-9_.-]{1,40}(,[A-Za-z0-9_.-]{1,40}){0,19}$',
        description: 'Names of metadata, separated by commas. The answer then has X-Quiva-Metadata',
        examples: ['plan,region'],
      }),
    ),
  },
  KNOWN_ONLY,
)

const header = (description: string, example: string) => Type.String({ description, examples: [example] })

/** The answer to a proxy: everything is in the headers. */
export const Verified = Type.Null({
  description: 'The credential is valid for what was asked; the headers say whose it is',
  headers: {
    'X-Quiva-Account': header('Id of the account', '4821907365'),
    'X-Quiva-User': header(
      'Id of the user; for a key of the account, the id of its service account',
      'usr_01kc9f3m8e7q1v5t2x4y6z8a0b',
    ),
    'X-Quiva-Role': header('Role of the user in the account', 'developer'),
    'X-Quiva-Key-Id': header('Id of the API key; absent for a signed-in user', 'key_01kc9f3m8e7q1v5t2x4y6z8a0b'),
    'X-Quiva-Scopes': header('Scopes, separated by spaces; *:* if there is no limit', 'orders:read'),
    'X-Quiva-Environment': header('live or test; a signed-in user is live', 'live'),
    'X-Quiva-Metadata': header(
      'The requested metadata of the API key that is there, as name=value joined by &, percent-encoded; none if there is none. Only if metadata was requested',
      'plan=pro&region=eu%20west',
    ),
    'RateLimit-Policy': header(
      'For a key with a rate limit ("key") or a quota ("quota"): how much in which time (draft-ietf-httpapi-ratelimit-headers)',
      '"quota";q=10000;w=2592000',
    ),
    RateLimit: header('For the same: how much is left, and for how many seconds', '"quota";r=9995;t=86400'),
    'X-Quiva-Jwt': header('The same data, signed, for the requested audience; valid for 60 seconds', 'eyJ…'),
  },
})
