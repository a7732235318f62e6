import type { Kysely } from 'kysely'
import { prepared } from '../platform/database/prepared.ts'
import type { Schema } from '../platform/database/schema.ts'
import { isRole, type Role } from '../platform/values/roles.ts'
import { hasAccepted, isActiveMember, isLiveAccount, isLiveOrSuspendedAccount, isNotDeleted } from './directory/live.ts'
import { embedColumns, toEmbed } from './embed.ts'
import { issuerUntil } from './embed-liveness.ts'
import { limitColumns, limitsAndTopmost } from './key-ancestry-store.ts'
import { descriptionColumns } from './key-description.ts'
import { endingOf } from './key-ending.ts'
import type { CountedKey } from './key-limits/key-limit.ts'
import type { KeyLimits } from './key-limits/key-limits.ts'
import { countedWithPlan, type PlanRow, planColumns } from './plan-defaults.ts'
import type { CredentialAccess, PlanStanding, Resolved } from './principal.ts'
import { type PublicAccountRow, publicAccountColumns, toPublicAccount } from './public-account.ts'
import { isFromNothingOrLiveKey } from './session-liveness.ts'

/**
 * A credential gives access only through a live membership (accepted, not suspended) in a live account (activated, not
 * deleted, not suspended). One query checks them all, so that none can change between two checks.
 */
function liveMembers(db: Kysely<Schema>) {
  return members(db).where(isLiveAccount)
}

/** With those of suspended accounts, which give no access: `unlessSuspended` refuses them. */
function liveOrSuspendedMembers(db: Kysely<Schema>) {
  return members(db).where(isLiveOrSuspendedAccount)
}

type Members = ReturnType<typeof members>

function members(db: Kysely<Schema>) {
  return db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .innerJoin('users as r', 'r.id', 'a.root_user_id')
    .where(isActiveMember)
    .select(['m.role', 'm.user_id', 'm.account_id', 'u.email', 'u.machine_of', 'a.suspended_at as a_suspended_at'])
    .select(publicAccountColumns)
    .select(planColumns)
}

/** The query of a credential by itself also finds it in a suspended account, so that its refusal costs no second one. */
async function unlessSuspended<Row extends { a_suspended_at: number | null; account_id: string }>(
  row: Row | undefined,
  toAccess: (row: Row) => Promise<CredentialAccess | undefined>,
): Promise<Resolved> {
  if (!row) return { refusal: 'unauthorized' }
  if (row.a_suspended_at !== null) return { refusal: 'account_suspended', accountId: row.account_id }
  const access = await toAccess(row)
  return access ? { access } : { refusal: 'unauthorized' }
}

function liveKeys(members: Members, now: number) {
  return members
    .innerJoin('api_keys as k', (join) =>
      join.onRef('k.account_id', '=', 'm.account_id').onRef('k.user_id', '=', 'm.user_id'),
    )
    .where('k.deleted_at', 'is', null)
    .where('k.disabled_at', 'is', null)
    .where('k.expires_at', '>', now)
    .select(['k.key_hash', 'k.expires_at', 'k.replaced_by_key_id'])
    .select(descriptionColumns)
    .select(limitColumns)
}

const findKey = prepared((db, { keyHash, now }: { keyHash: string; now: number }) =>
  liveKeys(liveOrSuspendedMembers(db), now).where('k.key_hash', '=', keyHash),
)

/** The access of a live API key, by the hash of the key. */
export async function findByApiKey(db: Kysely<Schema>, keyHash: string, now: number): Promise<Resolved> {
  const [found] = await findKey(db, { keyHash, now })
  return unlessSuspended(found, (row) => keyAccess(db, row, now))
}

/** The same for many keys, but only of one account: keys of other accounts are not even read. */
export async function findByApiKeys(
  db: Kysely<Schema>,
  accountId: string,
  keyHashes: string[],
  now: number,
): Promise<Map<string, CredentialAccess>> {
  const rows = await liveKeys(liveMembers(db), now)
    .where('k.account_id', '=', accountId)
    .where('k.key_hash', 'in', keyHashes)
    .execute()
  return byKey(
    rows,
    ({ key_hash }) => key_hash,
    (row) => keyAccess(db, row, now),
  )
}

async function keyAccess(
  db: Kysely<Schema>,
  row: Awaited<ReturnType<typeof findKey>>[number],
  now: number,
): Promise<CredentialAccess | undefined> {
  const { limits, topmost } = await limitsAndTopmost(db, row)
  if (!isRole(row.role) || limits === undefined) return undefined
  const { role, user_id: userId, account_id: accountId, email, k_id: keyId, expires_at: expiresAt } = row
  const principal = {
    kind: 'key' as const,
    userId,
    isServiceAccount: row.machine_of !== null,
    email,
    accountId,
    role,
    credentialId: keyId,
    apiKeyId: keyId,
    expiresAt,
    limits,
    plan: planOf(row, limits, topmost),
    keyDescription: { environment: row.environment, metadata: row.metadata, tags: row.tags },
  }
  return withEnding({ principal, account: toPublicAccount(row) }, expiresAt, row.replaced_by_key_id, now)
}

function planOf(
  row: PlanRow & Pick<PublicAccountRow, 'a_payment_grace_until'>,
  limits: KeyLimits | null,
  topmost: CountedKey | undefined,
): PlanStanding | null {
  const counted = countedWithPlan(row, limits, topmost) ?? null
  const unpaidFrom = row.a_payment_grace_until
  return counted === null && unpaidFrom === null ? null : { counted, unpaidFrom }
}

function withEnding(
  access: CredentialAccess,
  expiresAt: number,
  replacedBy: string | null,
  now: number,
): CredentialAccess {
  const ending = endingOf({ expiresAt, replacedBy }, now)
  return ending ? { ...access, ending } : access
}

/** A session, and the hash of the `jti` of its one valid access token. */
export type NamedSession = { sessionId: string; tokenHash: string }

function liveSessions(members: Members, now: number) {
  return members
    .innerJoin('sessions as s', (join) =>
      join.onRef('s.account_id', '=', 'm.account_id').onRef('s.user_id', '=', 'm.user_id'),
    )
    .leftJoin('api_keys as k', 'k.id', 's.api_key_id')
    .leftJoin('embed_tokens as e', 'e.session_id', 's.id')
    .where('s.ended_at', 'is', null)
    .where('s.access_expires_at', '>', now)
    .where('s.expires_at', '>', now)
    .where(isFromNothingOrLiveKey(now))
    .select(['s.id as session_id', 's.access_token_hash', 's.kind', 's.api_key_id', 's.access_expires_at'])
    .select(['k.expires_at as key_expires_at', 'k.replaced_by_key_id'])
    .select(descriptionColumns)
    .select(limitColumns)
    .select(embedColumns)
}

/** The access of a live session, by its valid access token. */
export async function findBySession(
  db: Kysely<Schema>,
  { sessionId, tokenHash }: NamedSession,
  now: number,
): Promise<Resolved> {
  const found = await liveSessions(liveOrSuspendedMembers(db), now)
    .where('s.id', '=', sessionId)
    .where('s.access_token_hash', '=', tokenHash)
    .executeTakeFirst()
  return unlessSuspended(found, (row) => sessionAccess(db, row, now))
}

/** The same for many sessions, but only of one account, by the hash of the token's id. */
export async function findBySessions(
  db: Kysely<Schema>,
  accountId: string,
  named: NamedSession[],
  now: number,
): Promise<Map<string, CredentialAccess>> {
  const rows = await liveSessions(liveMembers(db), now)
    .where('s.account_id', '=', accountId)
    .where('s.id', 'in', [...new Set(named.map(({ sessionId }) => sessionId))])
    .execute()
  return byKey(
    rows,
    (row) => row.access_token_hash,
    (row) => sessionAccess(db, row, now),
  )
}

async function sessionAccess(
  db: Kysely<Schema>,
  row: Awaited<ReturnType<ReturnType<typeof liveSessions>['execute']>>[number],
  now: number,
): Promise<CredentialAccess | undefined> {
  const { k_id: keyId } = row
  // A session that was made from a key has the limits of the key.
  const { limits, topmost } =
    keyId === null ? { limits: null, topmost: undefined } : await limitsAndTopmost(db, { ...row, k_id: keyId })
  if (!isRole(row.role) || limits === undefined) return undefined
  const {
    role,
    user_id: userId,
    account_id: accountId,
    email,
    kind,
    session_id: credentialId,
    api_key_id: apiKeyId,
  } = row
  const keyExpiresAt = row.key_expires_at ?? Number.POSITIVE_INFINITY
  const isServiceAccount = row.machine_of !== null
  const { environment, metadata, tags } = row
  const embedded = toEmbed(row)
  // Without what narrows it, an embedded session is refused.
  if ((kind === 'embedded') !== (embedded !== undefined)) return undefined
  const issuerExpiresAt = embedded
    ? await issuerUntil(db, { accountId, userId, role, embed: embedded.embed }, now)
    : Number.POSITIVE_INFINITY
  if (issuerExpiresAt === undefined) return undefined
  const expiresAt = Math.min(row.access_expires_at, keyExpiresAt, issuerExpiresAt)
  const principal = {
    kind,
    userId,
    isServiceAccount,
    email,
    accountId,
    role,
    credentialId,
    apiKeyId,
    expiresAt,
    limits,
    plan: planOf(row, limits, topmost),
    keyDescription: environment === null ? null : { environment, metadata, tags },
    ...embedded,
  }
  const access = { principal, account: toPublicAccount(row) }
  return apiKeyId === null ? access : withEnding(access, keyExpiresAt, row.replaced_by_key_id, now)
}

async function byKey<Row>(
  rows: Row[],
  keyOf: (row: Row) => string,
  toAccess: (row: Row) => Promise<CredentialAccess | undefined>,
): Promise<Map<string, CredentialAccess>> {
  const found = new Map<string, CredentialAccess>()
  for (const row of rows) {
    const access = await toAccess(row)
    if (access) found.set(keyOf(row), access)
  }
  return found
}

/** A membership, also a pending or suspended one. */
export type Member = { userId: string; email: string; role: Role; accepted: boolean; suspended: boolean }

/** The account's member with that id or (normalised) address. A service account has no address to be found by. */
export async function findMember(
  db: Kysely<Schema>,
  accountId: string,
  by: { userId: string } | { email: string },
): Promise<Member | undefined> {
  const members = db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['m.user_id', 'u.email', 'm.role', 'm.accepted_at', 'm.suspended_at'])
    .where('m.account_id', '=', accountId)
  const row = await ('userId' in by
    ? members.where('m.user_id', '=', by.userId)
    : members.where('u.email', '=', by.email).where('u.machine_of', 'is', null)
  ).executeTakeFirst()
  if (!row || !isRole(row.role)) return undefined
  const { user_id: userId, email, role, accepted_at: acceptedAt, suspended_at: suspendedAt } = row
  return { userId, email, role, accepted: acceptedAt !== null, suspended: suspendedAt !== null }
}

/**
 * Whether the user does not belong to this account alone: they are a member of another account that is not deleted,
 * suspended or not, or have not accepted the invitation to this one. A pending invitation to another account counts
 * nothing.
 */
export async function belongsElsewhere(db: Kysely<Schema>, accountId: string, userId: string): Promise<boolean> {
  const accounts = await db
    .selectFrom('memberships as m')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .select('a.id')
    .where('m.user_id', '=', userId)
    .where(hasAccepted)
    .where(isNotDeleted)
    .limit(2)
    .execute()
  return accounts.length !== 1 || accounts[0]?.id !== accountId
}
