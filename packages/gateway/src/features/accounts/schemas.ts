import { Type } from 'typebox'
import { AccountPublicInfo, mfaToken } from '../../transport/http/shared-schemas.ts'

const text = (description: string, maxLength = 500) => Type.Optional(Type.String({ maxLength, description }))

export const CreateAccountRequest = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'Name of the account, 1–64 characters; case and surrounding spaces do not count',
    }),
    root_email: Type.String({
      format: 'email',
      maxLength: 254,
      description: 'Address of the root user. A person is root of at most one account.',
    }),
    password: Type.String({
      format: 'password',
      minLength: 1,
      maxLength: 1000,
      description:
        'For a new person a new password: 8 to 99 characters with an upper-case letter, a lower-case letter, a digit and a special character. For a person who is known already, their current password.',
    }),
    root_first_name: text('First name of the root user', 200),
    root_last_name: text('Last name of the root user', 200),
    country: text('Country', 200),
    company_name: text('Company'),
    address: text('Postal address', 1000),
    website: text('Website'),
    phone_number: text('Phone number', 100),
    mfa_token: mfaToken,
  },
  {
    examples: [
      { name: 'acme', root_email: 'ada@example.com', password: 'correct-Horse7', company_name: 'ACME Corporation' },
    ],
  },
)

export const ConfirmEmailRequest = Type.Object(
  {
    token: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'From the link in the mail' })),
    code: Type.Optional(
      Type.String({ minLength: 1, maxLength: 32, description: 'Ten digits from the mail, with or without the hyphen' }),
    ),
    password: Type.Optional(
      Type.String({
        format: 'password',
        minLength: 1,
        maxLength: 1000,
        description:
          'The password that counts from then on: that of the sign-up, or a new one (8 to 99 characters with an upper-case letter, a lower-case letter, a digit and a special character). With a code, a new one takes a request from the network that the sign-up came from; with a token it does not.',
      }),
    ),
  },
  { oneOf: [{ required: ['token'] }, { required: ['code'] }], examples: [{ code: '12345-67890' }] },
)

/** Whatever a user interface wants to remember; kept as it comes. */
const onboardingProgress = Type.Optional(
  Type.Unsafe<Record<string, unknown>>(
    Type.Object(
      {},
      {
        additionalProperties: true,
        description:
          'Whatever a user interface wants to remember: at most 16 KiB of JSON, and 1000 members and items in one request. Merged member by member, and a member that is null is taken out.',
        examples: [{ tour: 'done' }],
      },
    ),
  ),
)

/** The contract's UpdateAccountRequest. */
export const UpdateAccountRequest = Type.Object(
  {
    country: text('Country', 200),
    company_name: text('Company'),
    address: text('Postal address', 1000),
    website: text('Website'),
    phone_number: text('Phone number', 100),
    onboarding_progress: onboardingProgress,
    region: text('Region', 200),
    provider: text('Provider', 200),
    cloud: Type.Optional(Type.Boolean({ description: 'Whether quiva.ai Cloud is switched on' })),
    hub: Type.Optional(Type.Boolean({ description: 'Whether quiva.ai Hub is switched on' })),
  },
  {
    description: 'What is absent stays as it is; an empty text clears a member.',
    examples: [{ country: 'US', company_name: 'ACME Corporation Updated', cloud: true }],
  },
)

/** AccountPublicInfo, and the progress, which is shown here only: to read it, send an empty object. */
export const UpdatedAccount = Type.Object(
  {
    ...AccountPublicInfo.properties,
    onboarding_progress: onboardingProgress,
  },
  { title: 'UpdatedAccount' },
)

/** An account by what its members call it. */
export const NamedAccount = Type.Object({
  id: Type.String({ examples: ['4821907365'] }),
  name: Type.String({ description: 'Normalised name, which members type when they sign in', examples: ['acme'] }),
  display_name: Type.String({ description: 'The name as it was typed', examples: ['ACME'] }),
})
