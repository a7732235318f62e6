import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type Decision,
  decide,
  isAnonymous,
  mayReachOthers,
  type OperationId,
  type PrincipalKind,
  type ProtectedOperationId,
  type Target,
} from '../packages/gateway/src/access/policy.ts'
import { policyTable } from '../packages/gateway/src/access/policy-table.ts'
import { errorTable } from '../packages/gateway/src/platform/errors/table.ts'
import { type Role, roles } from '../packages/gateway/src/platform/values/roles.ts'
import { describeEngines } from '../packages/gateway/test/database/engines.ts'
import { changesOf } from '../packages/gateway/test/database/snapshot.ts'
import { type Answer, openTestGateway, type SignedInUser, type TestGateway } from '../packages/gateway/test/gateway.ts'
import { assembleCast, type Cast, type Kind, kinds } from '../packages/gateway/test/users/cast.ts'
import { addMember } from '../packages/gateway/test/users/members.ts'
import { signIn } from '../packages/gateway/test/users/sign-in.ts'
import { type Request, type Requests, requests } from './permission-requests.ts'

/**
 * Every operation of the policy that asks for a role, with how it is asked. What it should answer is in
 * access/policy.test.ts.
 */
const operations = Object.entries(requests) as [ProtectedOperationId, Requests][]

/** The policy's refusals, and the answers to what is not served at all. */
const NOT_LET_THROUGH: readonly string[] = [
  'insufficient_permissions',
  'interactive_required',
  'impossible_target',
  'not_found',
  'method_not_allowed',
]

/** What storage knows of the members here: they belong to this account alone. */
const FACTS = { belongsElsewhere: false, ownSession: true }

const callers = roles.flatMap((role) => kinds.map((kind) => ({ role, kind })))
const kindOf = (kind: Kind): PrincipalKind => (kind === 'interactive' ? 'interactive' : 'key')

describeEngines('who may do what, asked over HTTP of every operation', (engine) => {
  let test: TestGateway
  let cast: Cast
  let member: SignedInUser
  let stranger: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine, { environment: { VERIFY_ANY_ACCOUNT: 'true' } })
    cast = await assembleCast(test, 0)
    member = await addMember(test, cast.root, 'monitor')
    stranger = await test.signUp()
  })
  afterAll(() => test.close())

  async function ask(role: Role, kind: Kind, { route, body }: Request): Promise<Answer> {
    return test.call(route, { ...cast.actors[role].by[kind], ...(body !== undefined && { body }) })
  }

  /** The requests that name each target of an operation which this caller can have. */
  function about(role: Role, how: Requests, another: SignedInUser): [Target, Request][] {
    const named: [Target, Request][] = []
    if (how.account) named.push(['account', how.account])
    if (how.self) named.push(['self', how.self(cast.actors[role].user.email)])
    if (how.newcomer) named.push(['member', how.newcomer])
    if (!how.other) return named
    named.push(['member', how.other(another.email)])
    if (role !== 'root') named.push(['root', how.other(cast.root.email)])
    return named
  }

  /** A part of an operation is asked after the operation itself. */
  function expected(id: ProtectedOperationId, role: Role, kind: Kind, target: Target): Decision {
    const caller = { role, kind: kindOf(kind) }
    const [wholeId = id, part] = id.split(':')
    // A part that is about the account: without it the operation is about the caller.
    const wholeTarget = part === 'account' ? 'self' : target
    const whole = decide(wholeId as ProtectedOperationId, caller, wholeTarget, FACTS)
    return whole.allowed ? decide(id, caller, target, FACTS) : whole
  }

  it('knows every operation of the policy', () => {
    const asked = Object.keys(policyTable).filter((id) => !isAnonymous(id as OperationId) && !id.endsWith(':signedIn'))
    expect(Object.keys(requests).toSorted()).toEqual(asked.toSorted())
  })

  it.each(operations)('%s refuses whom the policy refuses, changing nothing', async (id, how) => {
    const { changed } = await changesOf(test, async () => {
      for (const { role, kind } of callers) {
        for (const [target, request] of about(role, how, member)) {
          const decision = expected(id, role, kind, target)
          if (decision.allowed) continue
          const { status, body } = await ask(role, kind, request)
          const who = `${role} by ${kind} on ${target}`
          expect([who, status, body.code]).toEqual([who, errorTable[decision.code].status, decision.code])
        }
      }
    })
    expect(changed).toEqual([])
  })

  it.each(operations)('%s lets through whom the policy allows', async (id, how) => {
    for (const { role, kind } of callers) {
      const another = how.uses ? await addMember(test, cast.root, 'monitor') : member
      for (const [target, request] of about(role, how, another)) {
        if (!expected(id, role, kind, target).allowed) continue
        const { status, body, text } = await ask(role, kind, request)
        const who = `${role} by ${kind} on ${target}: ${text.slice(0, 200)}`
        // Of the two 401, the one about a password that was asked for beside the credential is an answer of the operation.
        const refused = status === 401 ? body?.code !== 'invalid_credentials' : NOT_LET_THROUGH.includes(body?.code)
        expect([who, refused, status >= 500 && body?.code !== 'payments_not_configured']).toEqual([who, false, false])
        if (target === 'self' && how.endsOwnSessions) await signInAgain(role)
      }
    }
  })

  async function signInAgain(role: Role): Promise<void> {
    const actor = cast.actors[role]
    actor.by.interactive = { bearer: (await signIn(test, actor.user)).bearer }
    const key = actor.by.key.key ?? ''
    const exchanged = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
    actor.by['session of a key'] = { bearer: exchanged.body.data.auth_token }
  }

  const selecting = operations.filter(([id, how]) => how.other && !id.includes(':'))

  it.each(selecting)('%s tells nobody who is a member: a stranger answers like an unknown address', async (id, how) => {
    for (const { role, kind } of callers) {
      const answers: string[] = []
      for (const email of [stranger.email, 'nobody@example.com']) {
        const { status, text } = await ask(role, kind, how.other?.(email) as Request)
        answers.push(`${status} ${text}`)
      }
      expect(answers[1]).toBe(answers[0])
      const may = mayReachOthers(id, { role, kind: kindOf(kind) })
      if (may.allowed) expect(answers[0]).toMatch(/^400 .*"unknown_member"/)
      // Who may act on nobody else hears the same of members as of strangers.
      else if (may.code !== 'impossible_target') {
        const { status, text } = await ask(role, kind, how.other?.(member.email) as Request)
        expect(`${status} ${text}`).toBe(answers[0])
      }
    }
  })
})
