import { beforeEach, describe, expect, it } from 'vitest'
import { createLifecycle, openedAtStart, type Part } from './lifecycle.ts'

let did: string[]
let logged: object[]
beforeEach(() => {
  did = []
  logged = []
})

const log = {
  error: (fields: object) => void logged.push(fields),
  warn: () => {},
  info: () => {},
  debug: () => {},
}

const fail = (message: string) => {
  throw new Error(message)
}

/** A part that takes a moment for everything. */
function part(name: string, more: Partial<Part> = {}): Part {
  const step = (what: string) => async () => {
    await Promise.resolve()
    did.push(`${what} ${name}`)
  }
  return { name, start: step('start'), stop: step('stop'), ...more }
}

describe('the parts of a gateway', () => {
  it('start one after the other in their order, and stop in the reverse one', async () => {
    const { start, stop } = createLifecycle([part('database'), part('outbox'), part('server')], log)
    await start()
    await stop()
    expect(did).toEqual([
      'start database',
      'start outbox',
      'start server',
      'stop server',
      'stop outbox',
      'stop database',
    ])
    expect(logged).toEqual([])
  })

  it('may have nothing to start, or nothing to stop', async () => {
    const { start: _nothing, ...open } = part('database')
    const { stop: _neither, ...work } = part('outbox')
    const { start, stop } = createLifecycle([open, work], log)
    await start()
    await stop()
    expect(did).toEqual(['start outbox', 'stop database'])
  })

  it('stop if one cannot start: those that were started and those that were open, and not that one or those after it', async () => {
    const { start: _nothing, ...openLater } = part('open later')
    const broken = part('broken', { start: () => fail('the port is in use') })
    const { start, stop } = createLifecycle([part('database'), broken, part('outbox'), openLater], log)
    await expect(start()).rejects.toThrow('the port is in use')
    expect(did).toEqual(['start database', 'stop open later', 'stop database'])
    await stop()
    expect(did).toHaveLength(3)
  })

  it('say why one cannot start, whatever fails to stop then', async () => {
    const stuck = part('stuck', { stop: () => fail('it is stuck') })
    const broken = part('broken', { start: async () => fail('the port is in use') })
    const { start } = createLifecycle([part('database'), stuck, broken], log)
    await expect(start()).rejects.toThrow('the port is in use')
    expect(did).toEqual(['start database', 'start stuck', 'stop database'])
    expect(logged).toEqual([{ err: new Error('it is stuck'), part: 'stuck' }])
  })

  it('stop all the same when one of them fails to, and the failures are told at the end', async () => {
    const broken = (name: string) => part(name, { stop: async () => fail(`${name} is stuck`) })
    const { start, stop } = createLifecycle([part('database'), broken('bus'), broken('outbox'), part('server')], log)
    await start()
    const error = await stop().catch((thrown: unknown) => thrown)
    expect(did.slice(-2)).toEqual(['stop server', 'stop database'])
    expect(error).toMatchObject({ errors: [new Error('outbox is stuck'), new Error('bus is stuck')] })
    expect(logged).toMatchObject([{ part: 'outbox' }, { part: 'bus' }])
  })

  it('that were never started are not stopped, but those that were open are', async () => {
    const { start: _nothing, ...database } = part('database')
    await createLifecycle([database, part('outbox')], log).stop()
    expect(did).toEqual(['stop database'])
  })

  it('stop once, however often they are told to', async () => {
    const { start, stop } = createLifecycle([part('database')], log)
    await start()
    await Promise.all([stop(), stop()])
    await stop()
    expect(did).toEqual(['start database', 'stop database'])
  })

  it('close what they opened at their start', async () => {
    const listener = openedAtStart('listener', async () => {
      did.push('open')
      return async () => void did.push('close')
    })
    const { start, stop } = createLifecycle([listener], log)
    expect(did).toEqual([])
    await start()
    await stop()
    expect(did).toEqual(['open', 'close'])
  })
})
