import { Type } from 'typebox'
import { principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { isoOrNull, selectorOrOwn, times } from '../bodies.ts'
import type { FindKey } from '../find-key.ts'
import { common, KeyOrOwnQuery, ViewApiKey } from '../schemas.ts'
import { daysBody, UsageDays } from '../usage-schemas.ts'
import type { DayOfUse } from '../use/read-usage.ts'

/** When and from where a key was used, the latest day first. */
const ApiKeyUsage = Type.Object(
  {
    ...common,
    last_used_on: ViewApiKey.properties.last_used_on,
    days: UsageDays('The days, within the last 90, on which the key was used'),
  },
  { title: 'ApiKeyUsage' },
)

type Deps = { findKey: FindKey; readUsage: (keyId: string) => Promise<DayOfUse[]> }

export function getApiKeyUsage(app: Server, { findKey, readUsage }: Deps): void {
  app.route({
    method: 'GET',
    url: '/accounts/api-key/usage',
    ...operation(
      'getApiKeyUsage',
      {
        tags: ['API Keys'],
        summary: 'Get API key usage',
        description:
          'Shows for each day how often, when last and from which networks a key was used, so that you can see when an old key is no longer in use. The counts are of requests over HTTP, and go back 90 days; the last ten seconds may be missing, or 50 with thousands of keys in use. The root user and administrators may also see this for keys of other members and of the account.',
      },
      {
        querystring: KeyOrOwnQuery,
      },
      dataOf(ApiKeyUsage, 'The uses of the key'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      const selector = selectorOrOwn(principal, { id: request.query.id, key: undefined }, '/querystring')
      const found = await findKey(principal, 'getApiKeyUsage', selector)
      const days = await readUsage(found.id)
      return {
        data: {
          ...times(found),
          id: found.id,
          name: found.name,
          last_used_on: isoOrNull(found.lastUsedAt),
          days: daysBody(days),
        },
      }
    },
  })
}
