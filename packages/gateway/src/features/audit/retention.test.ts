import { expect, it } from 'vitest'
import { describeEngines, openPlace } from '../../../test/database/engines.ts'
import { readConfig } from '../../platform/config/config.ts'
import { newId } from '../../platform/crypto/random.ts'
import { openDatabase } from '../../platform/database/open.ts'
import { deleteOldEvents } from './retention.ts'

const DAY_MS = 86_400_000

describeEngines('deleteOldEvents', (engine) => {
  it('deletes what is older than the retention, however much it is, and nothing else', async () => {
    const place = await openPlace(engine)
    const database = await openDatabase(readConfig(place.environment))
    const now = Date.UTC(2026, 10, 23)
    const at = (occurredAt: number) => ({
      id: newId('evt', occurredAt),
      occurred_at: occurredAt,
      action: 'session.started',
      actor_kind: 'system' as const,
      details: '{}',
    })
    const bound = now - 400 * DAY_MS
    const old = Array.from({ length: 2500 }, (_, index) => at(bound - 1 - index * 60_000))
    const kept = [at(bound), at(bound + 1), at(now), at(now + DAY_MS)]
    await database.transaction(async ({ db }) => {
      await db
        .insertInto('audit_events')
        .values([...kept, ...old].slice(0, 1300))
        .execute()
      await db
        .insertInto('audit_events')
        .values([...kept, ...old].slice(1300))
        .execute()
    })
    expect(await deleteOldEvents(database, 400, now)).toBe(2500)
    const left = await database.read.selectFrom('audit_events').select('id').orderBy('id').execute()
    expect(left.map(({ id }) => id)).toEqual(kept.map(({ id }) => id).sort())
    expect(await deleteOldEvents(database, 400, now)).toBe(0)
    await database.close()
    await place.remove()
  })
})
