import type { Targets } from '../../access/targets.ts'
import type { Idempotent } from '../../platform/idempotency/idempotent.ts'
import type { CountingFailures } from '../../platform/throttle/counting-failures.ts'
import type { Server } from '../../transport/http/server.ts'
import type { ApiKeys } from './api-keys.ts'
import type { CheckSignature } from './leaks/github-signature.ts'
import { deleteApiKey } from './operations/delete-api-key.ts'
import { getApiCreds } from './operations/get-api-creds.ts'
import { getApiKeyImpact } from './operations/get-api-key-impact.ts'
import { getApiKeyUsage } from './operations/get-api-key-usage.ts'
import { importApiKeys } from './operations/import-api-keys.ts'
import { issueApiKey } from './operations/issue-api-key.ts'
import { reportLeakedKeys } from './operations/report-leaked-keys.ts'
import { rotateApiKey } from './operations/rotate-api-key.ts'
import { topUpApiKeyQuota } from './operations/top-up-api-key-quota.ts'
import { updateApiKey } from './operations/update-api-key.ts'
import { viewApiKeys } from './operations/view-api-keys.ts'

type Deps = ApiKeys & {
  targets: Targets
  idempotent: Idempotent
  checkSignature: CheckSignature | undefined
  countingFailures: CountingFailures
}

export function apiKeyRoutes(app: Server, deps: Deps): void {
  issueApiKey(app, deps)
  importApiKeys(app, deps)
  viewApiKeys(app, deps)
  updateApiKey(app, deps)
  topUpApiKeyQuota(app, deps)
  deleteApiKey(app, deps)
  getApiCreds(app, deps)
  rotateApiKey(app, deps)
  getApiKeyUsage(app, deps)
  getApiKeyImpact(app, deps)
  reportLeakedKeys(app, deps)
}
