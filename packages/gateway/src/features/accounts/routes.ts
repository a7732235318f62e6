import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../platform/errors/known-only.ts'
import { invalid } from '../../platform/errors/refusal.ts'
import { parseEmail } from '../../platform/values/email.ts'
import { accountOf, originOf, principalOf } from '../../transport/http/gate.ts'
import { dataOf, operation } from '../../transport/http/operation.ts'
import type { Server } from '../../transport/http/server.ts'
import { AccountPublicInfo } from '../../transport/http/shared-schemas.ts'
import type { Confirmation } from './confirmation.ts'
import type { CreateAccount } from './create.ts'
import { ConfirmEmailRequest, CreateAccountRequest, NamedAccount } from './schemas.ts'

const tags = ['Account Management' as const]

type Services = {
  createAccount: CreateAccount
  confirmation: Confirmation
  listAccounts: (userId: string) => Promise<{ id: string; name: string; display_name: string }[]>
}

export function accountRoutes(app: Server, { createAccount, confirmation, listAccounts }: Services): void {
  app.route({
    method: 'POST',
    url: '/accounts',
    ...operation(
      'createAccount',
      {
        tags,
        summary: 'Create account',
        description:
          'Creates an account and, if nobody has the address yet, its root user, and mails a link and a code to confirm the address; nothing is made before. A person who is known already proves their current password, and their second factor if one is on; then the account can be used at once. The answer never tells whether an address is known.',
      },
      { body: CreateAccountRequest },
      dataOf(
        Type.Object({
          email_confirmed: Type.Boolean({ description: 'False while the root has to confirm the address by mail' }),
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
      const created = await createAccount(
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

  app.route({
    method: 'POST',
    url: '/accounts/confirm-email',
    ...operation(
      'confirmEmail',
      {
        tags,
        summary: 'Confirm email',
        description:
          'Confirms an address with the token or the code of the mail, and opens the account. Other sign-ups for that address are dropped, and only this password works. Without `password` that of the sign-up counts; this takes a request from the network that the sign-up came from. Token and code work once and for 48 hours. No tokens are returned: sign in next.',
      },
      { body: ConfirmEmailRequest },
      dataOf(
        Type.Object({
          account: Type.String(),
          email: Type.String({ format: 'email' }),
          account_id: Type.String(),
          user_id: Type.String(),
        }),
        'The address is confirmed',
      ),
      [400, 401, 429],
    ),
    handler: async (request) => {
      const { token, code, password } = request.body
      if ((token === undefined) === (code === undefined))
        throw invalid('/body', 'must have exactly one of token and code')
      const proof = token === undefined ? { code: code ?? '' } : { token }
      return { data: await confirmation.confirm(proof, password, originOf(request)) }
    },
  })

  app.route({
    method: 'POST',
    url: '/accounts/resend-confirmation',
    ...operation(
      'resendAccountConfirmation',
      {
        tags,
        summary: 'Resend email confirmation',
        description:
          'Mails a new link and code for the newest sign-ups (three at most) that wait for the address to be confirmed; the answer is the same if there are none. Earlier links and codes go on, and so do their 48 hours.',
      },
      { body: Type.Object({ email: Type.String({ format: 'email', maxLength: 254, examples: ['ada@example.com'] }) }) },
      dataOf(Type.Object({ message: Type.String() }), 'The same answer for every address'),
      [400, 401, 429],
    ),
    handler: async (request) => {
      await confirmation.resend(parseEmail(request.body.email, '/body/email'), originOf(request))
      return { data: { message: 'If an account waits for this address to be confirmed, a new mail is on its way.' } }
    },
  })

  app.route({
    method: 'GET',
    url: '/accounts/info',
    ...operation(
      'getAccountInfo',
      {
        tags,
        summary: 'Get account information',
        description: 'The account that the credential belongs to. Nothing in it is secret.',
      },
      {},
      dataOf(AccountPublicInfo, 'The account'),
      [401, 403, 429],
    ),
    handler: (request, reply) => {
      reply.send({ data: accountOf(request) })
    },
  })

  app.route({
    method: 'GET',
    url: '/accounts/list',
    ...operation(
      'listAccountsByUser',
      {
        tags,
        summary: 'List accounts by user',
        description: 'The accounts that the caller can sign in to: their ids, or with `details` their names as well.',
      },
      { querystring: Type.Object({ details: Type.Optional(Type.Boolean({ default: false })) }, KNOWN_ONLY) },
      dataOf(
        Type.Union([Type.Array(Type.String({ examples: ['4821907365'] })), Type.Array(NamedAccount)]),
        'Account ids; with details, ids and names',
      ),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const accounts = await listAccounts(principalOf(request).userId)
      return { data: request.query.details ? accounts : accounts.map(({ id }) => id) }
    },
  })
}
