import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { type Answer, openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { later, MINUTE } from '../../../test/run/clock.ts'
import { addUser, freshEmail, freshName, freshPlace, PASSWORD } from '../../../test/users/users.ts'

const WRONG = 'wrong-Horse77'
const AGENT = 'audited/1.0'

describeEngines('the audit log of accounts and sign-ins', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const call = (route: string, body: unknown) =>
    test.call(route, { body, from: freshPlace(), headers: { 'user-agent': AGENT } })
  const create = (email: string, password = PASSWORD) =>
    call('POST /accounts', { name: freshName(), root_email: email, password })
  const signIn = (email: string, password: string) => call('POST /accounts/auth-with-password', { email, password })

  async function waiting(): Promise<{ email: string; token: string; code: string }> {
    const email = freshEmail()
    await create(email)
    return waitFor(async () => {
      const mail = (await test.mails()).find(({ to }) => to === email)
      return mail?.token && mail.code ? { email, token: mail.token, code: mail.code } : undefined
    })
  }

  async function exchanged(): Promise<{ auth_token: string; refresh_token: string }> {
    const pair = (await signIn(root.email, root.password)).body.data
    await call('POST /accounts/refresh-token', pair)
    return pair
  }

  /** Each change: how to bring it about (after preparing it), which events it leaves, and which secrets it deals with. */
  type Story = { run: () => Promise<Answer>; secrets: (answer: Answer) => unknown[]; afterMs?: number }
  const stories: [string, string[], () => Promise<Story>][] = [
    [
      'createAccount',
      ['account.requested'],
      async () => ({ run: () => create(freshEmail()), secrets: () => [PASSWORD] }),
    ],
    [
      'createAccount by a known person',
      ['account.created', 'account.activated'],
      async () => {
        const { email } = await addUser(test)
        return { run: () => create(email), secrets: () => [PASSWORD] }
      },
    ],
    [
      'createAccount with a wrong password',
      ['account.creation_refused'],
      async () => ({ run: () => create(root.email, WRONG), secrets: () => [WRONG] }),
    ],
    [
      'confirmEmail',
      ['account.created', 'account.activated', 'email.confirmed'],
      async () => {
        const { token, code } = await waiting()
        const body = { token, password: PASSWORD }
        return { run: () => call('POST /accounts/confirm-email', body), secrets: () => [token, code] }
      },
    ],
    [
      'resendAccountConfirmation',
      ['email.confirmation_resent'],
      async () => {
        const { email, token, code } = await waiting()
        return { run: () => call('POST /accounts/resend-confirmation', { email }), secrets: () => [token, code] }
      },
    ],
    [
      'authWithPassword',
      ['session.started'],
      async () => ({
        run: () => signIn(root.email, root.password),
        secrets: ({ body }) => [root.password, body.data?.auth_token, body.data?.refresh_token],
      }),
    ],
    [
      'authWithPassword with a wrong password',
      ['session.refused'],
      async () => ({ run: () => signIn(root.email, WRONG), secrets: () => [WRONG] }),
    ],
    [
      'authWithPassword of somebody unknown',
      ['session.refused'],
      async () => {
        const email = freshEmail()
        // Whoever types a password into the field of the address must not find it in the log.
        return { run: () => signIn(email, WRONG), secrets: () => [WRONG, email] }
      },
    ],
    [
      'refreshToken',
      ['session.refreshed'],
      async () => {
        const pair = (await signIn(root.email, root.password)).body.data
        return {
          run: () => call('POST /accounts/refresh-token', pair),
          secrets: ({ body }) => [pair.auth_token, pair.refresh_token, body.data?.auth_token, body.data?.refresh_token],
        }
      },
    ],
    [
      'refreshToken with a token that was exchanged long ago',
      ['session.refresh_reused'],
      async () => {
        const pair = await exchanged()
        return {
          run: () => call('POST /accounts/refresh-token', pair),
          secrets: () => [pair.auth_token, pair.refresh_token],
          afterMs: 5 * MINUTE,
        }
      },
    ],
  ]

  describe.each(stories)('%s', (_what, actions, prepare) => {
    it('leaves its events, with who, what, on whom and from where, and without a secret', async () => {
      const { run, secrets, afterMs = 0 } = await prepare()
      await later(afterMs, async () => {
        const { answer, changes } = await changesOf(test, run)
        const events = changes.audit_events?.added ?? []
        expect(events.map(({ action }) => action)).toEqual(actions)
        for (const event of events) {
          expect(event).toMatchObject({ user_agent: AGENT, ip: expect.stringMatching(/^10\./) })
          expect(Math.abs(Number(event.occurred_at) - Date.now())).toBeLessThan(10_000)
          expect(event.actor_kind).toMatch(/^(anonymous|interactive)$/)
        }
        const known = secrets(answer).filter((secret) => typeof secret === 'string')
        for (const secret of known) {
          expect(JSON.stringify(events)).not.toContain(secret)
          expect(JSON.stringify(test.logged)).not.toContain(secret)
        }
      })
    })

    // If the event cannot be written, the change must not stand: there is no change without its event.
    it('happens in one transaction with its events', async () => {
      const { run, afterMs = 0 } = await prepare()
      await later(afterMs, async () => {
        await refuseEvents()
        try {
          const { answer, changed } = await changesOf(test, run)
          expect(answer.status).toBe(500)
          expect(answer.body.code).toBe('internal_error')
          expect(changed).toEqual([])
        } finally {
          await acceptEvents()
        }
      })
    })
  })

  it('knows who acted: nobody before the proof, the session after it', async () => {
    const { changes } = await changesOf(test, () => signIn(root.email, root.password))
    expect(changes.audit_events?.added).toMatchObject([
      { account_id: root.accountId, actor_user_id: root.userId, actor_kind: 'interactive', target_type: 'session' },
    ])
    const refused = await changesOf(test, () => signIn(root.email, WRONG))
    expect(refused.changes.audit_events?.added).toMatchObject([
      { account_id: root.accountId, actor_user_id: root.userId, actor_kind: 'anonymous', credential_id: null },
    ])
    const unknown = await changesOf(test, () => signIn(freshEmail(), WRONG))
    expect(unknown.changes.audit_events?.added).toMatchObject([{ account_id: null, actor_user_id: null }])
  })

  async function refuseEvents(): Promise<void> {
    await test.database.transaction(async ({ db }) => {
      if (engine === 'postgres')
        await sql`alter table audit_events add constraint no_event check (false) not valid`.execute(db)
      else
        await sql`create trigger no_event before insert on audit_events begin select raise(abort, 'no event'); end`.execute(
          db,
        )
    })
  }

  async function acceptEvents(): Promise<void> {
    await test.database.transaction(async ({ db }) => {
      if (engine === 'postgres') await sql`alter table audit_events drop constraint no_event`.execute(db)
      else await sql`drop trigger no_event`.execute(db)
    })
  }
})
