import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { DAY, later, MINUTE } from '../../../test/run/clock.ts'
import { openSmtpSink, type SmtpSink } from '../../../test/services/smtp-sink.ts'
import { addUser, freshPlace, type User } from '../../../test/users/users.ts'
import { readConfig } from '../../platform/config/config.ts'
import { createSettingsStore } from '../../platform/database/settings-store.ts'
import { createOutbox } from '../../platform/outbox/outbox.ts'
import { openSealer } from '../../platform/secrets/master-key.ts'
import { createSendMail } from './work.ts'

/** The mail server was away; nobody waits for a mail whose link is dead. */
describeEngines('a mail whose server was away', (engine) => {
  let test: TestGateway
  let port: number
  let sink: SmtpSink | undefined
  beforeAll(async () => {
    // A port on which nobody listens by now.
    const first = await openSmtpSink()
    port = Number(new URL(first.url).port)
    await first.close()
    test = await openTestGateway(engine, { environment: { SMTP_URL: `smtp://127.0.0.1:${port}` } })
  })
  afterAll(async () => {
    await test.close()
    await sink?.close()
  })

  const waiting = () =>
    test.database.read
      .selectFrom('outbox')
      .select(['due_at', 'attempts', 'leased_until'])
      .where('kind', '=', 'mail')
      .execute()

  async function askForReset(user: User): Promise<void> {
    const body = { email: user.email }
    await test.call('POST /accounts/request-reset-password', { body, from: freshPlace() })
    await triedTimes(1)
  }

  /** Waits until the only mail that there is was tried so often, and waits for the next time. */
  const triedTimes = (attempts: number) =>
    waitFor(async () => (await waiting()).find((item) => item.attempts >= attempts && item.leased_until === 0))

  async function setAttempts(attempts: number): Promise<void> {
    await test.database.transaction(async ({ db }) => {
      await db.updateTable('outbox').set({ attempts, due_at: Date.now() }).where('kind', '=', 'mail').execute()
    })
  }

  const reset = (token: string) =>
    test.call('POST /accounts/reset-password', {
      body: { token, new_password: 'another-Horse7' },
      from: freshPlace(),
    })

  it('is tried at least once a minute for an hour, and arrives with a link that lives 15 minutes from then on', async () => {
    const user = await addUser(test)
    await later(0, async () => {
      await askForReset(user)
      await later(59 * MINUTE, async () => {
        await setAttempts(12)
        const item = await triedTimes(13)
        expect(item.due_at - Date.now()).toBeLessThanOrEqual(MINUTE)
      })
      await later(61 * MINUTE, async () => {
        await setAttempts(14)
        const item = await triedTimes(15)
        expect(item.due_at - Date.now()).toBeGreaterThan(10 * MINUTE)
      })
      await later(90 * MINUTE, async () => {
        sink = await openSmtpSink(port)
        const mail = await waitFor(async () => sink?.received[0])
        const token = /token=3D([\w-]+)/.exec(mail.replaceAll(/=\r?\n/g, ''))?.[1] ?? ''
        await later(14 * MINUTE, async () => expect((await reset(token)).status).toBe(200))
        await waitFor(async () => ((await waiting()).length === 0 ? true : undefined))
        await sink.close()
        sink = undefined
      })
    })
  })

  it('is not sent if its link was used, or its code is over: nobody gets what is dead on arrival', async () => {
    const resetter = await addUser(test)
    await later(DAY, async () => {
      await askForReset(resetter)
      await test.database.transaction(async ({ db }) => {
        await db.deleteFrom('mailed_tokens').where('user_id', '=', resetter.userId).execute()
      })
      const sealer = await openSealer(readConfig(test.place.environment), createSettingsStore(test.database))
      const sendMail = createSendMail(createOutbox(sealer))
      const code = {
        template: 'email-code' as const,
        to: resetter.email,
        code: '123456',
        expiresAt: Date.now() + 15 * MINUTE,
      }
      await test.database.transaction((tx) => sendMail(tx, code))
      await later(20 * MINUTE, async () => {
        sink = await openSmtpSink(port)
        await setAttempts(1)
        await waitFor(async () => ((await waiting()).length === 0 ? true : undefined))
        expect(sink.received).toEqual([])
        expect(test.logged.filter(({ message }) => message.startsWith('a mail was not sent'))).toHaveLength(2)
        await sink.close()
        sink = undefined
      })
    })
  })
})
