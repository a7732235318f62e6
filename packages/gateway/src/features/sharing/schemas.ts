import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../platform/errors/known-only.ts'

const name = (what: string) =>
  Type.String({
    minLength: 1,
    maxLength: 64,
    description: `Names the ${what} within the account, 1–64 characters`,
    examples: ['ticks'],
  })
const subjectRules = '`*` stands for one token, `>` at the end for one or more; the first token is no wildcard'
const subject = (description: string) =>
  Type.String({ minLength: 1, maxLength: 200, description, examples: ['ticks.>'] })
const tokenPosition = (description: string) => Type.Integer({ minimum: 1, maximum: 100, description })

export const ExportRequest = Type.Object(
  {
    export: Type.Object(
      {
        name: name('export'),
        subject: subject(`What is offered: ${subjectRules}`),
        type: Type.Enum(['stream', 'service'], {
          description: 'stream: importers receive what is published there; service: importers send requests there',
        }),
        token_position: Type.Optional(
          tokenPosition(
            "Position of a `*` of the subject, counted from 1, at which every importer has its own account's key: each gets or calls its own subject and no other",
          ),
        ),
        allowed_accounts: Type.Optional(
          Type.Array(Type.String({ pattern: '^[0-9]{10}$', examples: ['4821907365'] }), {
            minItems: 1,
            maxItems: 100,
            description: 'Ids of the only accounts that may import it; without it all may. Others see nothing of it',
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
      subject: subject(`What is imported, all or a part of what is exported: ${subjectRules}`),
      account: Type.String({
        minLength: 1,
        maxLength: 256,
        description: 'Id or name of the account that exports it',
        examples: ['4821907365', 'acme'],
      }),
      token_position: Type.Optional(
        tokenPosition("As in the export. The subject has `*` there, and your account's key takes its place"),
      ),
      local_subject: Type.Optional(
        subject(
          "Where your account's clients find it, with the same wildcards in the same order; by default the same subject",
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
  { name: Type.String({ minLength: 1, maxLength: 256, description: 'Its name within the account' }) },
  { examples: [{ name: 'ticks' }] },
)

/** The contract's SuccessResponse, and whether it has arrived. */
export const SharedResponse = Type.Object(
  {
    message: Type.String(),
    confirmed: Type.Union([Type.Boolean(), Type.Null()], {
      description:
        'Whether the message bus has the change; false: it will as soon as it can be reached; null: this gateway has no message bus',
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
      description: "Your account's public key on the message bus: what stands at a token position",
    }),
    exports: Type.Array(
      Type.Object({
        ...shared,
        allowed_accounts: Type.Union([Type.Array(Type.String()), Type.Null()], { description: 'Null: all accounts' }),
        importers: Type.Integer({ description: 'How many accounts import it' }),
      }),
    ),
    imports: Type.Array(
      Type.Object({
        ...shared,
        local_subject: Type.String({ description: "Where your account's clients find it" }),
        account: Type.String({ description: 'Id of the account that exports it' }),
        account_name: Type.Union([Type.String(), Type.Null()], { description: 'Null while the import is broken' }),
        status: Type.Enum(['active', 'broken'], {
          description: 'broken: nothing flows, since no export of that account covers it for yours (any more)',
        }),
      }),
    ),
  },
  { title: 'ImportsExports' },
)
