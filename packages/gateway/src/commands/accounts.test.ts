import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../test/gateway.ts'
import { NODE_COMPILE_CACHE } from '../../test/run/compile-cache.ts'
import { mailedCode, openAccount } from '../../test/users/accounts.ts'
import { addApp, addPasskey, factorEvents } from '../../test/users/factors.ts'
import { signIn } from '../../test/users/sign-in.ts'
import { freshName } from '../../test/users/users.ts'

const run = promisify(execFile)
const COMMAND = path.join(import.meta.dirname, 'accounts.ts')

/** What a restoration does and refuses is tested beside restore-account.ts; here it is the command that an operator types. */
describeEngines('the command accounts', (engine) => {
  let place: Place
  let test: TestGateway
  let root: SignedInUser
  let owner: SignedInUser
  beforeAll(async () => {
    place = await openPlace(engine)
    test = await openTestGateway(engine, { place })
    root = await openAccount(test)
    const email_code = await mailedCode(test, root)
    await test.call('DELETE /accounts/account', { bearer: root.bearer, body: { email_code } })
    owner = await openAccount(test, root.account)
  })
  afterAll(async () => {
    await test.close()
    await place.remove()
  })

  const accounts = (...args: string[]) =>
    run(process.execPath, [COMMAND, ...args], {
      env: { ...place.environment, NODE_COMPILE_CACHE },
    }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
    )

  it('lists the deleted accounts beside a running gateway: whose they were, and until when they are there', async () => {
    const { code, stdout, stderr } = await accounts('list-deleted')
    expect([code, stderr]).toEqual([0, ''])
    const today = new Date().toISOString().slice(0, 10)
    const [header, line, ...more] = stdout.trimEnd().split('\n')
    expect(header).toMatch(/^ID +NAME +ROOT +DELETED +STREAMS PURGED +ERASED FROM$/)
    expect(line?.split(/ {2,}/)).toEqual([
      root.accountId,
      root.account,
      root.email,
      today,
      'no',
      expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    ])
    expect(more).toEqual([])
  })

  it('lists second factors beside a running gateway, and removes them: with a mail, and in the log', async () => {
    await addApp(test, owner.bearer)
    await addPasskey(test, owner.bearer)
    const nobody = await accounts('factors', 'nobody@example.com')
    expect(nobody).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'There is no user with the address nobody@example.com.\n',
    })
    const listed = await accounts('factors', ` ${owner.email.toUpperCase()}`)
    expect(listed).toMatchObject({ code: 0, stderr: '' })
    const since = new Date().toISOString().slice(0, 10)
    expect(listed.stdout.split('\n')).toEqual([
      `${owner.email} (${owner.userId})`,
      `Authenticator app: on, since ${since}`,
      'Passkeys: on',
      `  key, since ${since}, last used never`,
      'Recovery codes: yes',
      '',
    ])
    const wrong = await accounts('factors', owner.email, '--remove', 'codes')
    expect(wrong.stderr).toBe('--remove must be totp, passkeys or all, not “codes”.\n')
    if (engine === 'sqlite') await test.close()
    const removed = await accounts('factors', owner.email, '--remove', 'all')
    if (engine === 'sqlite') test = await openTestGateway(engine, { place })
    const says = 'the authenticator app, a passkey, the recovery codes'
    expect(removed).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(says) })
    // The session of a user without a factor.
    expect(await signIn(test, owner)).toBeDefined()
    const events = (await factorEvents(test, owner)).filter(({ action }) => action.endsWith('.removed'))
    expect(events).toMatchObject([
      {
        action: 'passkey.removed',
        account_id: owner.accountId,
        details: { count: 1, codes_dropped: true, by: 'operator' },
      },
      { action: 'totp.removed', account_id: owner.accountId, details: { codes_dropped: false, by: 'operator' } },
    ])
    await expect
      .poll(async () =>
        (await test.mails()).filter(
          ({ to, text }) => to === owner.email && text.includes('the operator of this gateway removed'),
        ),
      )
      .toHaveLength(2)
  })

  it('restores one, and says in plain words what has to be put right first; the account can be used at once', async () => {
    const restore = (...more: string[]) => accounts('restore', root.accountId, ...more)
    if (engine === 'sqlite') {
      const { code, stderr } = await restore()
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining('in use by another gateway process. Stop that process'),
      ])
      await test.close()
    }
    if (engine === 'postgres') {
      const stderr = `Another account (${owner.accountId}) has the name “${root.account}” now. Choose another name with --name.\n`
      expect(await restore()).toEqual({ code: 1, stdout: '', stderr })
    }
    const name = freshName()
    const { code, stdout, stderr } = await restore('--name', name)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain(`The account ${root.accountId} was restored as “${name}”. Its root is ${root.email}`)
    if (engine === 'sqlite') test = await openTestGateway(engine, { place })
    expect(await signIn(test, root, { account: name })).toBeDefined()
    await expect.poll(async () => (await test.mails()).map(({ template }) => template)).toContain('account-restored')
  })

  if (engine === 'postgres') {
    it('suspends an account beside running gateways, which evict it, and resumes it', async () => {
      const member = await openAccount(test)
      const { key } = await test.issueKey(member.bearer)
      const info = async () => (await test.call('GET /accounts/info', { key })).body.code
      expect(await info()).toBe(undefined)
      const suspended = await accounts('suspend', member.accountId, '--reason', 'abuse')
      expect(suspended).toEqual({
        ...{ code: 0, stderr: '' },
        stdout: `The account ${member.accountId} (“${member.account}”) is suspended. Its root and administrators get a mail.\n`,
      })
      await expect.poll(info).toBe('account_suspended')
      const again = await accounts('suspend', member.accountId, '--reason', 'abuse')
      expect([again.code, again.stderr]).toEqual([1, `The account ${member.accountId} is suspended already.\n`])
      const without = await accounts('resume', member.accountId)
      expect([without.code, without.stderr]).toEqual([1, expect.stringContaining('Say why with --reason')])
      expect((await accounts('resume', member.accountId, '--reason', 'solved')).code).toBe(0)
      expect(await info()).toBe(undefined)
    })

    it('explains itself, and what it does not understand', async () => {
      const help = await accounts('--help')
      expect([help.code, help.stdout]).toEqual([0, expect.stringContaining('Usage: npm run --silent accounts')])
      const badName = ['restore', '1', '--name', '\u200b']
      for (const args of [['restore'], ['list-deleted', '--force'], badName]) {
        const { code, stdout, stderr } = await accounts(...args)
        expect([args, code, stdout]).toEqual([args, 1, ''])
        expect(stderr).toContain(args === badName ? '--name must' : 'Usage: npm run --silent accounts')
        expect(stderr).not.toContain('    at ')
      }
    })
  }
})
