import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { ROOMY_BODY_LIMIT_BYTES } from '../../../transport/http/bodies.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import { expectedVersionOf, IfMatchHeader, tellVersion, version } from '../../../transport/http/preconditions.ts'
import type { Server } from '../../../transport/http/server.ts'
import { AccountPublicInfo } from '../../../transport/http/shared-schemas.ts'
import { optionalText } from '../schemas.ts'
import { type AccountSettings, versionOfAccount } from '../settings.ts'

/** A user interface may store anything here; the gateway does not interpret it. */
const onboardingProgress = Type.Optional(
  Type.Unsafe<Record<string, unknown>>(
    Type.Object(
      {},
      {
        additionalProperties: true,
        description:
          'Free storage for a user interface: at most 16 KiB of JSON, and at most 1000 fields and items in one request. It is merged field by field; null removes a field.',
        examples: [{ tour: 'done' }],
      },
    ),
  ),
)

/**
 * The contract's AccountPublicInfo, and the onboarding progress, which only this operation shows: to read it, send an
 * empty object.
 */
const UpdatedAccount = Type.Object(
  {
    ...AccountPublicInfo.properties,
    onboarding_progress: onboardingProgress,
    version,
  },
  { title: 'UpdatedAccount' },
)

/** The contract's UpdateAccountRequest. */
const UpdateAccountRequest = Type.Object(
  {
    country: optionalText('Country', 200),
    company_name: optionalText('Company'),
    address: optionalText('Postal address', 1000),
    website: optionalText('Website'),
    phone_number: optionalText('Phone number', 100),
    onboarding_progress: onboardingProgress,
    region: optionalText('Region', 200),
    provider: optionalText('Provider', 200),
    cloud: Type.Optional(Type.Boolean({ description: 'Whether quiva.ai Cloud is switched on' })),
    hub: Type.Optional(Type.Boolean({ description: 'Whether quiva.ai Hub is switched on' })),
  },
  {
    description: 'A field that is left out does not change; an empty text clears a field.',
    examples: [{ country: 'US', company_name: 'ACME Corporation Updated', cloud: true }],
  },
)

export function updateAccount(app: Server, { settings }: { settings: AccountSettings }): void {
  app.route({
    method: 'PATCH',
    url: '/accounts',
    bodyLimit: ROOMY_BODY_LIMIT_BYTES,
    ...operation(
      'updateAccount',
      {
        tags: ['Account Management'],
        summary: 'Update account',
        description:
          'Changes only the fields that are in the body. Other operations change the account name and the email address of the root user. Only the root user and administrators may do this.',
      },
      { body: UpdateAccountRequest, headers: IfMatchHeader },
      dataOf(UpdatedAccount, 'The account after the change'),
      [400, 401, 403, 412, 429],
    ),
    handler: async (request, reply) => {
      const principal = principalOf(request)
      permit(principal, 'updateAccount', 'account')
      const changes = { ...request.body, expected: expectedVersionOf(request) }
      const account = await settings.update(principal, changes, originOf(request))
      const current = versionOfAccount(account)
      tellVersion(reply, current)
      return { data: { ...account, version: current } }
    },
  })
}
