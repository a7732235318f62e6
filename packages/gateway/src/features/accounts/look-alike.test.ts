import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { mailedCode, openAccount } from '../../../test/users/accounts.ts'
import { freshEmail, freshPlace, PASSWORD } from '../../../test/users/users.ts'

let number = 0
/** A name that nobody has, of letters that have look-alikes. */
function freshName(): string {
  number += 1
  return `scope ${'abcdefghij'[number % 10]}${'klnpqrstvw'[Math.floor(number / 10) % 10]}${process.pid}`
}
/** The same to the eye: Cyrillic letters in place of Latin ones. */
const inDisguise = (name: string) => name.replace('scope', 'ѕсоре')

// Attack: an account whose name looks like another one invites that one's users.
describeEngines('a name that looks like that of another account', (engine) => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway(engine)
  })
  afterAll(() => test.close())

  const found = (name: string) =>
    test.call('POST /accounts', {
      body: { name, root_email: freshEmail(), password: PASSWORD },
      from: freshPlace(),
    })
  const rename = async (root: SignedInUser, name: string) =>
    test.call('PATCH /accounts/rename', {
      bearer: root.bearer,
      body: { new_name: name, email_code: await mailedCode(test, root) },
      from: freshPlace(),
    })

  it.each([
    ['letters of another script', inDisguise],
    ['two spaces', (name: string) => name.replace(' ', '  ')],
    ['a wide space', (name: string) => name.replace(' ', '\u2003')],
    ['a digit for a letter', (name: string) => name.replace('o', '0')],
  ])('is taken for a sign-up: %s', async (_what, change) => {
    const name = freshName()
    await test.signUp(name)
    const { answer, changed } = await changesOf(test, () => found(change(name)))
    expect([answer.status, answer.body.code, changed]).toEqual([400, 'account_name_taken', []])
  })

  it('is in use for a rename, which changes nothing; the own name in other letters is not', async () => {
    const name = freshName()
    const [, root] = [await test.signUp(name), await openAccount(test)]
    const taken = await rename(root, inDisguise(name))
    expect([taken.status, taken.body.code]).toEqual([409, 'account_name_in_use'])
    const own = freshName()
    expect((await rename(root, own)).status).toBe(200)
  })

  it('is free again after a rename and after a deletion', async () => {
    const name = freshName()
    const root = await test.signUp(name)
    expect((await rename(root, freshName())).status).toBe(200)
    const next = await test.signUp(inDisguise(name))
    const deleted = await test.call('DELETE /accounts/account', {
      bearer: next.bearer,
      body: { email_code: await mailedCode(test, next), in_14_days: false },
    })
    expect(deleted.status).toBe(200)
    expect((await found(name)).status).toBe(200)
  })

  it('goes to one of two who take it at the same instant', async () => {
    const name = freshName()
    const roots = await Promise.all([openAccount(test), openAccount(test)])
    const codes = await Promise.all(roots.map((root) => mailedCode(test, root)))
    const answers = await Promise.all(
      roots.map((root, index) =>
        test.call('PATCH /accounts/rename', {
          bearer: root.bearer,
          body: { new_name: index === 0 ? name : inDisguise(name), email_code: codes[index] },
          from: freshPlace(),
        }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  it('of any length and in any script is no failure of ours', async () => {
    for (const name of ['\ufdfd'.repeat(3), 'ᅟ가'.repeat(5), '㍿'.repeat(16), `${'ﷺ'.repeat(3)} x`, '𝕬'.repeat(64)])
      expect((await found(name)).status).toBeLessThan(500)
  })
})
