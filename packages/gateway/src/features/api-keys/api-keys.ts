import type { ImportedKeys } from '../../access/imported-keys/imported-keys.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import type { KeyQuotas } from '../../access/key-limits/key-quotas.ts'
import type { Targets } from '../../access/targets.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Outbox } from '../../platform/outbox/outbox.ts'
import type { Tally } from '../../platform/tally.ts'
import type { Throttle } from '../../platform/throttle/throttle.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { Bus } from '../../transport/messaging/bus.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import type { MemberKeys } from '../../transport/messaging/member-keys.ts'
import { createListKeySessions } from '../authentication/list-key-sessions.ts'
import { revokeKeySessions } from '../authentication/revoke-key-sessions.ts'
import type { RevokeInvitations } from '../invitations/revoke-invitations.ts'
import { createDeleteApiKey } from './delete.ts'
import { createFindKey } from './find-key.ts'
import { createHashesOf } from './hashes-of.ts'
import { createCountOnBus } from './impact/bus-connections.ts'
import { createReadImpact } from './impact/read-impact.ts'
import { createImportKeys } from './import/import-keys.ts'
import { createIssueApiKey } from './issue.ts'
import { type KeyListRequest, type KeysOwner, pageOfAccountKeys, pageOfAllKeys, pageOfKeys } from './key-list-store.ts'
import { createRevokeLeaked } from './leaks/revoke-leaked.ts'
import { createMailOwners } from './mail-owners.ts'
import { createMint } from './mint.ts'
import { createReadCreds } from './read-creds.ts'
import { createRecentKeys } from './recent-keys.ts'
import { createRefuseGoneReplay } from './replay.ts'
import { createPlanRetirement, retireSilentKeys } from './retire/retire-silent.ts'
import { createRevokeAllKeys } from './revoke-all-keys.ts'
import { createRevokeKey } from './revoke-key.ts'
import { createPlanRevocation, revokeReplacedKeys } from './revoke-replaced.ts'
import { createRotateApiKey } from './rotate.ts'
import { createServiceAccounts } from './service-accounts.ts'
import { listAccountKeys, listApiKeys } from './store.ts'
import { createTellOfRotation } from './tell-of-rotation.ts'
import { createTopUpQuota } from './top-up.ts'
import { createUpdateApiKey } from './update.ts'
import { createReadUsage } from './use/read-usage.ts'

type Deps = {
  database: Database
  throttle: Throttle
  outbox: Outbox
  sendMail: SendMail
  claims: ClaimsPush
  memberKeys: MemberKeys
  bus: Pick<Bus, 'connections'> | undefined
  invalidation: Invalidation
  importedKeys: ImportedKeys
  targets: Targets
  keyQuotas: KeyQuotas
  tally: Tally
  revokeInvitations: RevokeInvitations
  /** Writes the uses that this gateway has counted. */
  flushUses: () => Promise<void>
  limits: { defaultTtlDays: number; mostPerAccount: number; mostImported: number }
}

export type ApiKeys = ReturnType<typeof createApiKeys>

/** Puts the module together: how keys are issued, read, changed, rotated and revoked. */
export function createApiKeys(deps: Deps) {
  const { throttle, outbox, sendMail, invalidation, targets, keyQuotas, revokeInvitations, limits, ...others } = deps
  const { bus, flushUses, importedKeys, ...shared } = others
  const { database, claims, memberKeys } = shared
  const revokeKey = createRevokeKey(invalidation, revokeKeySessions, revokeInvitations)
  const countOnBus = createCountOnBus(database, bus)
  const readUsage = createReadUsage(database)
  const hashesOf = createHashesOf(importedKeys)
  const serviceAccounts = createServiceAccounts(memberKeys)
  const mint = createMint()
  return {
    handlers: [
      revokeReplacedKeys({ database, claims, revokeKey }),
      retireSilentKeys({ database, claims, revokeKey, countOnBus, flushUses }),
    ],
    refuseGoneReplay: createRefuseGoneReplay(database),
    findKey: createFindKey(database, targets, hashesOf),
    issueApiKey: createIssueApiKey({ ...shared, mint, serviceAccounts, limits }),
    importKeys: createImportKeys({ database, importedKeys, serviceAccounts, mostImported: limits.mostImported }),
    rotateApiKey: createRotateApiKey({
      ...shared,
      mint,
      invalidation,
      revokeKey,
      planRevocation: createPlanRevocation(outbox),
      planRetirement: createPlanRetirement(outbox, bus !== undefined),
      tellOfRotation: createTellOfRotation(sendMail, throttle.limiter('key-rotated')),
      mostPerAccount: limits.mostPerAccount,
    }),
    updateApiKey: createUpdateApiKey({ database, invalidation, claims }),
    topUpQuota: createTopUpQuota(database, keyQuotas),
    deleteApiKey: createDeleteApiKey({ database, claims, revokeKey }),
    revokeLeaked: createRevokeLeaked({ database, claims, revokeKey, sendMail }),
    readCreds: createReadCreds({ database, memberKeys, hashesOf, mostPerAccount: limits.mostPerAccount }),
    readUsage,
    readImpact: createReadImpact({
      database,
      readUsage,
      listKeySessions: createListKeySessions(database),
      countOnBus,
    }),
    listApiKeys: ({ accountId, userId, reach }: KeysOwner) =>
      listApiKeys(database.read, accountId, userId, Date.now(), reach),
    listAccountKeys: (accountId: string) => listAccountKeys(database.read, accountId, Date.now()),
    pageOfKeys: (owner: KeysOwner, request: KeyListRequest) => pageOfKeys(database.read, owner, request, Date.now()),
    pageOfAllKeys: (accountId: string, request: KeyListRequest) =>
      pageOfAllKeys(database.read, accountId, request, Date.now()),
    pageOfAccountKeys: (accountId: string, request: KeyListRequest) =>
      pageOfAccountKeys(database.read, accountId, request, Date.now()),
    mailOwners: createMailOwners(sendMail),
    revokeAllKeys: createRevokeAllKeys(invalidation),
    recentKeys: createRecentKeys({ claims, revokeKey }),
  }
}
