import type { SignedInUser, TestGateway } from '../../gateway/test/gateway.ts'
import { openAnother } from '../../gateway/test/users/accounts.ts'
import { addApp } from '../../gateway/test/users/factors.ts'
import { signIn } from '../../gateway/test/users/sign-in.ts'
import { addUser } from '../../gateway/test/users/users.ts'

export const OPERATOR = 'operator@example.com'

/** An operator of the gateway, with an authenticator app: each of `codes` is a second factor once. */
export type OperatingUser = SignedInUser & { codes: string[] }

export async function openOperator(test: TestGateway): Promise<OperatingUser> {
  const user = await addUser(test, { email: OPERATOR })
  await openAnother(test, user, 'Operations')
  const { bearer, refreshToken } = await signIn(test, user)
  const { id, name: account } = (await test.call('GET /accounts/info', { bearer })).body.data
  const { codes } = await addApp(test, bearer)
  return { ...user, accountId: id, account, bearer, refreshToken, codes }
}

/** Work that failed: one item that will be tried again in an hour, and one that was given up and cannot be. */
export async function addFailedWork({ database }: TestGateway): Promise<void> {
  const now = Date.now()
  const common = { version: 1, leased_until: 0, created_at: now - 7_200_000 }
  const later = {
    ...{ id: 'test-later', kind: 'send-mail', key: 'test-later', payload_sealed: 'sealed', attempts: 4 },
    ...{ due_at: now + 3_600_000, last_error: '451 4.7.1 try again later', failed_at: null, payload_dropped_at: null },
  }
  const given = {
    ...{ id: 'test-given-up', kind: 'push-claims', key: '4821907365', payload_sealed: null, attempts: 12 },
    ...{ due_at: now + 3_600_000, last_error: 'connect ECONNREFUSED 192.0.2.7:4222' },
    ...{ failed_at: now - 3_600_000, payload_dropped_at: now - 3_600_000 },
  }
  await database.transaction(async ({ db }) => {
    for (const item of [later, given])
      await db
        .insertInto('outbox')
        .values({ ...common, ...item })
        .execute()
  })
}

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** Numbers of the last day, but for its last hour and three hours at night, when no gateway ran, and of 30 days. */
export async function addNumbers({ database }: TestGateway): Promise<void> {
  const now = Date.now()
  const minutes = Array.from({ length: 24 * 4 - 5 }, (_, index) => now - (index + 5) * 15 * MINUTE_MS).filter(
    (_, index) => index < 40 || index > 52,
  )
  const hours = Array.from({ length: 30 * 24 }, (_, index) => now - index * HOUR_MS)
  const rows = [...minutes.map((at) => sampleOf(MINUTE_MS, at)), ...hours.map((at) => sampleOf(HOUR_MS, at))]
  await database.transaction(async ({ db }) => {
    for (let at = 0; at < rows.length; at += 100)
      await db
        .insertInto('samples')
        .values(rows.slice(at, at + 100))
        .execute()
  })
}

/** More by day than by night, and a little that goes wrong. */
function sampleOf(spanMs: number, at: number) {
  const day = 1 + Math.sin((at / HOUR_MS / 24) * 2 * Math.PI)
  const busy = Math.round(day * 900 + (Math.floor(at / spanMs) % 7) * 40)
  const [some, few] = [Math.round(busy / 40), Math.floor(at / spanMs) % 11 === 0 ? 6 : 0]
  return {
    ...{ span_ms: spanMs, begins_at: at - (at % spanMs), client_errors: some, server_errors: few },
    ...{ sign_ins: Math.round(day * 6), issued_keys: Math.round(day * 3), outbox_waiting: 14 + few, outbox_failed: 2 },
    ...{ ms_1: busy, ms_2_5: some, ms_5: some, ms_10: few, ms_25: few, ms_50: 0, ms_100: 0, ms_250: 0 },
    ...{ ms_1000: 0, ms_5000: 0, ms_more: 0 },
  }
}

/** As after deleteAccount, and without a mailed code. */
export async function deleteAccountOf({ database }: TestGateway, { accountId }: SignedInUser): Promise<void> {
  await database.transaction(async ({ db }) => {
    await db.updateTable('accounts').set({ deleted_at: Date.now() }).where('id', '=', accountId).execute()
    await db.deleteFrom('account_looks').where('account_id', '=', accountId).execute()
  })
}
