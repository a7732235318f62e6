import { type Role, roles } from '../../src/platform/values/roles.ts'
import type { Call, SignedInUser, TestGateway } from '../gateway.ts'
import { addMember } from './members.ts'

/** The three ways in which one user may call. */
export const kinds = ['interactive', 'key', 'session of a key'] as const
export type Kind = (typeof kinds)[number]

/** A member with a credential of each kind, and spare keys as targets of operations. */
export type Actor = {
  user: SignedInUser
  by: Record<Kind, Pick<Call, 'bearer' | 'key'>>
  /** Returns another spare key each time. */
  spareKey(): { id: string; key: string }
}

export type Cast = { root: SignedInUser; actors: Record<Role, Actor> }

const SPARE_KEYS = 60

/**
 * An account with a member of each role, each with `spareKeys` keys. Members who may not issue keys got theirs while
 * they had another role, as it happens in practice.
 */
export async function assembleCast(test: TestGateway, spareKeys = SPARE_KEYS): Promise<Cast> {
  const root = await test.signUp()
  const actors = {} as Record<Role, Actor>
  for (const role of roles) actors[role] = await makeActor(test, root, role, spareKeys)
  return { root, actors }
}

async function makeActor(test: TestGateway, root: SignedInUser, role: Role, spareKeys: number): Promise<Actor> {
  const user = role === 'root' ? root : await addMember(test, root, role === 'admin' ? role : 'developer')
  const spare = await Promise.all(Array.from({ length: spareKeys }, () => test.issueKey(user.bearer, `${role}'s`)))
  const { key } = await test.issueKey(user.bearer, `${role}'s own`)
  if (role !== 'root' && role !== 'admin' && role !== 'developer') {
    const body = { email: user.email, role }
    const changed = await test.call('PATCH /accounts/role', { bearer: root.bearer, body })
    if (changed.status !== 200) throw new Error(`updateRole answered ${changed.text}`)
  }
  const { email, password } = user
  const signedIn = await test.call('POST /accounts/auth-with-password', { body: { email, password } })
  const exchanged = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
  const bearer: string = signedIn.body.data.auth_token
  return {
    user: { ...user, bearer },
    by: { interactive: { bearer }, key: { key }, 'session of a key': { bearer: exchanged.body.data.auth_token } },
    spareKey() {
      const one = spare.pop()
      if (!one) throw new Error('no spare key is left')
      return one
    },
  }
}
