import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { describeEngines, openPlace } from '../../../test/database/engines.ts'
import { readConfig } from '../config/config.ts'
import { createSealer } from '../crypto/sealing.ts'
import { openDatabase } from '../database/open.ts'
import { sealedColumns } from '../secrets/sealed-columns.ts'
import { createOutbox, defineWork } from './outbox.ts'

const mailWork = defineWork<{ code: string }>('test-mail')

describeEngines('createOutbox', (engine) => {
  it('seals what it stores, bound to its row: a copy of it in another row does not open', async () => {
    const place = await openPlace(engine)
    const database = await openDatabase(readConfig(place.environment))
    const sealer = createSealer(randomBytes(32))
    const outbox = createOutbox(sealer)
    await database.transaction((tx) => outbox.enqueue(tx, mailWork, { code: '12345-67890' }))
    await database.transaction((tx) => outbox.enqueue(tx, mailWork, { code: '12345-67890' }, { key: 'k' }))
    const rows = await database.read.selectFrom('outbox').selectAll().execute()
    expect(rows).toHaveLength(2)
    expect(JSON.stringify(rows)).not.toContain('12345-67890')
    const open = (sealed: string | null | undefined, id = '') =>
      sealer.open(sealed ?? '', sealedColumns.outboxPayload.context(id))
    const [one, other] = rows
    expect(open(one?.payload_sealed, one?.id)).toBe('{"code":"12345-67890"}')
    expect(() => open(one?.payload_sealed, other?.id)).toThrow()
    await database.close()
    await place.remove()
  })

  it('calls back after the commit, for work that is due at once only', async () => {
    const place = await openPlace(engine)
    const database = await openDatabase(readConfig(place.environment))
    const outbox = createOutbox(createSealer(randomBytes(32)))
    let calls = 0
    outbox.onWork(() => {
      calls += 1
    })
    await database.transaction(async (tx) => {
      await outbox.enqueue(tx, mailWork, { code: 'now' })
      expect(calls).toBe(0)
    })
    expect(calls).toBe(1)
    await database.transaction((tx) => outbox.enqueue(tx, mailWork, { code: 'x' }, { dueAt: Date.now() + 1000 }))
    const undone = database.transaction(async (tx) => {
      await outbox.enqueue(tx, mailWork, { code: 'undone' })
      throw new Error('on purpose')
    })
    await undone.catch(() => undefined)
    expect(calls).toBe(1)
    await database.close()
    await place.remove()
  })
})
