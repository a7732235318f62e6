import type { OperatorOperationId } from '../packages/gateway/src/access/policy-table.ts'
import type { Tx } from '../packages/gateway/src/platform/database/database.ts'
import type { SignedInUser, TestGateway } from '../packages/gateway/test/gateway.ts'
import { freshName } from '../packages/gateway/test/users/users.ts'
import type { Request } from './permission-requests.ts'

/** A request to each operation of operators: well-formed, and of a kind that changes nothing (an unknown id). */
export const operatorRequests: Record<OperatorOperationId, Request> = {
  getOperatorHealth: { route: 'GET /operator/health' },
  getOperatorMetrics: { route: 'GET /operator/metrics?window=hour' },
  listOutboxItems: { route: 'GET /operator/outbox' },
  retryOutboxItem: { route: 'POST /operator/outbox/retry', body: { id: 'out_unknown' } },
  discardOutboxItem: { route: 'POST /operator/outbox/discard', body: { id: 'out_unknown' } },
  listAllAccounts: { route: 'GET /operator/accounts' },
  restoreAccount: { route: 'POST /operator/accounts/restore', body: { id: '0000000000' } },
  suspendAccount: { route: 'POST /operator/accounts/suspend', body: { id: '0000000000', reason: 'x' } },
  resumeAccount: { route: 'POST /operator/accounts/resume', body: { id: '0000000000', reason: 'x' } },
}

type Prepare = (test: TestGateway) => Promise<object>

/** The body of a request that would succeed, for each operation that changes something. */
export const operatorChanges: Partial<Record<OperatorOperationId, Prepare>> = {
  retryOutboxItem: async (test) => ({ id: await failedItem(test) }),
  discardOutboxItem: async (test) => ({ id: await failedItem(test) }),
  restoreAccount: async (test) => {
    const { accountId } = await test.signUp()
    await account(test, accountId, { deleted_at: Date.now() })
    await test.database.transaction(({ db }) =>
      db.deleteFrom('account_looks').where('account_id', '=', accountId).execute(),
    )
    return { id: accountId }
  },
  suspendAccount: async (test) => ({ id: (await test.signUp()).accountId, reason: 'x' }),
  resumeAccount: async (test) => {
    const { accountId } = await test.signUp()
    await account(test, accountId, { suspended_at: Date.now(), suspension_reason: 'x' })
    return { id: accountId, reason: 'x' }
  },
}

/** Work of a kind that no worker takes. */
async function failedItem({ database }: TestGateway): Promise<string> {
  const id = freshName()
  await database.transaction(({ db }) =>
    db
      .insertInto('outbox')
      .values({
        ...{ id, kind: 'unheard-of', key: id, payload_sealed: 'x', version: 1, due_at: 0, leased_until: 0 },
        ...{ attempts: 1, last_error: 'x', created_at: 1, failed_at: 2, payload_dropped_at: null },
      })
      .execute(),
  )
  return id
}

const account = ({ database }: TestGateway, id: string, values: object) =>
  database.transaction(({ db }) => db.updateTable('accounts').set(values).where('id', '=', id).execute())

/** What an operator may lose between the gate and the transaction, and the answer then. */
export type Loss = {
  name: string
  set(tx: Tx, operator: SignedInUser, isLost: boolean): Promise<unknown>
  answer: [status: number, code: string]
}

const user =
  (values: (isLost: boolean) => object): Loss['set'] =>
  ({ db }, { userId }, isLost) =>
    db.updateTable('users').set(values(isLost)).where('id', '=', userId).execute()
const sessions =
  (values: (isLost: boolean) => object): Loss['set'] =>
  ({ db }, { userId }, isLost) =>
    db.updateTable('sessions').set(values(isLost)).where('user_id', '=', userId).execute()
const membership: Loss['set'] = ({ db }, { userId }, isLost) =>
  db
    .updateTable('memberships')
    .set({ suspended_at: isLost ? 1 : null })
    .where('user_id', '=', userId)
    .execute()
const ofAccount =
  (column: 'deleted_at' | 'suspended_at'): Loss['set'] =>
  ({ db }, { accountId }, isLost) =>
    db
      .updateTable('accounts')
      .set({ [column]: isLost ? 1 : null })
      .where('id', '=', accountId)
      .execute()

export const operatorLosses: Loss[] = [
  {
    name: 'the session has ended',
    set: sessions((is) => ({ ended_at: is ? 1 : null })),
    answer: [401, 'unauthorized'],
  },
  { name: 'they are suspended', set: membership, answer: [401, 'unauthorized'] },
  { name: 'their account is deleted', set: ofAccount('deleted_at'), answer: [401, 'unauthorized'] },
  { name: 'their account is suspended', set: ofAccount('suspended_at'), answer: [401, 'unauthorized'] },
  {
    name: 'their address is not confirmed',
    set: user((is) => ({ email_confirmed_at: is ? null : 1 })),
    answer: [403, 'insufficient_permissions'],
  },
  {
    name: 'they have no second factor',
    set: user((is) => ({ totp_enabled_at: is ? null : 1 })),
    answer: [403, 'operator_factor_missing'],
  },
  {
    name: 'the session began without it',
    set: sessions((is) => ({ method: is ? 'password' : 'password+totp' })),
    answer: [403, 'operator_factor_required'],
  },
  {
    name: 'the sign-in was a while ago',
    set: sessions((is) => ({ created_at: is ? 1 : Date.now() })),
    answer: [403, 'step_up_required'],
  },
]
