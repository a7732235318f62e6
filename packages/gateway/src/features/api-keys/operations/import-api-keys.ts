import { type Static, Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { invalid } from '../../../platform/errors/refusal.ts'
import { errorTable } from '../../../platform/errors/table.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { accountRoleOf } from '../bodies.ts'
import { descriptionToIssue } from '../description-schemas.ts'
import type { ImportedRow, ImportKeys } from '../import/import-keys.ts'
import { limitsToIssue } from '../limit-schemas.ts'
import { isoTime } from '../schemas.ts'

const BODY_LIMIT_BYTES = 2_097_152
const MOST_KEYS = 1000
/** Forty for each key, on average. */
const MOST_VALUES = 40_000

const KeyToImport = Type.Object(
  {
    hash: Type.String({
      minLength: 1,
      maxLength: 100,
      description:
        'SHA-256 of the whole key in hex, base64 or base64url, with or without padding; with hmac_secret, HMAC-SHA-256',
      examples: ['0CD2l6RvQBzNEKxaP7iFM6cHuAjmsoSSSBy_uoAi0to'],
    }),
    key_name: Type.String({ minLength: 1, maxLength: 100, description: 'What the key is for, 1–100 characters' }),
    start: Type.Optional(
      Type.String({
        maxLength: 32,
        description: 'How the key begins, to be shown in lists; not how a key of this gateway begins',
        examples: ['sk_live_3ZZg'],
      }),
    ),
    last_4_characters: Type.Optional(Type.String({ maxLength: 4, description: 'Its last characters, to be shown' })),
    length: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 8000,
        description:
          'How many characters the key has, if that is known. A key with fewer than 20, or with fewer than 14 that are not shown, is refused: it could be guessed',
      }),
    ),
    expiry_days: Type.Optional(Type.Integer({ minimum: 1, maximum: 365, description: 'Days until it expires' })),
    expires_on: Type.Optional(
      Type.String({
        format: 'date-time',
        maxLength: 40,
        description:
          'When it expires. What is more than 365 days away is cut to that, and so is a key without expiry; the answer says what became of it',
        examples: ['2027-06-30T00:00:00Z'],
      }),
    ),
    disabled: Type.Optional(Type.Boolean({ description: 'true: it is refused until somebody enables it' })),
    ...limitsToIssue,
    scopes: Type.Optional(
      Type.Array(Type.String({ minLength: 3, maxLength: 64 }), {
        maxItems: 50,
        description:
          'The scopes of the key. Default: none, so that it may do nothing at the gateway itself, and your services accept it as long as they ask for no scope. `*:*` is everything that its owner may do',
        examples: [['orders:read']],
      }),
    ),
    ...descriptionToIssue,
  },
  { ...KNOWN_ONLY, title: 'KeyToImport' },
)

const ImportRequest = Type.Object(
  {
    keys: Type.Array(KeyToImport, { minItems: 1, maxItems: MOST_KEYS, description: `1 to ${MOST_KEYS} keys` }),
    hmac_secret: Type.Optional(
      Type.String({
        minLength: 8,
        maxLength: 512,
        description:
          'The secret of HMAC-SHA-256, if the keys were hashed with one. It is stored sealed; an account may have 10',
      }),
    ),
    hmac_secret_encoding: Type.Optional(
      Type.Enum(['utf8', 'hex', 'base64'], { description: 'How the secret is written', default: 'utf8' }),
    ),
    owner: Type.Optional(
      Type.Enum(['member', 'account'], {
        description:
          'member: the keys belong to the caller. account: they belong to the account and to no user; for the root user and administrators who are signed in',
        default: 'member',
      }),
    ),
    role: Type.Optional(
      Type.Enum(['admin', 'developer', 'monitor', 'billing'], {
        description: 'Role of keys of the account; required for such keys, and only for them',
      }),
    ),
    dry_run: Type.Optional(
      Type.Boolean({ description: 'true: the answer is the same, but nothing is imported', default: false }),
    ),
  },
  {
    ...KNOWN_ONLY,
    examples: [
      {
        keys: [
          {
            hash: '0CD2l6RvQBzNEKxaP7iFM6cHuAjmsoSSSBy_uoAi0to',
            key_name: 'acme corp',
            start: 'sk_live_3ZZg',
            scopes: ['orders:read'],
            metadata: { plan: 'pro' },
          },
        ],
      },
    ],
  },
)

const ImportedKey = Type.Object(
  {
    status: Type.Enum(['imported', 'exists', 'refused'], {
      description:
        'exists: this account has imported it before, perhaps deleted it since; nothing is changed. refused: code and details say why',
    }),
    id: Type.Optional(Type.String({ description: 'Key id; absent if refused, and for what a dry run would import' })),
    expires_on: Type.Optional(isoTime('When it expires; with status imported')),
    code: Type.Optional(Type.String({ description: 'As in the answer of a failure, such as invalid_request' })),
    message: Type.Optional(Type.String({ description: 'What to do about it' })),
    details: Type.Optional(
      Type.Array(Type.Object({ path: Type.String(), message: Type.String() }), {
        description: 'Where the problem is, such as /body/keys/3/hash',
      }),
    ),
  },
  { title: 'ImportedApiKey' },
)

const Imported = Type.Object({
  dry_run: Type.Boolean(),
  imported: Type.Integer({ description: 'How many keys were imported; in a dry run, how many would be' }),
  existing: Type.Integer({ description: 'How many were there already' }),
  refused: Type.Integer(),
  keys: Type.Array(ImportedKey, { description: 'One answer for each key, in the order of the request' }),
})

export function importApiKeys(app: Server, { importKeys }: { importKeys: ImportKeys }): void {
  const route = operation(
    'importApiKeys',
    {
      tags: ['API Keys'],
      summary: 'Import API keys',
      description:
        'Takes over keys that another system has issued, as hashes: the keys go on working, in their own form, wherever keys of this gateway do. Each key is answered by itself, and the request may be repeated: what is there already is not changed. The keys belong to the caller or to the account. If a key imports keys, they never expire later and never have more rights than that key, and are deleted with it. For the root user and administrators.',
    },
    { body: ImportRequest },
    dataOf(Imported, 'What became of each key'),
    [400, 401, 402, 403, 413, 429],
  )
  app.route({
    method: 'POST',
    url: '/accounts/api-keys/import',
    bodyLimit: BODY_LIMIT_BYTES,
    ...route,
    config: { ...route.config, mostValues: MOST_VALUES },
    handler: async (request) => {
      const principal = principalOf(request)
      const { keys, dry_run: dryRun = false, owner, role } = request.body
      permit(principal, 'importApiKeys', 'self')
      const accountRole = accountRoleOf({ owner, role })
      if (accountRole !== undefined) permit(principal, 'importApiKeys:account', 'account')
      const hmacSecret = secretOf(request.body)
      const rows = await importKeys(principal, { keys, hmacSecret, accountRole, dryRun }, originOf(request))
      const count = (status: ImportedRow['status']) => rows.filter((row) => row.status === status).length
      return {
        data: {
          dry_run: dryRun,
          imported: count('imported'),
          existing: count('exists'),
          refused: count('refused'),
          keys: rows.map(shown),
        },
      }
    },
  })
}

function secretOf({ hmac_secret: text, hmac_secret_encoding: encoding }: Static<typeof ImportRequest>) {
  if (text === undefined) {
    if (encoding !== undefined) throw invalid('/body/hmac_secret_encoding', 'must not be sent without hmac_secret')
    return undefined
  }
  const written = encoding === 'base64' ? text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '') : text
  const secret = Buffer.from(written, encoding)
  const isWhole = encoding === undefined || encoding === 'utf8' || isEncoded(secret, written, encoding)
  if (!isWhole) throw invalid('/body/hmac_secret', `must be ${encoding}`)
  return secret
}

/** Node leaves out what it cannot decode: the text is compared with what was read of it. */
function isEncoded(secret: Buffer, text: string, encoding: 'hex' | 'base64'): boolean {
  const again = secret.toString(encoding).replace(/=+$/, '')
  return secret.length > 0 && again === (encoding === 'hex' ? text.toLowerCase() : text)
}

function shown(row: ImportedRow): Static<typeof ImportedKey> {
  if (row.status === 'refused') {
    const { code, details } = row.refusal
    return { status: row.status, code, message: errorTable[code].message, ...(details && { details }) }
  }
  return {
    status: row.status,
    ...(row.id !== undefined && { id: row.id }),
    ...(row.status === 'imported' && { expires_on: new Date(row.expiresAt).toISOString() }),
  }
}
