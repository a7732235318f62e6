import { Type } from 'typebox'

/** The contract's AccountPublicInfo. */
export const AccountPublicInfo = Type.Object(
  {
    id: Type.Optional(Type.String({ description: 'Ten digits', examples: ['4821907365'] })),
    name: Type.Optional(
      Type.String({ description: 'Normalised name, which members type when they sign in', examples: ['acme'] }),
    ),
    display_name: Type.Optional(Type.String({ description: 'The name as it was typed', examples: ['ACME'] })),
    root_email: Type.Optional(Type.String({ format: 'email', description: 'Email address of the root user' })),
    subscription_status: Type.Optional(Type.Enum(['active', 'pending', 'cancelled'])),
    subscription_plan: Type.Optional(Type.String({ examples: ['free'] })),
    emergency_credit: Type.Optional(
      Type.Number({ format: 'float', description: 'Monthly limit for buying additional resources' }),
    ),
    country: Type.Optional(Type.String()),
    company_name: Type.Optional(Type.String()),
    address: Type.Optional(Type.String()),
    website: Type.Optional(Type.String()),
    phone_number: Type.Optional(Type.String()),
    scheduled_for_deletion: Type.Optional(Type.Boolean()),
    deletion_date: Type.Optional(
      Type.String({ format: 'date-time', description: 'Set only while a deletion is scheduled' }),
    ),
    payment_due_by: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'Set only while a payment is late: from then on, the API keys of the account are refused',
      }),
    ),
    region: Type.Optional(Type.String()),
    provider: Type.Optional(Type.String()),
    bstier: Type.Optional(Type.Integer()),
    cloud: Type.Optional(Type.Boolean()),
    hub: Type.Optional(Type.Boolean()),
  },
  { title: 'Account', description: 'An account as its members see it' },
)

/** An addition to the contract. A client of the contract does not know it, and lets the user sign in again. */
export const mfaToken = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 200,
    description:
      'The MFA token, if a second factor of the caller is switched on: the challenge token of a sign-in that the caller completed at most five minutes ago. Not needed in a session that began with a second factor at most ten minutes ago.',
  }),
)

/** The address of a user. */
export const emailAddress = (description: string) =>
  Type.String({ format: 'email', maxLength: 254, description, examples: ['jane.smith@example.com'] })

/** The roles that the API assigns. Every account has one root: the user who created it. */
export const assignableRole = Type.Enum(['admin', 'developer', 'monitor', 'billing'], {
  description: 'Role in this account',
  examples: ['developer'],
})

/** A request about one member, pending or not. */
export const MemberRequest = Type.Object({ email: emailAddress('Email address of the member') })
