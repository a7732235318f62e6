import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../platform/errors/known-only.ts'

const name = (what: string) =>
  Type.String({
    minLength: 1,
    maxLength: 64,
    description: `Name of the ${what} in the account, 1–64 characters`,
    examples: ['ticks'],
  })
const subjectRules = '`*` stands for one token, `>` at the end for one or more; the first token must not be a wildcard'
const subject = (description: string) =>
  Type.String({ minLength: 1, maxLength: 200, description, examples: ['ticks.>'] })
const tokenPosition = (description: string) => Type.Integer({ minimum: 1, maximum: 100, description })

export const ExportRequest = Type.Object(
  {
    export: Type.Object(
      {
        name: name('export'),
        subject: subject(`The subject to offer: ${subjectRules}`),
        type: Type.Enum(['stream', 'service'], {
          description: 'stream: importers receive what is published there; service: importers send requests there',
        }),
        token_position: Type.Optional(
          tokenPosition(
            'Position of a `*` of the subject, counted from 1, where every importer must have its own account key, so that it receives or calls only its own subjects',
          ),
        ),
        allowed_accounts: Type.Optional(
          Type.Array(Type.String({ pattern: '^[0-9]{10}$', examples: ['4821907365'] }), {
            minItems: 1,
            maxItems: 100,
            description:
              'Ids of the only accounts that may import it; all may if this is left out. Other accounts cannot see it',
          }),
        ),
      },
      KNOWN_ONLY,
    ),
  },
  {
    examples: [
      { export: { name: 'ticks', subject: 'ticks.>', type: 'stream' } },
      { export: { name: 'billing', subject: 'billing.*.get', type: 'service', token_position: 2 } },
    ],
  },
)

export const ImportRequest = Type.Object(
  {
    import: Type.Object({
      name: name('import'),
      subject: subject(`The subject to import, the whole export or a part of it: ${subjectRules}`),
      account: Type.String({
        minLength: 1,
        maxLength: 256,
        description: 'Id or name of the exporting account',
        examples: ['4821907365', 'acme'],
      }),
      token_position: Type.Optional(
        tokenPosition('As in the export. The subject has `*` there, and your account key replaces it'),
      ),
      local_subject: Type.Optional(
        subject(
          "The subject for your account's clients, with the same wildcards in the same order; default: the same subject",
        ),
      ),
    }),
  },
  {
    examples: [
      { import: { name: 'ticks', subject: 'ticks.>', account: 'acme', local_subject: 'acme.ticks.>' } },
      {
        import: {
          name: 'billing',
          subject: 'billing.*.get',
          account: '4821907365',
          token_position: 2,
          local_subject: 'billing.get',
        },
      },
    ],
  },
)

export const ByName = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 256, description: 'Name of the export in the account' }) },
  { examples: [{ name: 'ticks' }] },
)

/** The contract's SuccessResponse, and whether it has arrived. */
export const SharedResponse = Type.Object(
  {
    message: Type.String(),
    confirmed: Type.Union([Type.Boolean(), Type.Null()], {
      description:
        'True if the message bus has the change; false if it will have it as soon as it can be reached; null if this gateway has no message bus',
    }),
  },
  { title: 'SharedResponse', description: 'Done' },
)

const shared = {
  name: Type.String({ examples: ['ticks'] }),
  subject: Type.String({ examples: ['ticks.>'] }),
  type: Type.Enum(['stream', 'service']),
  token_position: Type.Union([Type.Integer(), Type.Null()]),
  created_on: Type.String({ format: 'date-time' }),
}

export const ImportsExports = Type.Object(
  {
    account_key: Type.String({
      description:
        'Your account key: the public key of your account on the message bus, which is used at a token position',
    }),
    exports: Type.Array(
      Type.Object({
        ...shared,
        allowed_accounts: Type.Union([Type.Array(Type.String()), Type.Null()], { description: 'Null: all accounts' }),
        importers: Type.Integer({ description: 'The number of accounts that import it' }),
      }),
    ),
    imports: Type.Array(
      Type.Object({
        ...shared,
        local_subject: Type.String({ description: "The subject for your account's clients" }),
        account: Type.String({ description: 'Id of the exporting account' }),
        account_name: Type.Union([Type.String(), Type.Null()], { description: 'Null while the import is broken' }),
        status: Type.Enum(['active', 'broken'], {
          description:
            'broken: nothing is received, because that account has no export for yours that covers the subject',
        }),
      }),
    ),
  },
  { title: 'ImportsExports' },
)
