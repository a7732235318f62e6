import { describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { decide, type ProtectedOperationId, type Target } from '../../access/policy.ts'
import { roles } from '../../platform/values/roles.ts'
import { capabilityWords } from './role-words.ts'
import { capabilities } from './roles.ts'

const FACTS = { belongsElsewhere: false, ownSession: true }

const rolesThatMay = (named: string) => {
  const [operation, target] = named.split(' ') as [ProtectedOperationId, Target]
  return roles.filter((role) => decide(operation, { role, kind: 'interactive' }, target, FACTS).allowed)
}

describe('what roles may do, in words', () => {
  it.each(capabilityWords)('$name is never half true: all of its operations are allowed to the same roles', (one) => {
    const shown = capabilities.find(({ name }) => name === one.name)
    for (const named of one.operations) expect([named, rolesThatMay(named)]).toEqual([named, shown?.roles])
    expect(shown?.roles).not.toEqual([])
  })

  it('says of a few what everybody knows', () => {
    const who = new Map(capabilities.map(({ name, roles: may, needsUser }) => [name, { may, needsUser }]))
    expect(who.get('account.own')).toEqual({ may: ['root'], needsUser: true })
    expect(who.get('members.manage')).toEqual({ may: ['root', 'admin'], needsUser: false })
    expect(who.get('keys.issue')).toEqual({ may: ['root', 'admin', 'developer'], needsUser: false })
    expect(who.get('billing.manage')).toEqual({ may: ['root', 'admin', 'billing'], needsUser: false })
    expect(who.get('profile.delete')?.may).toEqual(['admin', 'developer', 'monitor', 'billing'])
  })
})

describeEngines('listRoles', (engine) => {
  it('answers the same to every role and to a key, and to nobody else', async () => {
    const test = await openTestGateway(engine)
    const root = await test.signUp()
    const monitor = await addMember(test, root, 'monitor')
    const { key } = await test.issueKey(root.bearer)
    const answers = [{ bearer: root.bearer }, { bearer: monitor.bearer }, { key }].map((by) =>
      test.call('GET /accounts/roles', by),
    )
    const [first, ...others] = await Promise.all(answers)
    expect(first?.body.data.roles.map(({ role }: { role: string }) => role)).toEqual(roles)
    expect(first?.body.data.capabilities).toHaveLength(capabilityWords.length)
    for (const { status, text } of others) expect([status, text]).toEqual([200, first?.text])
    expect((await test.call('GET /accounts/roles')).status).toBe(401)
    await test.close()
  })
})
