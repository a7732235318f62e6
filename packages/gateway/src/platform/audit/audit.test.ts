import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { readConfig } from '../config/config.ts'
import type { Database } from '../database/database.ts'
import { openDatabase } from '../database/open.ts'
import { type AuditEvent, record, recordAll } from './audit.ts'

describeEngines('the audit log', (engine) => {
  let place: Place
  let database: Database
  beforeAll(async () => {
    place = await openPlace(engine)
    database = await openDatabase(readConfig(place.environment))
  })
  afterAll(async () => {
    await database.close()
    await place.remove()
  })

  const event = (accountId: string, more: Partial<AuditEvent> = {}): AuditEvent => ({
    action: 'api_key.issued',
    accountId,
    actor: { kind: 'interactive', userId: 'usr_1', credentialId: 'ses_1' },
    origin: { ip: '192.0.2.7', userAgent: 'curl/8', requestId: 'abc-1' },
    target: { type: 'api_key', id: 'key_1' },
    details: { name: 'ci', days: 90, first: true, previous: null },
    ...more,
  })
  const events = (accountId: string) =>
    database.read.selectFrom('audit_events').selectAll().where('account_id', '=', accountId).orderBy('id').execute()

  it('says who did what, by which credential, on whom, from where and when', async () => {
    const before = Date.now()
    await database.transaction((tx) => record(tx, event('1')))
    const [row] = await events('1')
    const { id, occurred_at, details, ...rest } = row ?? { id: '', occurred_at: 0, details: '' }
    expect(rest).toEqual({
      account_id: '1',
      action: 'api_key.issued',
      actor_kind: 'interactive',
      actor_user_id: 'usr_1',
      credential_id: 'ses_1',
      target_type: 'api_key',
      target_id: 'key_1',
      ip: '192.0.2.7',
      user_agent: 'curl/8',
      request_id: 'abc-1',
    })
    expect(id).toMatch(/^evt_/)
    expect(occurred_at).toBeGreaterThanOrEqual(before)
    expect(occurred_at).toBeLessThanOrEqual(Date.now())
    expect(JSON.parse(details)).toEqual({ name: 'ci', days: 90, first: true, previous: null })
  })

  it('leaves empty what nobody knows: a stranger, the gateway itself', async () => {
    await database.transaction(async (tx) => {
      await record(tx, { action: 'session.refused', accountId: '2', actor: { kind: 'anonymous', userId: 'usr_2' } })
      await record(tx, { action: 'session.refused', accountId: '2', actor: { kind: 'anonymous' } })
      await record(tx, { action: 'api_key.expired', accountId: '2', actor: { kind: 'system' } })
    })
    const empty = {
      credential_id: null,
      target_type: null,
      target_id: null,
      ip: null,
      user_agent: null,
      request_id: null,
      details: '{}',
    }
    const rows = (await events('2')).map(({ id, occurred_at, account_id, action, ...rest }) => rest)
    expect(rows).toHaveLength(3)
    expect(rows).toContainEqual({ actor_kind: 'anonymous', actor_user_id: 'usr_2', ...empty })
    expect(rows).toContainEqual({ actor_kind: 'anonymous', actor_user_id: null, ...empty })
    expect(rows).toContainEqual({ actor_kind: 'system', actor_user_id: null, ...empty })
  })

  it('loses the event together with the change that it records', async () => {
    const change = database.transaction(async (tx) => {
      await tx.db.insertInto('settings').values({ name: 'change', value: '' }).execute()
      await record(tx, event('3'))
      throw new Error('on purpose')
    })
    await expect(change).rejects.toThrow('on purpose')
    expect(await events('3')).toEqual([])
    expect(await database.read.selectFrom('settings').selectAll().execute()).toEqual([])
  })

  it('loses the change together with an event that cannot be written', async () => {
    const change = database.transaction(async (tx) => {
      await tx.db.insertInto('settings').values({ name: 'change', value: '' }).execute()
      await record(tx, { ...event('4'), action: null as never })
    })
    await expect(change).rejects.toThrow()
    expect(await database.read.selectFrom('settings').selectAll().execute()).toEqual([])
  })

  it('keeps a long User-Agent from filling the database', async () => {
    await database.transaction((tx) => record(tx, event('5', { origin: { ip: '::1', userAgent: 'x'.repeat(9000) } })))
    expect((await events('5'))[0]?.user_agent).toHaveLength(500)
  })

  // A key may have issued thousands of others, which all end with it: more parameters than one statement may have.
  it('records as many events of one change as there are, or none', async () => {
    await database.transaction((tx) => recordAll(tx, []))
    const many = Array.from({ length: 6000 }, (_, index) => event('6', { target: { type: 'api_key', id: `${index}` } }))
    await database.transaction((tx) => recordAll(tx, many))
    expect(await events('6')).toHaveLength(6000)
    const undone = database.transaction((tx) =>
      recordAll(tx, [...many.map((one) => ({ ...one, accountId: '7' })), { ...event('7'), action: null as never }]),
    )
    await expect(undone).rejects.toThrow()
    expect(await events('7')).toEqual([])
  })
})
