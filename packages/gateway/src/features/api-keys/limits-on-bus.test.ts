import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SignedInUser } from '../../../test/gateway.ts'
import { type BusGateway, openBusGateway } from '../../../test/nats/bus-gateway.ts'
import { describeWithNatsServer } from '../../../test/nats/with-nats-server.ts'

/** The server knows roles, but no scopes and no addresses: creds of a key that has such limits would have none. */
describeWithNatsServer('creds of a key whose limits change, on a nats-server', () => {
  let bus: BusGateway
  let root: SignedInUser
  beforeAll(async () => {
    bus = await openBusGateway('sqlite')
    root = await bus.test.signUp()
  })
  afterAll(() => bus.close())

  const update = async (id: string, limits: object) =>
    (await bus.test.call('PATCH /accounts/api-key', { bearer: root.bearer, body: { id, ...limits } })).body.data
  const refusal = /authorization violation/i

  it('are cut off with the answer, and those of the keys that it issued; others, and its own later, get in', async () => {
    const [parent, other] = [await bus.test.issueKey(root.bearer), await bus.test.issueKey(root.bearer)]
    const child = await bus.test.issueKey(parent.key)
    const [ofParent, ofChild, ofOther] = [
      await bus.client(parent.creds),
      await bus.client(child.creds),
      await bus.client(other.creds),
    ]
    expect((await update(parent.id, { scopes: ['orders:read', 'api-keys:write'] })).creds_revoked).toBe(true)
    await Promise.all([ofParent.closed(), ofChild.closed()])
    for (const { creds } of [parent, child]) await expect(bus.client(creds)).rejects.toThrow(refusal)
    await ofOther.flush()

    // Another change leaves the bus alone; one that gives messaging back lets both in again, with the same creds.
    expect(await update(parent.id, { key_name: 'renamed' })).not.toHaveProperty('creds_revoked')
    expect(await update(parent.id, { scopes: ['messaging:*'] })).not.toHaveProperty('creds_revoked')
    await expect.poll(() => opens(parent.creds), { interval: 50 }).toBe(true)
    expect(await opens(child.creds)).toBe(true)
    await ofOther.close()
  })

  it('stay cut off for a key whose own limits bar it, when the key above it gets them back', async () => {
    const parent = await bus.test.issueKey(root.bearer)
    const child = await bus.test.issueKey(parent.key)
    expect((await update(child.id, { allowed_ips: ['203.0.113.0/24'] })).creds_revoked).toBe(true)
    expect((await update(parent.id, { scopes: ['account:read'] })).creds_revoked).toBe(true)
    await update(parent.id, { scopes: null })
    await expect.poll(() => opens(parent.creds), { interval: 50 }).toBe(true)
    expect(await opens(child.creds)).toBe(false)
  })

  it('of a disabled key are cut off with the answer, with those of what it issued, and get in again once it is enabled', async () => {
    const [parent, other] = [await bus.test.issueKey(root.bearer), await bus.test.issueKey(root.bearer)]
    const child = await bus.test.issueKey(parent.key)
    const [ofParent, ofChild] = [await bus.client(parent.creds), await bus.client(child.creds)]
    expect((await update(parent.id, { disabled: true })).creds_revoked).toBe(true)
    await Promise.all([ofParent.closed(), ofChild.closed()])
    for (const { creds } of [parent, child]) await expect(bus.client(creds)).rejects.toThrow(refusal)
    expect(await opens(other.creds)).toBe(true)
    // Limits that leave it on the bus do not let a disabled key in.
    expect(await update(parent.id, { scopes: ['messaging:*'] })).not.toHaveProperty('creds_revoked')
    for (const { creds } of [parent, child]) expect(await opens(creds)).toBe(false)
    await update(parent.id, { disabled: false })
    await expect.poll(() => opens(parent.creds), { interval: 50 }).toBe(true)
    expect(await opens(child.creds)).toBe(true)
  })

  it('of an extended key go on, and those that are read again, until each has ended', async () => {
    const { id, key, creds } = await bus.test.issueKey(root.bearer)
    expect((await update(id, { expiry_days: 200 })).creds_revoked).toBeUndefined()
    const renewed = (await bus.test.call(`GET /accounts/api-creds?key=${key}`, { bearer: root.bearer })).body.data
    for (const one of [creds, renewed]) expect(await opens(one)).toBe(true)
    expect((await update(id, { disabled: true })).creds_revoked).toBe(true)
    for (const one of [creds, renewed]) expect(await opens(one)).toBe(false)
  })

  async function opens(creds: string): Promise<boolean> {
    try {
      await (await bus.client(creds)).close()
      return true
    } catch {
      return false
    }
  }
})
