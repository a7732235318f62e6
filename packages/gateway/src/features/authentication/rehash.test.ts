import { hash } from '@node-rs/argon2'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openEarnestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { signIn } from '../../../test/users/sign-in.ts'
import { addUser, freshPlace, join, type User } from '../../../test/users/users.ts'
import { upgradePasswordHash } from '../../access/directory/user-passwords.ts'

const TODAY = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/

describeEngines('a hash of other days', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openEarnestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const hashOf = async ({ userId }: User) =>
    (
      await test.database.read
        .selectFrom('users')
        .select('password_hash')
        .where('id', '=', userId)
        .executeTakeFirstOrThrow()
    ).password_hash
  const store = ({ userId }: User, to: string) =>
    test.database.transaction(({ db }) =>
      db.updateTable('users').set({ password_hash: to }).where('id', '=', userId).execute(),
    )
  async function oldTimer(parameters: object = { memoryCost: 4096, timeCost: 1 }, traits = {}): Promise<User> {
    const user = await addUser(test, traits)
    await join(test, user, root)
    await store(user, await hash(user.password, { parallelism: 1, ...parameters }))
    return user
  }
  const attempt = (user: User, password = user.password) =>
    test.call('POST /accounts/auth-with-password', { body: { email: user.email, password }, from: freshPlace() })

  it.each([
    ['less memory', { memoryCost: 4096, timeCost: 2 }],
    ['fewer passes', { memoryCost: 19_456, timeCost: 1 }],
    ['more memory', { memoryCost: 32_768, timeCost: 2 }],
    ['argon2i', { memoryCost: 19_456, timeCost: 2, algorithm: 1 }],
  ])('signs in, and is made anew under the parameters of today: %s', async (_what, parameters) => {
    const user = await oldTimer(parameters)
    const before = await hashOf(user)
    expect(before).not.toMatch(TODAY)
    await signIn(test, user)
    const after = await hashOf(user)
    expect(after).toMatch(TODAY)
    await signIn(test, user)
    // Once is enough.
    expect(await hashOf(user)).toBe(after)
  })

  it('signs in with the letters as they were typed then, and is made anew of their one form', async () => {
    const user = await oldTimer()
    const [decomposed, composed] = ['Zoe\u0308-office7!', 'Zo\u00eb-office7!']
    await store(user, await hash(decomposed, { parallelism: 1, memoryCost: 19_456, timeCost: 2 }))
    expect((await attempt(user, composed)).status).toBe(401)
    expect((await attempt(user, decomposed)).status).toBe(200)
    for (const typed of [composed, decomposed]) expect((await attempt(user, typed)).status).toBe(200)
    expect((await attempt(user, 'Zoe-office7!')).status).toBe(401)
  })

  it('stays as it is when the password was wrong', async () => {
    const user = await oldTimer()
    const before = await hashOf(user)
    expect((await attempt(user, 'wrong-Horse77')).status).toBe(401)
    expect(await hashOf(user)).toBe(before)
  })

  it('is made anew too when a second factor is still to come', async () => {
    const user = await oldTimer(undefined, { totp: true })
    expect((await attempt(user)).body.data.totp_enabled).toBe(true)
    expect(await hashOf(user)).toMatch(TODAY)
  })

  // Attack: a sign-in with the old password brings it back after it was changed.
  it('is made anew only if the password was not changed meanwhile', async () => {
    const user = await oldTimer()
    const old = (await hashOf(user)) ?? ''
    await store(user, 'changed')
    await test.database.transaction((tx) => upgradePasswordHash(tx, user.userId, old, 'renewed'))
    expect(await hashOf(user)).toBe('changed')
  })

  it('signs in eight times at the same instant, whoever makes it anew first', async () => {
    for (let round = 0; round < 3; round += 1) {
      const user = await oldTimer()
      const answers = await Promise.all(Array.from({ length: 8 }, () => attempt(user)))
      expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
      expect(await hashOf(user)).toMatch(TODAY)
    }
  })
})
