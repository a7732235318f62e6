import { readConfig } from '../../src/platform/config/config.ts'
import { newId } from '../../src/platform/crypto/random.ts'
import { createSettingsStore } from '../../src/platform/database/settings-store.ts'
import { createOutbox } from '../../src/platform/outbox/outbox.ts'
import { openSealer } from '../../src/platform/secrets/master-key.ts'
import type { Role } from '../../src/platform/values/roles.ts'
import { createClaimsPush } from '../../src/transport/messaging/claims-push.ts'
import { createMemberKeys, type MemberKeys } from '../../src/transport/messaging/member-keys.ts'
import { openOperator } from '../../src/transport/messaging/operator.ts'
import type { SignedInUser, TestGateway } from '../gateway.ts'

const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }

const opened = new WeakMap<TestGateway, Promise<MemberKeys>>()

/** The same service as in the gateway, without a message bus; it is made once for each gateway. */
function memberKeysOf(test: TestGateway): Promise<MemberKeys> {
  const known = opened.get(test) ?? openMemberKeys(test)
  opened.set(test, known)
  return known
}

async function openMemberKeys({ database, place }: TestGateway): Promise<MemberKeys> {
  const config = readConfig(place.environment)
  const settings = createSettingsStore(database)
  const sealer = await openSealer(config, settings)
  const operator = await openOperator(settings, sealer, config.dataDir)
  const outbox = createOutbox(sealer)
  const claims = createClaimsPush({
    database,
    sealer,
    outbox,
    bus: undefined,
    operatorSigningKey: operator.signingKey,
    log: silent,
  })
  return createMemberKeys(database, sealer, claims)
}

/**
 * Adds an active member to somebody's account and signs them in. The member is written to the database, which is
 * quicker than an invitation; they have the root's password, whose hash is copied.
 */
export async function addMember(
  test: TestGateway,
  root: SignedInUser,
  role: Exclude<Role, 'root'>,
): Promise<SignedInUser> {
  const { database } = test
  const memberKeys = await memberKeysOf(test)
  const userId = newId('usr')
  const email = `${role}-${userId.slice(-8)}@example.com`
  const { accountId } = root
  await database.transaction(async (tx) => {
    const { password_hash } = await tx.db
      .selectFrom('users')
      .select('password_hash')
      .where('id', '=', root.userId)
      .executeTakeFirstOrThrow()
    const now = Date.now()
    await tx.db
      .insertInto('users')
      .values({
        id: userId,
        email,
        email_confirmed_at: now,
        password_hash,
        first_name: '',
        last_name: '',
        theme: 'auto',
        sound: 1,
        created_at: now,
      })
      .execute()
    await tx.db
      .insertInto('memberships')
      .values({
        account_id: accountId,
        user_id: userId,
        role,
        accepted_at: now,
        nats_signing_version: 0,
        created_at: now,
      })
      .execute()
    await memberKeys.activateMember(tx, accountId, { userId, role })
  })
  const signedIn = await test.call('POST /accounts/auth-with-password', { body: { email, password: root.password } })
  const { auth_token: bearer, refresh_token: refreshToken } = signedIn.body.data
  return { email, password: root.password, userId, accountId, account: root.account, bearer, refreshToken }
}
