import type { KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { type Mail, openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { DAY, HOUR, later, MINUTE } from '../../../test/run/clock.ts'
import { addMember } from '../../../test/users/members.ts'
import { setSuspended } from '../../../test/users/users.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { Mail as MailToSend } from '../../transport/mail/templates.ts'
import { sendExpiryNotices } from './expiry-notices.ts'
import { createMailOwners } from './mail-owners.ts'

describeEngines('the mails about the end of keys', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
    // The gateway's own jobs would look too, whenever the clock is moved.
    await test.database.transaction(({ db }) => db.deleteFrom('outbox').where('kind', '=', 'recurring').execute())
  })
  afterAll(() => test.close())

  /** Runs the job as a gateway does; what it would mail, once that is committed. */
  async function notices(lookedAtAgain?: number, database = test.database): Promise<MailToSend[]> {
    const sent: MailToSend[] = []
    const mailOwners = createMailOwners(async (tx: Tx, mail) => tx.afterCommit(() => void sent.push(mail)))
    await sendExpiryNotices({ database, mailOwners }, Date.now(), lookedAtAgain)
    return sent
  }
  const about = (mails: MailToSend[], to: string) =>
    mails.flatMap((mail) => ('keys' in mail && mail.to === to ? (mail.keys ?? []).map(({ name }) => name) : []))

  it('come seven days and one day before, each once, whatever number of gateways looks', async () => {
    const user = await test.signUp()
    await test.issueKey(user.bearer, 'monthly', { expiry_days: 30 })
    const named = async () => about((await Promise.all([notices(), notices(), notices()])).flat(), user.email)
    expect(await named()).toEqual([])
    expect(await later(23 * DAY - HOUR, named)).toEqual([])
    expect(await later(23 * DAY + HOUR, named)).toEqual(['monthly'])
    expect(await later(24 * DAY, named)).toEqual([])
    expect(await later(29 * DAY - HOUR, named)).toEqual([])
    expect(await later(29 * DAY + HOUR, named)).toEqual(['monthly'])
    expect(await later(30 * DAY - HOUR, named)).toEqual([])
    expect(await later(30 * DAY + HOUR, named)).toEqual([])
  })

  it('come again for the new end of a key that was extended, and not for the old one', async () => {
    const user = await test.signUp()
    const { id } = await test.issueKey(user.bearer, 'extended', { expiry_days: 30 })
    const named = async () => about(await notices(), user.email)
    await later(23 * DAY + HOUR, async () => {
      expect(await named()).toEqual(['extended'])
      const { email, password } = user
      const { body } = await test.call('POST /accounts/auth-with-password', { body: { email, password } })
      const bearer = body.data.auth_token
      const extended = await test.call('PATCH /accounts/api-key', { bearer, body: { id, expiry_days: 30 } })
      expect([extended.status, await named()]).toEqual([200, []])
    })
    expect(await later(29 * DAY + HOUR, named)).toEqual([])
    expect(await later(46 * DAY + 2 * HOUR, named)).toEqual(['extended'])
    expect(await later(52 * DAY + 2 * HOUR, named)).toEqual(['extended'])
  })

  // The mail would name an end that is no more, and the mail about the new one would not come.
  it('are not about an end that was changed after it was read, not even to one within the notice', async () => {
    const user = await test.signUp()
    const { id } = await test.issueKey(user.bearer, 'racing', { expiry_days: 30 })
    const end = (days: number) => Date.now() + days * DAY
    await later(23 * DAY + HOUR, async () => {
      const sent: MailToSend[] = []
      const mailOwners = createMailOwners(async (tx: Tx, mail) => tx.afterCommit(() => void sent.push(mail)))
      let moved = false
      const transaction: typeof test.database.transaction = async (work) => {
        // Between reading and writing.
        if (!moved)
          await test.database.transaction(({ db }) =>
            db
              .updateTable('api_keys')
              .set({ expires_at: end(2) })
              .where('id', '=', id)
              .execute(),
          )
        moved = true
        return test.database.transaction(work)
      }
      await sendExpiryNotices({ database: { ...test.database, transaction }, mailOwners }, Date.now())
      expect([moved, about(sent, user.email)]).toEqual([true, []])
      expect(about(await notices(), user.email)).toEqual(['racing'])
    })
  })

  it('are one for all keys of a person that are due, and after a long stop the earlier one is left out', async () => {
    const user = await test.signUp()
    for (let n = 10; n < 35; n += 1) await test.issueKey(user.bearer, `key ${n}`, { expiry_days: 30 })
    const mails = (await later(29 * DAY + HOUR, () => notices())).filter(({ to }) => to === user.email)
    expect(mails).toHaveLength(1)
    expect(mails[0]).toMatchObject({ template: 'api-keys-ending', account: user.account, ofAccount: false, more: 5 })
    expect(about(mails, user.email)).toHaveLength(20)
    expect(await later(29 * DAY + 2 * HOUR, async () => about(await notices(), user.email))).toEqual([])
  })

  it('do not come for keys that were deleted or rotated, that live no longer than the notice, or whose owner is suspended', async () => {
    const user = await test.signUp()
    const member = await addMember(test, user, 'developer')
    const issue = (name: string, days: number, bearer = user.bearer) =>
      test.issueKey(bearer, name, { expiry_days: days })
    const [deleted, old] = [await issue('deleted', 10), await issue('rotated', 10)]
    await issue('a week', 7)
    await issue('a day', 1)
    await issue('of a suspended member', 10, member.bearer)
    await setSuspended(test, member, true)
    await test.call(`DELETE /accounts/api-key?id=${deleted.id}`, { bearer: user.bearer })
    const body = { id: old.id, grace_seconds: 30 * 86_400 }
    await test.call('POST /accounts/api-key/rotate', { bearer: user.bearer, body })
    const names = async () => {
      const mails = await notices()
      return [...about(mails, user.email), ...about(mails, member.email)]
    }
    expect(await names()).toEqual([])
    // The successor, and the week as its last day begins.
    expect(await later(4 * DAY, names)).toEqual(['rotated'])
    expect(await later(6 * DAY + HOUR, names)).toEqual(['a week'])
  })

  it('go to root and administrators for a key of the account, and to nobody who is suspended', async () => {
    const user = await test.signUp()
    const [admin, suspended] = [await addMember(test, user, 'admin'), await addMember(test, user, 'admin')]
    await addMember(test, user, 'developer')
    await setSuspended(test, suspended, true)
    await test.issueKey(admin.bearer, 'deploy', { expiry_days: 8, owner: 'account', role: 'admin' })
    const mails = (await later(2 * DAY, () => notices())).filter(
      (mail) => 'account' in mail && mail.account === user.account,
    )
    expect(mails.map(({ to }) => to)).toEqual([user.email, admin.email])
    expect(mails[0]).toMatchObject({ template: 'api-keys-ending', ofAccount: true, keys: [{ name: 'deploy' }] })
  })

  it('come in time although no run looks at the other keys again', async () => {
    const user = await test.signUp()
    await test.issueKey(user.bearer, 'in time', { expiry_days: 30 })
    const named = async () => about(await notices(0), user.email)
    expect(await later(22 * DAY, named)).toEqual([])
    expect(await later(23 * DAY + HOUR, named)).toEqual(['in time'])
    expect(await later(24 * DAY, named)).toEqual([])
    expect(await later(29 * DAY + HOUR, named)).toEqual(['in time'])
    expect(await later(30 * DAY - HOUR, named)).toEqual([])
  })

  // With ten million keys a million end within seven days: read each hour, they would keep an event loop for ten seconds.
  it('cost a run what has become due and a bounded look at the others, which finds in turn what the time did not bring', async () => {
    const user = await test.signUp()
    const member = await addMember(test, user, 'developer')
    await test.issueKey(member.bearer, 'resumed', { expiry_days: 15 })
    const now = Date.now()
    const many = Array.from({ length: 1100 }, (_, n) => ({
      ...{ id: `key_many${n}`, account_id: user.accountId, user_id: user.userId, name: 'many', key_hash: `many ${n}` },
      ...{ last_4: 'abcd', nats_user_key: 'U', nats_seed_sealed: '', created_at: now - DAY, expiry_notices: 2 },
      expires_at: now + 12 * DAY + n,
    }))
    await test.database.transaction(({ db }) => db.insertInto('api_keys').values(many).execute())
    let [rows, turns] = [0, 0]
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        rows += result.rows.length
        return result
      },
    }
    const database = { ...test.database, read: test.database.read.withPlugin(counting) }
    const run = async (most: number) => {
      rows = turns = 0
      const count = () => {
        turns += 1
        next = setImmediate(count)
      }
      let next = setImmediate(count)
      const sent = await notices(most, database)
      clearImmediate(next)
      return about(sent, member.email)
    }
    await setSuspended(test, member, true)
    await later(10 * DAY, async () => {
      expect(await run(Number.POSITIVE_INFINITY)).toEqual([])
      expect(rows).toBeGreaterThan(1100)
      expect(turns).toBeGreaterThanOrEqual(2)
    })
    await setSuspended(test, member, false)
    await later(10 * DAY + HOUR, async () => {
      const [found, read]: [string[][], number[]] = [[], []]
      for (let n = 0; n < 4; n += 1) {
        found.push(await run(500))
        read.push(rows)
      }
      expect(found.flat()).toEqual(['resumed'])
      expect(found[0]).toEqual([])
      // The progress, and of the key that is found its owner.
      for (const rows of read) expect(rows).toBeLessThanOrEqual(500 + 20)
    })
    await test.database.transaction(({ db }) => db.deleteFrom('api_keys').where('name', '=', 'many').execute())
  })

  it('come as jobs of the gateway: before the end, and when the key has ended, unless it lived for a day or less', async () => {
    const ofMails = async (template: string) =>
      (await test.mails()).filter((mail: Mail) => mail.template === template && mail.to === root.email)
    const item = { kind: 'recurring', version: 1, due_at: 0, leased_until: 0, attempts: 0, created_at: 0 }
    const due = (key: string) =>
      test.database.transaction(({ db }) =>
        db
          .insertInto('outbox')
          .values({ ...item, id: `recurring:${key}`, key })
          .execute(),
      )
    await test.issueKey(root.bearer, 'weekly', { expiry_days: 8 })
    await test.issueKey(root.bearer, 'daily', { expiry_days: 1 })
    await later(2 * DAY, async () => {
      await due('expiry-notices')
      await expect.poll(() => ofMails('api-keys-ending'), { timeout: 5000, interval: 20 }).toHaveLength(1)
    })
    await later(8 * DAY + 10 * MINUTE, async () => {
      await due('expired-api-keys')
      await expect.poll(() => ofMails('api-keys-expired'), { timeout: 5000, interval: 20 }).toHaveLength(1)
    })
    const [[ending], [expired]] = [await ofMails('api-keys-ending'), await ofMails('api-keys-expired')]
    expect(ending?.text).toContain('“weekly”')
    expect(expired?.text).toContain('“weekly”')
    expect(expired?.text).not.toContain('“daily”')
  })
})
