import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  decide,
  isAnonymous,
  type OperationId,
  type ProtectedOperationId,
} from '../packages/gateway/src/access/policy.ts'
import { policyTable } from '../packages/gateway/src/access/policy-table.ts'
import type { Database, Tx } from '../packages/gateway/src/platform/database/database.ts'
import type { Role } from '../packages/gateway/src/platform/values/roles.ts'
import { describeEngines } from '../packages/gateway/test/database/engines.ts'
import { changesOf } from '../packages/gateway/test/database/snapshot.ts'
import {
  type Answer,
  type Call,
  openTestGateway,
  type SignedInUser,
  type TestGateway,
} from '../packages/gateway/test/gateway.ts'
import { beginStep } from '../packages/gateway/test/users/factors.ts'
import { addMember } from '../packages/gateway/test/users/members.ts'
import { exchangeKey } from '../packages/gateway/test/users/sign-in.ts'
import { type Caller, type Change, changes, payments, readings, type Stage } from './changing-requests.ts'
import type { Request } from './permission-requests.ts'

type Kind = 'session' | 'key' | 'session of a key'

/** A caller with a key that another key of theirs has issued, and a session of it. */
type Actor = Caller & { role: Role; issuer: { id: string }; by: Record<Kind, Call>; sessions: Record<Kind, string> }

/** What is taken from somebody in the database alone, and how it is given back. */
type Loss = {
  name: string
  take(tx: Tx, actor: Actor, kind: Kind): Promise<unknown>
  giveBack(tx: Tx, actor: Actor, kind: Kind): Promise<unknown>
  answer: [status: number, code: string]
}

const unauthorized: Loss['answer'] = [401, 'unauthorized']

const session = (tx: Tx, id: string, values: { ended_at?: number | null; expires_at?: number }) =>
  tx.db.updateTable('sessions').set(values).where('id', '=', id).execute()
const key = (
  tx: Tx,
  { id }: { id: string },
  values: { deleted_at?: number | null; expires_at?: number; scopes?: string | null; allowed_ips?: string | null },
) => tx.db.updateTable('api_keys').set(values).where('id', '=', id).execute()
const membership = (
  tx: Tx,
  { user: { accountId, userId } }: Caller,
  values: { suspended_at?: number | null; accepted_at?: number | null; role?: Role },
) =>
  tx.db
    .updateTable('memberships')
    .set(values)
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId)
    .execute()
const account = (tx: Tx, { user: { accountId } }: Caller, deletedAt: number | null) =>
  tx.db.updateTable('accounts').set({ deleted_at: deletedAt }).where('id', '=', accountId).execute()
const suspension = (tx: Tx, { user: { accountId } }: Caller, suspendedAt: number | null) =>
  tx.db.updateTable('accounts').set({ suspended_at: suspendedAt }).where('id', '=', accountId).execute()

const LATER = Date.now() + 86_400_000

const EARLIER: Loss['answer'][] = [
  [403, 'step_up_required'],
  [403, 'insufficient_permissions'],
]

const ofSessions: Loss[] = [
  {
    name: 'its session has ended',
    take: (tx, { sessions }, kind) => session(tx, sessions[kind], { ended_at: 1 }),
    giveBack: (tx, { sessions }, kind) => session(tx, sessions[kind], { ended_at: null }),
    answer: unauthorized,
  },
]
const ofMembers: Loss[] = [
  {
    name: 'they are suspended',
    take: (tx, actor) => membership(tx, actor, { suspended_at: 1 }),
    giveBack: (tx, actor) => membership(tx, actor, { suspended_at: null }),
    answer: unauthorized,
  },
  {
    name: 'they are no member',
    take: (tx, actor) => membership(tx, actor, { accepted_at: null }),
    giveBack: (tx, actor) => membership(tx, actor, { accepted_at: 1 }),
    answer: unauthorized,
  },
  {
    name: 'the account is deleted',
    take: (tx, actor) => account(tx, actor, 1),
    giveBack: (tx, actor) => account(tx, actor, null),
    answer: unauthorized,
  },
  {
    name: 'an operator has suspended the account',
    take: (tx, actor) => suspension(tx, actor, 1),
    giveBack: (tx, actor) => suspension(tx, actor, null),
    answer: [403, 'account_suspended'],
  },
]
const lowered = (role: Role): Loss => ({
  name: `they are ${role}`,
  take: (tx, actor) => membership(tx, actor, { role }),
  giveBack: (tx, actor) => membership(tx, actor, { role: actor.role }),
  answer: [403, 'insufficient_permissions'],
})
const endOfKey: Loss = {
  name: 'the key is deleted',
  take: (tx, actor) => key(tx, actor.key, { deleted_at: 1 }),
  giveBack: (tx, actor) => key(tx, actor.key, { deleted_at: null }),
  answer: unauthorized,
}
const ofKeys: Loss[] = [
  endOfKey,
  {
    name: 'the key has run out',
    take: (tx, actor) => key(tx, actor.key, { expires_at: 1 }),
    giveBack: (tx, actor) => key(tx, actor.key, { expires_at: LATER }),
    answer: unauthorized,
  },
  {
    name: 'the key that issued it is gone',
    take: (tx, { issuer }) => key(tx, issuer, { deleted_at: 1 }),
    giveBack: (tx, { issuer }) => key(tx, issuer, { deleted_at: null }),
    answer: unauthorized,
  },
  {
    name: 'the key has another scope',
    take: (tx, actor) => key(tx, actor.key, { scopes: 'nothing:here' }),
    giveBack: (tx, actor) => key(tx, actor.key, { scopes: null }),
    answer: [403, 'insufficient_scope'],
  },
  {
    name: 'the key that issued it has other networks',
    take: (tx, { issuer }) => key(tx, issuer, { allowed_ips: '203.0.113.0/24' }),
    giveBack: (tx, { issuer }) => key(tx, issuer, { allowed_ips: null }),
    answer: [403, 'address_not_allowed'],
  },
]

/** What the caller may lose that matters to this change. */
function lossesOf({ operation, target, ofOwnKey }: Change, kind: Kind): Loss[] {
  if (ofOwnKey && kind !== 'session') return ofKeys.filter(({ answer: [status] }) => status === 403)
  if (kind === 'key') return ofKeys
  if (kind === 'session of a key') return [endOfKey, ...ofSessions]
  const refused = (['billing', 'monitor'] as const).find((role) => {
    const decision = decide(operation, { role, kind: 'interactive' }, target ?? 'account', { belongsElsewhere: false })
    return !decision.allowed && decision.code === 'insufficient_permissions'
  })
  return [...ofSessions, ...ofMembers, ...(refused ? [lowered(refused)] : [])]
}

function kindsOf({ operation, target }: Change): Kind[] {
  const facts = { belongsElsewhere: false, ownSession: false }
  const mayKey = decide(operation, { role: 'root', kind: 'key' }, target ?? 'account', facts).allowed
  return mayKey ? ['session', 'key', 'session of a key'] : ['session']
}

/**
 * The gate lets a request in by what its cache has, and what was taken from the caller a moment ago, at another gateway,
 * is in the database alone. So each change has to ask in its transaction, and this asks each change.
 */
describeEngines('what was taken from the caller, and the cache does not know of', (engine) => {
  let test: TestGateway
  let stage: Stage
  let evictions = 0
  const countEvictions = (database: Database): Database => ({
    ...database,
    notify(tx, channel, payloads) {
      if (payloads.some((payload) => payload.startsWith('evict '))) evictions += 1
      return database.notify(tx, channel, payloads)
    },
  })
  beforeAll(async () => {
    test = await openTestGateway(engine, { environment: { INVITATIONS_PER_DAY: '10000' }, watch: countEvictions })
    stage = { test, root: await test.signUp(), stranger: await test.signUp() }
  })
  afterAll(() => test.close())

  async function makeActor({ asRoot }: Change): Promise<Actor> {
    const user: SignedInUser = asRoot ? await test.signUp() : await addMember(test, stage.root, 'admin')
    const issuer = await test.issueKey(user.bearer, 'issuer')
    const issued = await test.call('POST /accounts/api-key', { key: issuer.key, body: { key_name: 'own' } })
    const own: { id: string; key: string } = issued.body.data
    const ofKey = await exchangeKey(test, own.key)
    const { sid } = JSON.parse(Buffer.from(user.bearer.split('.')[1] ?? '', 'base64url').toString())
    return {
      user,
      role: asRoot ? 'root' : 'admin',
      issuer,
      key: own,
      by: { session: { bearer: user.bearer }, key: { key: own.key }, 'session of a key': { bearer: ofKey.bearer } },
      sessions: { session: sid, key: '', 'session of a key': ofKey.id },
    }
  }

  /** Through the cache, which is made to know the caller first. */
  const send = ({ route, body }: Request, by: Call): Promise<Answer> =>
    test.call(route, { ...by, ...(body !== undefined && { body }) })
  const isCached = async (by: Call) => (await test.call('GET /accounts/info', by)).status === 200

  async function tryAfter(loss: Loss, request: Request, actor: Actor, kind: Kind): Promise<void> {
    const by = actor.by[kind]
    expect(await isCached(by)).toBe(true)
    await test.database.transaction((tx) => loss.take(tx, actor, kind))
    try {
      const { status, body } = await send(request, by)
      // Before its transaction an operation may say no for a reason of its own, which came of the same loss.
      const refused = [loss.answer, ...EARLIER].some(([its, code]) => its === status && code === body?.code)
      expect([kind, loss.name, status, body?.code, refused]).toEqual([kind, loss.name, status, body?.code, true])
      // On PostgreSQL a machine that is too busy for its pings asks the database, and is right not to let anybody in.
      if (engine === 'sqlite') expect(await isCached(by)).toBe(true)
    } finally {
      await test.database.transaction((tx) => loss.giveBack(tx, actor, kind))
    }
  }

  it('is asked of every change: a new one has to be here, or among those that change nothing', () => {
    const known = new Set<OperationId>([...changes.map(({ operation }) => operation), ...readings, ...payments])
    const protectedOnes = (Object.keys(policyTable) as OperationId[]).filter((id) => !isAnonymous(id))
    const parts: ProtectedOperationId[] = ['updateUser:preferences', 'updateUser:factors', 'viewApiKeys:account']
    expect(protectedOnes.filter((id) => !known.has(id)).toSorted()).toEqual(parts.toSorted())
  })

  it.each(changes.map((change) => [change.operation, change.target ?? 'account', change] as const))(
    'stops %s (on %s)',
    async (_operation, _target, change) => {
      beginStep()
      const actor = await makeActor(change)
      const request = await change.prepare(actor, stage)
      const tries: { loss: Loss; by: Actor; kind: Kind; request: Request }[] = []
      for (const kind of kindsOf(change)) {
        const by = change.fewTries ? await makeActor(change) : actor
        for (const loss of lossesOf(change, kind))
          tries.push({ loss, by, kind, request: change.anew ? await change.prepare(actor, stage) : request })
      }
      const { changed } = await changesOf(test, async () => {
        for (const { loss, request: one, by, kind } of tries) await tryAfter(loss, one, by, kind)
      })
      // Given back with another moment than it had.
      const own = ['api_keys', 'memberships']
      expect(changed.filter((table) => !own.includes(table))).toEqual([])
      // It would have changed something, and if that took something away, the answer says when it held everywhere.
      evictions = 0
      const { answer, changed: done } = await changesOf(test, () => send(request, actor.by.session))
      expect([answer.status, answer.text.slice(0, 200), done.length > 0]).toEqual([200, expect.any(String), true])
      if (evictions > 0) expect(answer.body.revocation).toMatchObject({ confirmed: true })
      else expect(answer.body?.revocation).toBe(undefined)
    },
  )
})
