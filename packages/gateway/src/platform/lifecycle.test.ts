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

  it('start up to the one that cannot, whose error is told at once; stopping is for whoever hears it', async () => {
    const { start: _nothing, ...openLater } = part('open later')
    const broken = part('broken', { start: () => fail('the port is in use') })
    const { start, stop } = createLifecycle([part('database'), broken, part('outbox'), openLater], log)
    await expect(start()).rejects.toThrow('the port is in use')
    expect(did).toEqual(['start database'])
    await stop()
    expect(did.slice(1)).toEqual(['stop open later', 'stop outbox', 'stop broken', 'stop database'])
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

  it('stop without a start, too: they write what they have counted', async () => {
    await createLifecycle([part('database'), part('uses of keys')], log).stop()
    expect(did).toEqual(['stop uses of keys', 'stop database'])
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
