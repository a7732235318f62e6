import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addApp } from '../../../test/users/factors.ts'
import { addMember } from '../../../test/users/members.ts'
import { eventsAbout, exchangeKey } from '../../../test/users/sign-in.ts'
import { addUser, freshEmail, join } from '../../../test/users/users.ts'
import { defaultPreferences } from './notification-preferences.ts'

describeEngines('updateUser', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let other: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
    other = await test.signUp()
  })
  afterAll(() => test.close())

  const update = (by: { bearer?: string; key?: string }, body: unknown) =>
    test.call('PATCH /accounts/user', { ...(by.key ? { key: by.key } : { bearer: by.bearer ?? '' }), body })
  const shown = async ({ bearer }: { bearer: string }) =>
    (await test.call('GET /accounts/user-login-data', { bearer })).body.data

  describe('of oneself', () => {
    it.each(['developer', 'billing'] as const)(
      'as %s changes names, theme and sound, what is sent and nothing else, and leaves an event',
      async (role) => {
        const ourUser = await addMember(test, root, role)
        const answer = await update(ourUser, {
          first_name: ' Ada ',
          last_name: 'Lovelace',
          theme: 'dark',
          sound: false,
        })
        expect([answer.status, answer.body]).toEqual([200, { message: 'The changes were saved.' }])
        const names = { first_name: 'Ada', last_name: 'Lovelace' }
        expect(await shown(ourUser)).toMatchObject({ ...names, theme: 'dark', sound: false })
        await update(ourUser, { email: ourUser.email.toUpperCase(), sound: true, unknown: 1 })
        expect(await shown(ourUser)).toMatchObject({ ...names, theme: 'dark', sound: true })
        await update(ourUser, { last_name: '' })
        expect(await shown(ourUser)).toMatchObject({ first_name: 'Ada', last_name: '', user: ourUser.email })
        const events = await eventsAbout(test, ourUser.userId)
        expect(events.map(({ action, details }) => [action, JSON.parse(details)])).toEqual([
          ['user.updated', { changed: 'first_name, last_name, theme, sound' }],
          ['user.updated', { changed: 'sound' }],
          ['user.updated', { changed: 'last_name' }],
        ])
        for (const event of events)
          expect(event).toMatchObject({ account_id: root.accountId, actor_user_id: ourUser.userId })
      },
    )

    it('takes a key too, but for factors', async () => {
      const ourUser = await addMember(test, root, 'developer')
      const { key } = await test.issueKey(ourUser.bearer)
      const ofKey = (await exchangeKey(test, key)).bearer
      for (const by of [{ key }, { bearer: ofKey }]) {
        expect((await update(by, { theme: 'light' })).status).toBe(200)
        for (const factor of ['totp_enabled', 'passkey_enabled'])
          expect((await update(by, { theme: 'dark', [factor]: false })).body.code).toBe('interactive_required')
      }
      expect(await shown(ourUser)).toMatchObject({ theme: 'light' })
    })

    it('with nothing to change changes nothing', async () => {
      for (const body of [{}, { email: root.email }, { notification_preferences: undefined, nickname: 'x' }]) {
        const { answer, changed } = await changesOf(test, () => update(root, body))
        expect([answer.status, changed]).toEqual([200, []])
      }
    })

    it('refuses what is no name, theme, flag or time, each at its path, and changes nothing of the rest', async () => {
      const wrong: [object, string][] = [
        [{ first_name: 'x'.repeat(101) }, '/body/first_name'],
        [{ first_name: 'a\u0000b' }, '/body/first_name'],
        [{ last_name: 'a\nb' }, '/body/last_name'],
        [{ last_name: null }, '/body/last_name'],
        [{ theme: 'pink' }, '/body/theme'],
        [{ theme: '__proto__' }, '/body/theme'],
        [{ sound: 'true' }, '/body/sound'],
        [{ totp_enabled: 1 }, '/body/totp_enabled'],
        [{ email: 'nobody' }, '/body/email'],
        ...[
          [{ batch_mode: 'weekly' }, 'batch_mode'],
          [{ task_mentions: { enabled: 1 } }, 'task_mentions/enabled'],
          [{ task_mentions: { channels: { email: 'no' } } }, 'task_mentions/channels/email'],
          [{ quiet_hours: { start: '24:00' } }, 'quiet_hours/start'],
          [{ quiet_hours: { start: '7:00' } }, 'quiet_hours/start'],
          [{ quiet_hours: { end: '23:60' } }, 'quiet_hours/end'],
          [{ quiet_hours: { end: '٢٣:٠٠' } }, 'quiet_hours/end'],
          [{ quiet_hours: { timezone: 'Europe/Atlantis' } }, 'quiet_hours/timezone'],
          [{ quiet_hours: { timezone: '+01:00' } }, 'quiet_hours/timezone'],
          [{ quiet_hours: { timezone: '' } }, 'quiet_hours/timezone'],
          [{ quiet_hours: { timezone: 'x'.repeat(65) } }, 'quiet_hours/timezone'],
          [{ quiet_hours: null }, 'quiet_hours'],
        ].map(([part, path]): [object, string] => [
          { notification_preferences: part },
          `/body/notification_preferences/${path}`,
        ]),
      ]
      const { changed } = await changesOf(test, async () => {
        for (const [part, path] of wrong) {
          const answer = await update(root, { first_name: 'Changed', ...part })
          expect([part, answer.status, answer.body.details?.[0]?.path]).toEqual([part, 400, path])
        }
      })
      expect(changed).toEqual([])
    })

    // Attack: each time that a factor is switched off brings its owner a mail.
    it('switches factors twenty times in a quarter of an hour, and the settings of factors count too; the rest goes on', async () => {
      const ourUser = await addMember(test, root, 'developer')
      await addApp(test, ourUser.bearer)
      const statuses = []
      for (let time = 0; time < 10; time += 1) {
        statuses.push((await update(ourUser, { totp_enabled: time % 2 === 0 })).status)
        const body = { totp_enabled: time % 2 === 1 }
        statuses.push((await test.call('PATCH /accounts/mfa-settings', { bearer: ourUser.bearer, body })).status)
      }
      // One was spent on the registration.
      expect(statuses).toEqual([...Array(19).fill(200), 429])
      expect((await update(ourUser, { totp_enabled: false, theme: 'dark' })).body.code).toBe('too_many_requests')
      expect((await update(ourUser, { theme: 'dark' })).status).toBe(200)
    })

    it('switches no factor on that is not registered; one that is on can stay on, or be switched off', async () => {
      const ourUser = await addMember(test, root, 'developer')
      for (const flags of [
        { totp_enabled: true },
        { passkey_enabled: true },
        { totp_enabled: false, passkey_enabled: true },
      ]) {
        const { answer, changed } = await changesOf(test, () => update(ourUser, { theme: 'dark', ...flags }))
        expect([answer.status, answer.body.code, changed]).toEqual([400, 'factor_not_registered', []])
      }
      await addApp(test, ourUser.bearer)
      expect((await update(ourUser, { totp_enabled: true, passkey_enabled: false })).status).toBe(200)
      expect((await shown(ourUser)).mfa).toEqual({ totp_enabled: true, passkey_enabled: false })
      expect((await update(ourUser, { totp_enabled: false })).status).toBe(200)
      expect((await shown(ourUser)).mfa).toEqual({ totp_enabled: false, passkey_enabled: false })
    })
  })

  describe('of notification preferences', () => {
    it('merges down to a single channel, keeps the rest, and ignores what is unknown', async () => {
      const ourUser = await addMember(test, root, 'monitor')
      expect((await shown(ourUser)).notification_preferences).toEqual(defaultPreferences)
      const send = (notification_preferences: object) => update(ourUser, { notification_preferences })
      expect((await send({ task_mentions: { channels: { push: true } } })).status).toBe(200)
      await send({ task_assignments: { enabled: false, volume: 11 }, batch_mode: 'daily', colour: 'red' })
      await send({ quiet_hours: { enabled: true, timezone: 'Asia/Kolkata' } })
      await send({ quiet_hours: { start: '23:59', end: '00:00' } })
      await send({})
      const { task_mentions, task_assignments } = defaultPreferences
      expect((await shown(ourUser)).notification_preferences).toEqual({
        ...defaultPreferences,
        task_mentions: { enabled: true, channels: { ...task_mentions.channels, push: true } },
        task_assignments: { ...task_assignments, enabled: false },
        batch_mode: 'daily',
        quiet_hours: { enabled: true, start: '23:59', end: '00:00', timezone: 'Asia/Kolkata' },
      })
    })

    it('sent in parts at the same instant keeps every part', async () => {
      const ourUser = await addMember(test, root, 'monitor')
      const names = ['task_status_changes', 'task_assignments', 'task_mentions', 'task_watcher_updates'] as const
      const answers = await Promise.all(
        names.map((name) => update(ourUser, { notification_preferences: { [name]: { enabled: false } } })),
      )
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
      const found = (await shown(ourUser)).notification_preferences
      expect(names.map((name) => found[name].enabled)).toEqual([false, false, false, false])
    })

    it('that an earlier version stored reads with the defaults for what it did not know', async () => {
      const ourUser = await addMember(test, root, 'monitor')
      await test.database.transaction(({ db }) =>
        db
          .updateTable('users')
          .set({ notification_preferences: '{"batch_mode":"hourly","gone":1}' })
          .where('id', '=', ourUser.userId)
          .execute(),
      )
      const wanted = { ...defaultPreferences, batch_mode: 'hourly' }
      expect((await shown(ourUser)).notification_preferences).toEqual(wanted)
    })
  })

  describe('of another member', () => {
    it('changes the names, and nothing but the names, of who belongs to this account alone', async () => {
      const [admin, ourUser] = [await addMember(test, root, 'admin'), await addMember(test, root, 'developer')]
      for (const by of [root, admin]) {
        const name = `Named by ${by.email.slice(0, 5)}`
        expect((await update(by, { email: ourUser.email, first_name: name })).status).toBe(200)
        expect(await shown(ourUser)).toMatchObject({ first_name: name })
      }
      const { key } = await test.issueKey(admin.bearer)
      expect((await update({ key }, { email: ourUser.email, last_name: 'By key' })).status).toBe(200)
      const beyond = [
        { theme: 'dark' },
        { sound: false },
        { notification_preferences: {} },
        { totp_enabled: false },
        { passkey_enabled: false },
      ]
      const { changed } = await changesOf(test, async () => {
        for (const part of beyond) {
          const answer = await update(admin, { email: ourUser.email, first_name: 'Eve', ...part })
          expect([part, answer.status, answer.body.code]).toEqual([part, 400, 'impossible_target'])
        }
      })
      expect(changed).toEqual([])
    })

    // Attack: invite a stranger, or hire somebody for a day, and rename them for everybody else.
    it('is refused for who belongs elsewhere too, or has not accepted; for the root; to lower roles; alike for strangers', async () => {
      const admin = await addMember(test, root, 'admin')
      const shared = await addMember(test, root, 'developer')
      await join(test, shared, other)
      const pending = await addUser(test)
      await join(test, pending, root, { accepted: false })
      const developer = await addMember(test, root, 'developer')
      const { changed } = await changesOf(test, async () => {
        for (const { email } of [shared, pending, root])
          expect((await update(admin, { email, first_name: 'Eve' })).body.code).toBe('insufficient_permissions')
        for (const email of [freshEmail(), other.email])
          expect((await update(admin, { email, first_name: 'Eve' })).body.code).toBe('unknown_member')
        for (const email of [admin.email, root.email, other.email, freshEmail()])
          expect((await update(developer, { email, first_name: 'Eve' })).body.code).toBe('insufficient_permissions')
      })
      expect(changed).toEqual([])
    })
  })
})
