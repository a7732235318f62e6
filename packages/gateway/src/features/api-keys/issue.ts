import { reserveSlot, roomInPlan } from '../../access/directory/key-slots.ts'
import type { KeyDescription } from '../../access/key-description.ts'
import { type LimitColumns, NO_LIMITS } from '../../access/key-limits/key-limits.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import { type Keep, keepNothing } from '../../platform/idempotency/idempotent.ts'
import type { Tally } from '../../platform/tally.ts'
import type { Environment } from '../../platform/values/environments.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import type { MemberKeys } from '../../transport/messaging/member-keys.ts'
import { environmentFor, latestExpiry, refuseLongAncestry } from './below-issuer.ts'
import { type DescriptionChanges, describedDifferences, NO_DESCRIPTION, toDescription } from './describe-key.ts'
import { applyChanges, blocksBus, ceilingOf, differences, type LimitChanges, refuseBeyond } from './limits.ts'
import { type MintApiKey, toWholeSecond } from './mint.ts'
import type { KeyOwner, ServiceAccountRole, ServiceAccounts } from './service-accounts.ts'
import { addApiKey } from './store.ts'

const DAY_MS = 86_400_000
const LONGEST_NAME = 100
/** How long the answer with a member's first creds waits until the servers know the member's signing key. */
const FIRST_PUSH_MS = 250

export type IssuedApiKey = LimitColumns &
  KeyDescription & {
    id: string
    key: string
    name: string
    createdAt: number
    expiresAt: number
    /** Null if the key's limits exclude it from the message bus. */
    creds: string | null
  }

export type IssueApiKey = (
  principal: Principal,
  /** With a role, the key belongs to the account; without one, to the caller. */
  input: {
    name: string
    expiryDays?: number | undefined
    limits?: LimitChanges
    description?: DescriptionChanges & { environment?: Environment | undefined }
    accountRole?: ServiceAccountRole | undefined
  },
  origin: Origin,
  keep?: Keep<IssuedApiKey>,
) => Promise<IssuedApiKey>

type Deps = {
  database: Database
  memberKeys: MemberKeys
  serviceAccounts: ServiceAccounts
  claims: ClaimsPush
  mint: MintApiKey
  tally: Tally
  limits: { defaultTtlDays: number; mostPerAccount: number }
}

/**
 * issueApiKey: issues a key; only this answer shows the key and its creds. The slow steps (Ed25519 key pairs, sealing)
 * come before the transaction, which has five short statements.
 */
export function createIssueApiKey({
  database,
  memberKeys,
  serviceAccounts,
  claims,
  mint,
  tally,
  limits,
}: Deps): IssueApiKey {
  return async function issue(principal, input, origin, keep = keepNothing) {
    const { name: typed, expiryDays, description: described = {}, accountRole } = input
    const asked = withinCeiling(principal, input.limits)
    const name = parseName(typed)
    const columns = applyChanges(NO_LIMITS, asked)
    refuseBeyond(ceilingOf(principal), asked, columns)
    const environment = environmentFor(principal, described.environment)
    const description = { ...NO_DESCRIPTION, ...toDescription(described), environment }
    const { accountId, apiKeyId: issuedByKeyId } = principal
    const owner =
      accountRole === undefined ? await themselves(principal) : await serviceAccounts.prepare(principal, accountRole)
    const createdAt = Date.now()
    const wanted = createdAt + (expiryDays ?? limits.defaultTtlDays) * DAY_MS
    const expiresAt = toWholeSecond(Math.min(wanted, await latestExpiry(database, principal)))
    const { key, creds, row } = await mint(owner.signer, { createdAt, expiresAt, environment })

    const { pushedVersion, sinceVersion, issued } = await database.transaction(async (tx) => {
      const issuer = await recheckInTransaction(tx, principal, 'issueApiKey', 'self')
      const slot = await reserveSlot(tx, issuer.account, limits.mostPerAccount)
      if (!slot || (await roomInPlan(tx, issuer.account, slot.maxKeys)) < 1) throw new Refusal('too_many_keys')
      // The issuing key may have been rotated meanwhile, and then it expires sooner.
      if (issuer.key && issuer.key.expiresAt < expiresAt) throw new Refusal('unauthorized')
      refuseBeyond(ceilingOf(issuer), asked, columns)
      refuseLongAncestry(issuer.key)
      const since = await owner.join(tx, issuer)
      const isBlocked = issuer.key?.isBlocked || blocksBus(columns)
      await addApiKey(tx, {
        ...row,
        accountId,
        userId: owner.userId,
        name,
        issuedByKeyId,
        ...columns,
        ...description,
        credsBlockedAt: isBlocked ? createdAt : null,
      })
      tally.count(tx, 'issuedKeys')
      await record(tx, {
        action: 'api_key.issued',
        accountId,
        actor: principal,
        origin,
        target: { type: 'api_key', id: row.id },
        details: {
          name,
          expires_on: new Date(expiresAt).toISOString(),
          ...differences(NO_LIMITS, columns),
          ...describedDifferences(NO_DESCRIPTION, description),
          ...(environment === 'test' && { environment }),
          ...(accountRole !== undefined && { owner: owner.userId, role: accountRole }),
        },
      })
      const shown = {
        ...{ id: row.id, key, name, createdAt, expiresAt },
        creds: isBlocked ? null : creds,
        ...columns,
        ...description,
      }
      await keep(tx, shown)
      return { ...slot, sinceVersion: since, issued: shown }
    })
    if (pushedVersion < sinceVersion) await claims.confirmed(accountId, sinceVersion, FIRST_PUSH_MS)
    return issued
  }

  async function themselves({ accountId, userId }: Principal): Promise<KeyOwner> {
    const signer = await memberKeys.signerOf(accountId, userId)
    // Every member who may issue keys has a signer, so the membership was removed after the gate's check.
    if (!signer) throw new Refusal('unauthorized')
    return { userId, signer, join: async () => signer.sinceVersion }
  }
}

/**
 * A key that is issued in an embedded session has no issuer whose limits would apply to it at each use: what it is not
 * told to have less of, it is given as much of as it may have.
 */
function withinCeiling({ embed }: Principal, asked: LimitChanges = {}): LimitChanges {
  const most = embed?.keyCeiling?.scopes
  return most && asked.scopes === undefined ? { ...asked, scopes: [...most] } : asked
}

export function parseName(typed: string): string {
  const name = typed.trim()
  const length = [...name].length
  if (length < 1 || length > LONGEST_NAME) throw invalid('/body/key_name', `must have 1 to ${LONGEST_NAME} characters`)
  if (/\p{Cc}/u.test(name)) throw invalid('/body/key_name', 'must not contain control characters')
  return name
}
