import { Type } from 'typebox'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { mfaToken } from '../../../transport/http/shared-schemas.ts'
import type { CreateAccount } from '../create.ts'
import { optionalText } from '../schemas.ts'

const CreateAccountRequest = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'Name of the account, 1–64 characters; upper and lower case and surrounding spaces do not matter',
    }),
    root_email: Type.String({
      format: 'email',
      maxLength: 254,
      description: 'Email address of the root user. A user can be the root of only one account.',
    }),
    password: Type.String({
      format: 'password',
      minLength: 1,
      maxLength: 1000,
      description:
        'For a new user: a new password, 8 to 99 characters with an upper-case letter, a lower-case letter, a digit and a special character. For an existing user: their current password.',
    }),
    root_first_name: optionalText('First name of the root user', 200),
    root_last_name: optionalText('Last name of the root user', 200),
    country: optionalText('Country', 200),
    company_name: optionalText('Company'),
    address: optionalText('Postal address', 1000),
    website: optionalText('Website'),
    phone_number: optionalText('Phone number', 100),
    mfa_token: mfaToken,
  },
  {
    examples: [
      { name: 'acme', root_email: 'ada@example.com', password: 'correct-Horse7', company_name: 'ACME Corporation' },
    ],
  },
)

export function createAccount(app: Server, { createAccount: create }: { createAccount: CreateAccount }): void {
  app.route({
    method: 'POST',
    url: '/accounts',
    ...operation(
      'createAccount',
      {
        tags: ['Account Management'],
        summary: 'Create account',
        description:
          'Creates an account. If no user has the email address yet, the gateway mails a link and a code, and creates the account and its root user when the email address is confirmed. If a user has the email address, they prove their current password, and their second factor if one is switched on; the account can then be used at once. The answer never tells whether a user has the email address.',
      },
      { body: CreateAccountRequest },
      dataOf(
        Type.Object({
          email_confirmed: Type.Boolean({ description: 'False until the root user has confirmed the email address' }),
        }),
        'The account was created',
      ),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const {
        name,
        root_email,
        password,
        root_first_name,
        root_last_name,
        country,
        company_name,
        address,
        website,
        phone_number,
        mfa_token,
      } = request.body
      const created = await create(
        {
          name,
          rootEmail: root_email,
          password,
          firstName: root_first_name,
          lastName: root_last_name,
          country,
          companyName: company_name,
          address,
          website,
          phoneNumber: phone_number,
          mfaToken: mfa_token,
        },
        request.access ? principalOf(request) : undefined,
        originOf(request),
      )
      return { data: created }
    },
  })
}
