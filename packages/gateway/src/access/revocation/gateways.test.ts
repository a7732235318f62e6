import { describe, expect, it } from 'vitest'
import { openWorld, type Verifier } from '../../../test/revocation/world.ts'
import type { HolderReport } from './holders.ts'
import { evictTexts } from './messages.ts'

const LEASE_MS = 2000
/** What one clock may lose on another. */
const WITH_MARGIN_MS = 2100

describe('a gateway', () => {
  it('believes what it remembers from its first ping on, as long as its pings come back', () => {
    const { clock, start } = openWorld()
    const one = start('gwy_1')
    one.fill('key')
    clock.pass(60_000)
    expect(one.honours('key')).toBe(true)
    one.freeze()
    clock.pass(LEASE_MS)
    expect(one.honours('key')).toBe(false)
    expect(one.core.trustLeftMs()).toBe(0)
  })

  it('counts its lease from when it sent the ping, not from when it came back', () => {
    const { clock, start } = openWorld()
    const one = start('gwy_1')
    clock.pass(100)
    one.freeze()
    clock.pass(600)
    // The ping of 650 ms is on its way back for 600 ms.
    clock.pass(550)
    one.thaw()
    expect(one.core.trustLeftMs()).toBe(LEASE_MS - 600)
  })

  it('believes nothing when somebody sets its wall clock forwards, until the next ping', () => {
    const { clock, start } = openWorld()
    const one = start('gwy_1')
    one.fill('key')
    clock.setWall(5000)
    expect(one.honours('key')).toBe(false)
    clock.pass(700)
    expect(one.core.trustLeftMs()).toBeGreaterThan(1000)
  })

  it('registers under another name when a ping came back too late, since the others may have forgotten it', () => {
    const { clock, start, listed } = openWorld()
    const one = start('gwy_1')
    expect([...listed.keys()]).toEqual(['gwy_1.1'])
    one.freeze()
    clock.pass(2500)
    one.thaw()
    expect(one.core.trustLeftMs()).toBeGreaterThan(0)
    expect(listed.has('gwy_1.2')).toBe(true)
    clock.pass(1000)
    expect([...listed.keys()]).toEqual(['gwy_1.2'])
  })

  it('forgets everything when its connection breaks, at once and again when it listens again', () => {
    const { clock, start } = openWorld()
    const one = start('gwy_1')
    one.fill('key')
    one.disconnect()
    expect(one.honours('key')).toBe(false)
    one.reconnect()
    expect(one.trusts()).toBe(true)
    expect(one.honours('key')).toBe(false)
    clock.pass(1)
  })

  it('takes the rows of gateways that died off the list, when nothing that hung on them can be honoured', () => {
    const { clock, start, listed } = openWorld()
    const [one, two] = [start('gwy_1'), start('gwy_2')]
    expect(one.core.heard()).toBe(1)
    two.kill()
    clock.pass(2000)
    expect(listed.has('gwy_2.1')).toBe(true)
    clock.pass(1000)
    expect([...listed.keys()]).toEqual(['gwy_1.1'])
    expect(one.core.heard()).toBe(0)
  })

  it('leaves nothing behind when it says goodbye, unless verifiers still hang on it', () => {
    const { clock, start, listed } = openWorld()
    const [one, two, three] = [start('gwy_1'), start('gwy_2'), start('gwy_3')]
    two.core.leave()
    three.verifiers.push({ leftMs: 1000 })
    three.core.leave()
    expect([...listed.keys()]).toEqual(['gwy_1.1', 'gwy_3.1'])
    expect(one.core.heard()).toBe(1)
    clock.pass(1051)
    expect(one.core.heard()).toBe(0)
    clock.pass(700)
    expect([...listed.keys()]).toEqual(['gwy_1.1'])
  })

  it('that hears nothing connects again and again, and leaves one row and not one for each time', () => {
    const { clock, start, listed } = openWorld()
    const one = start('gwy_1')
    one.deafen()
    clock.pass(3_600_000)
    expect(one.trusts()).toBe(false)
    expect(Number([...listed.keys()].at(-1)?.split('.')[1])).toBeGreaterThan(100)
    expect(listed.size).toBeLessThanOrEqual(2)
    expect(one.revoke('key').state().isOver).toBe(true)
  })

  it('drops what a command evicts, and nobody waits for its answer', () => {
    const { start, commit, committed } = openWorld()
    const one = start('gwy_1')
    one.fill('key')
    commit(evictTexts('-', 0, ['*']))
    expect(one.honours('key')).toBe(false)
    expect(committed.filter((text) => text.startsWith('evicted'))).toEqual([])
  })

  it('is not led astray by what others write on the channel', () => {
    const { clock, start, commit } = openWorld()
    const one = start('gwy_1')
    const noise = [
      '',
      ' ',
      'evict',
      'evict a b c',
      'ping gwy_1.1 -1 0',
      'evicted gwy_1 1 x 0 {',
      'bye gwy_1.1 0',
      'ping a',
    ]
    commit([
      ...noise,
      'evicted gwy_1 1 gwy_9 0 [{"kind":"gateway"}]',
      `ping gwy_1.1 ${'9'.repeat(40)} 0`,
      'ping gwy_1.1 77 0',
    ])
    clock.pass(1000)
    expect(one.trusts()).toBe(true)
    expect(one.core.heard()).toBe(0)
  })
})

describe('the barrier of an eviction', () => {
  it('is over at once where there is one gateway, from its first moment on', () => {
    const { start } = openWorld()
    expect(start('gwy_1').revoke('key').state()).toMatchObject({ isOver: true, tookMs: 0, holders: [{ id: 'gwy_1' }] })
  })

  it('is over when every gateway that pinged has dropped it', () => {
    const { start } = openWorld()
    const [one, two, three] = [start('gwy_1'), start('gwy_2'), start('gwy_3')]
    for (const node of [one, two, three]) node.fill('key')
    three.freeze()
    const barrier = one.revoke('key')
    expect(barrier.state().isOver).toBe(false)
    expect(three.honours('key')).toBe(true)
    three.thaw()
    expect([one, two, three].some((node) => node.honours('key'))).toBe(false)
    const { isOver, holders } = barrier.state()
    expect(isOver).toBe(true)
    expect(holders.map(({ id, how }) => `${id} ${how}`)).toEqual([
      'gwy_1 acknowledged',
      'gwy_2 acknowledged',
      'gwy_3 acknowledged',
    ])
  })

  it('waits for the lease of a gateway that does not answer, says until when, and that is enough', () => {
    const { clock, start } = openWorld()
    const [one, two] = [start('gwy_1'), start('gwy_2')]
    two.fill('key')
    clock.pass(500)
    two.freeze()
    const barrier = one.revoke('key')
    // Its last ping was heard 500 ms ago.
    expect(barrier.state().by - clock.time.wall()).toBe(WITH_MARGIN_MS - 500)
    clock.pass(1499)
    expect(two.honours('key')).toBe(true)
    clock.pass(1)
    expect(two.honours('key')).toBe(false)
    expect(barrier.state().isOver).toBe(false)
    clock.pass(100)
    expect(barrier.state().holders.at(-1)).toMatchObject({ id: 'gwy_2', how: 'lease_ended', took_ms: 1600 })
    expect(barrier.state().isOver).toBe(true)
  })

  it('does not wait for one that said goodbye, not even if it began before', () => {
    const { start } = openWorld()
    const [one, two, three] = [start('gwy_1'), start('gwy_2'), start('gwy_3')]
    two.core.leave()
    two.kill()
    three.freeze()
    const barrier = one.revoke('key')
    expect(barrier.state().isOver).toBe(false)
    three.core.leave()
    expect(barrier.state()).toMatchObject({ isOver: true })
    expect(barrier.state().holders.map(({ id, how }) => `${id} ${how}`)).toEqual(['gwy_1 acknowledged', 'gwy_3 gone'])
  })

  // It has not heard the ping of the other one, which was before its time.
  it('of a gateway that has just started waits for those that it has never heard', () => {
    const { clock, start } = openWorld()
    const one = start('gwy_1')
    one.fill('key')
    clock.pass(600)
    one.freeze()
    const two = start('gwy_2')
    expect(two.core.heard()).toBe(1)
    const barrier = two.revoke('key')
    clock.pass(1399)
    expect(one.honours('key')).toBe(true)
    expect(barrier.state().isOver).toBe(false)
    clock.pass(WITH_MARGIN_MS - 1399)
    expect(one.honours('key')).toBe(false)
    expect(barrier.state().isOver).toBe(true)
  })

  it('of a gateway that hears nothing waits for all in the list, and holds nobody up where there are none', () => {
    const { clock, start } = openWorld()
    const one = start('gwy_1')
    one.disconnect()
    expect(one.revoke('key').state().isOver).toBe(true)
    const two = start('gwy_2')
    two.fill('key')
    two.freeze()
    const barrier = one.revoke('key')
    expect(barrier.state().by - clock.time.wall()).toBe(WITH_MARGIN_MS)
    clock.pass(LEASE_MS)
    expect(two.honours('key')).toBe(false)
    clock.pass(100)
    expect(barrier.state().isOver).toBe(true)
  })

  it('of a gateway that went deaf without noticing is over when all leases are', () => {
    const { clock, start } = openWorld()
    const [one, two] = [start('gwy_1'), start('gwy_2')]
    one.freeze()
    const barrier = one.revoke('key')
    expect(two.honours('key')).toBe(false)
    clock.pass(WITH_MARGIN_MS - 1)
    expect(barrier.state().isOver).toBe(false)
    clock.pass(1)
    expect(barrier.state().isOver).toBe(true)
    one.thaw()
    expect(one.overs).toHaveLength(1)
  })

  it('is one, whichever comes first: the answer to the COMMIT or the eviction itself', () => {
    const { clock, start, commit } = openWorld()
    const [one, two] = [start('gwy_1'), start('gwy_2')]
    const number = one.barriers.next()
    commit(evictTexts('gwy_1', number, ['key']))
    clock.pass(40)
    expect(one.afterCommit(number, 'key').state()).toMatchObject({ isOver: true, tookMs: 0 })
    expect(one.overs).toHaveLength(1)
    two.freeze()
    const late = one.barriers.next()
    const barrier = one.afterCommit(late, 'key')
    clock.pass(40)
    commit(evictTexts('gwy_1', late, ['key']))
    two.thaw()
    expect(barrier.state()).toMatchObject({ isOver: true, tookMs: 40 })
    expect(one.overs).toHaveLength(2)
  })

  it('holds for a transaction whose COMMIT was never answered: what came back is dropped here too', () => {
    const { clock, start, commit } = openWorld()
    const one = start('gwy_1')
    one.fill('key')
    commit(evictTexts('gwy_1', one.barriers.next(), ['key']))
    expect(one.honours('key')).toBe(false)
    clock.pass(20_000)
    // Only the ping and the end of the lease.
    expect(clock.timers()).toBe(2)
  })

  it('has all parts of a long list, and answers after the last', () => {
    const { start, committed } = openWorld()
    const [one, two] = [start('gwy_1'), start('gwy_2')]
    two.fill('tag 249')
    const tags = Array.from({ length: 250 }, (_, n) => `tag${n}`)
    for (const tag of tags) two.fill(tag)
    const number = one.barriers.next()
    const texts = evictTexts('gwy_1', number, tags)
    expect(texts).toHaveLength(3)
    for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThan(8000)
    const barrier = one.barriers.committed(number, tags)
    committed.push(...texts.slice(0, 2))
    two.deliver()
    one.deliver()
    expect(barrier.state().isOver).toBe(false)
    committed.push(...texts.slice(2))
    two.deliver()
    one.deliver()
    expect(barrier.state().isOver).toBe(true)
    expect(tags.some((tag) => two.honours(tag))).toBe(false)
  })

  it('waits for verifiers here and at the others, and counts the allowance of one that is gone with its gateway', () => {
    const allowed = 5000
    const { clock, start } = openWorld(10_000)
    const [one, two] = [start('gwy_1'), start('gwy_2')]
    const verifier: Verifier = { leftMs: 0 }
    two.verifiers.push(verifier)
    const barrier = one.revoke('key')
    expect(barrier.state().isOver).toBe(false)
    verifier.done?.([])
    expect(barrier.state().isOver).toBe(true)
    two.allow(allowed)
    let announced = false
    two.core.announce(() => {
      announced = true
    })
    expect(announced).toBe(true)
    two.kill()
    const slow = one.revoke('key')
    expect(slow.state().by - clock.time.wall()).toBe((LEASE_MS + allowed) * 1.05)
    clock.pass((LEASE_MS + allowed) * 1.05)
    expect(slow.state().isOver).toBe(true)
  })

  // Gateways are restarted one after the other, and the new ones grant less.
  it.each([
    ['that hears it', false],
    ['that hears nothing any more', true],
  ])('waits for an allowance that is longer than its own setting allows: a gateway %s', (_what, isDeaf) => {
    const allowed = 60_000
    const { clock, start } = openWorld(0)
    const [one, two] = [start('gwy_1'), start('gwy_2')]
    two.allow(allowed)
    two.core.announce(() => {})
    two.kill()
    if (isDeaf) one.deafen()
    if (isDeaf) clock.pass(LEASE_MS)
    const barrier = one.revoke('key')
    const by = barrier.state().by - clock.time.wall()
    expect(by).toBe((LEASE_MS + allowed) * 1.05)
    clock.pass(by - 1)
    expect(barrier.state().isOver).toBe(false)
    clock.pass(1)
    expect(barrier.state().isOver).toBe(true)
  })

  it.each([
    ['that hears', false],
    ['that hears nothing', true],
  ])('waits for what a gateway may have granted that died before it started: one %s', (_what, isDeaf) => {
    const allowed = 60_000
    const { clock, start } = openWorld(0)
    const two = start('gwy_2', allowed)
    two.kill()
    const one = start('gwy_1')
    if (isDeaf) one.deafen()
    if (isDeaf) clock.pass(LEASE_MS)
    const barrier = one.revoke('key')
    const by = barrier.state().by - clock.time.wall()
    expect(by).toBe((LEASE_MS + allowed) * 1.05)
    clock.pass(by - 1)
    expect(barrier.state().isOver).toBe(false)
    clock.pass(1)
    expect(barrier.state().isOver).toBe(true)
  })

  it('waits as long as a gateway says when it leaves, though its pings were not heard', () => {
    const { clock, start } = openWorld(0)
    const two = start('gwy_2')
    const one = start('gwy_1')
    two.verifiers.push({ leftMs: 60_000 })
    const barrier = one.revoke('key')
    two.core.leave()
    clock.pass(60_000 * 1.05 - 1)
    expect(barrier.state().isOver).toBe(false)
    clock.pass(1)
    expect(barrier.state().isOver).toBe(true)
  })

  it('waits longer for an eviction that is under way when it hears of a longer allowance', () => {
    const { clock, start } = openWorld(0)
    const [one, two] = [start('gwy_1'), start('gwy_2')]
    two.freeze()
    one.freeze()
    two.allow(60_000)
    two.core.announce(() => {})
    const barrier = one.revoke('key')
    one.thaw()
    two.kill()
    clock.pass((LEASE_MS + 60_000) * 1.05 - 1)
    expect(barrier.state().isOver).toBe(false)
    clock.pass(1)
    expect(barrier.state().isOver).toBe(true)
  })

  it('names every verifier, however many there are, in texts that PostgreSQL takes', () => {
    const { start, committed } = openWorld()
    const [one, two] = [start('gwy_1'), start('gwy_2')]
    const verifier: Verifier = { leftMs: 0 }
    two.verifiers.push(verifier)
    const barrier = one.revoke('key')
    const reports = Array.from(
      { length: 300 },
      (_, n): HolderReport => ({
        kind: 'verifier',
        id: `vrf_${n}`,
        name: 'ä'.repeat(60),
        account: '1234567890',
        took_ms: 1.5,
        how: 'acknowledged',
      }),
    )
    verifier.done?.(reports)
    const answers = committed.filter((text) => text.startsWith('evicted'))
    expect(answers.length).toBeGreaterThan(5)
    for (const text of answers) expect(Buffer.byteLength(text)).toBeLessThan(8000)
    expect(barrier.state().isOver).toBe(true)
    expect(barrier.state().holders).toHaveLength(302)
  })
})
