import { createBarriers } from '../../src/access/revocation/barrier.ts'
import { createGateways } from '../../src/access/revocation/gateways.ts'
import { type HolderReport, noLocalHolders } from '../../src/access/revocation/holders.ts'
import type { Registered } from '../../src/access/revocation/leases.ts'
import { evictTexts } from '../../src/access/revocation/messages.ts'
import type { Time } from '../../src/platform/time.ts'

/** Clocks that a test sets, and timers that run when it moves them. */
export function openClock() {
  let now = 1000
  let timers: { at: number; run: () => void }[] = []
  /** What the wall clock was set forwards by. */
  let setBy = 1_700_000_000_000
  const time: Time = {
    wall: () => setBy + now,
    monotonic: () => now,
    after(ms, run) {
      const timer = { at: now + Math.max(0, ms), run }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
  }
  return {
    time,
    setWall(ms: number) {
      setBy += ms
    },
    /** Runs every timer at its moment. */
    pass(ms: number) {
      for (const end = now + ms; ; ) {
        const [next] = timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)
        now = next ? Math.max(now, next.at) : end
        if (!next) return
        timers = timers.filter((other) => other !== next)
        next.run()
      }
    },
    timers: () => timers.length,
  }
}

export type Verifier = { leftMs: number; done?: (reports: HolderReport[]) => void }

/** PostgreSQL as gateways see it: what is committed reaches every listener in one order; and a list of gateways. */
export function openWorld(mostAllowanceMs = 0) {
  const clock = openClock()
  const listed = new Map<string, Registered>()
  const nodes: { deliver(): void }[] = []
  const committed: string[] = []

  function commit(texts: readonly string[]): void {
    committed.push(...texts)
    for (const node of nodes) node.deliver()
  }

  /** `ownMostMs`: its setting, if it is another one. */
  function start(id: string, ownMostMs = mostAllowanceMs) {
    const { time } = clock
    const trusted = { wall: 0, monotonic: 0 }
    const remembered = new Set<string>()
    const verifiers: Verifier[] = []
    let heard = committed.length
    let ears: 'open' | 'frozen' | 'none' = 'none'
    let isDeaf = false
    let isMute = false
    let saidLater: (() => void)[] = []
    const say = (run: () => void) => (isMute ? saidLater.push(run) : run())
    let allowanceMs = 0
    const local = {
      ...noLocalHolders,
      evict(tags: readonly string[], done: (reports: HolderReport[]) => void) {
        if (verifiers.length === 0 || tags.includes('*')) done([])
        else for (const verifier of verifiers) verifier.done = done
      },
      allowanceMs: () => allowanceMs,
      leftMs: () => Math.max(0, ...verifiers.map(({ leftMs }) => leftMs)),
    }
    const overs: number[] = []
    const barriers = createBarriers({
      time,
      id,
      local,
      mostAllowanceMs: ownMostMs,
      others: (done) => done([...listed.values()].filter(({ registration: name }) => !name.startsWith(`${id}.`))),
      onOver: ({ tookMs }) => overs.push(tookMs),
    })
    const core = createGateways({
      time,
      id,
      local,
      barriers,
      mostAllowanceMs: ownMostMs,
      cache: {
        evict: (tag) => void remembered.delete(tag),
        clear: () => remembered.clear(),
        trustUntil: (wall, monotonic) => void Object.assign(trusted, { wall, monotonic }),
      },
      wires: {
        send: (text) => void say(() => commit([text])),
        register: (mine, done) =>
          void say(() => {
            const others = [...listed.values()]
            listed.set(mine.registration, mine)
            done(others)
          }),
        forget: (registrations) => void say(() => registrations.forEach((name) => void listed.delete(name))),
        giveUp: () => node.reconnect(),
      },
    })
    const node = {
      id,
      core,
      barriers,
      overs,
      verifiers,
      deliver() {
        while (ears === 'open' && heard < committed.length) {
          heard += 1
          core.received(committed[heard - 1] ?? '')
        }
      },
      reconnect() {
        core.lost()
        ears = isDeaf ? 'frozen' : 'open'
        heard = committed.length
        core.listening()
      },
      disconnect() {
        ears = 'none'
        core.lost()
      },
      /** What is committed waits at its door, and it does not notice. */
      freeze() {
        ears = 'frozen'
      },
      /** It hears nothing over other connections either: a pooler swallows LISTEN. */
      deafen() {
        isDeaf = true
        ears = 'frozen'
      },
      thaw() {
        ears = 'open'
        node.deliver()
      },
      /** What it says waits too. */
      setMute(mute: boolean) {
        isMute = mute
        const said = mute ? [] : saidLater
        if (!mute) saidLater = []
        for (const run of said) run()
      },
      /** It ends without a word. */
      kill() {
        ears = 'none'
        core.lost()
        nodes.splice(nodes.indexOf(node), 1)
        node.setMute(true)
      },
      allow(ms: number) {
        allowanceMs = ms
      },
      /** Remembers a credential with this tag, if what it remembers counts. */
      fill(tag: string) {
        if (node.trusts()) remembered.add(tag)
      },
      trusts: () => time.wall() < trusted.wall && time.monotonic() < trusted.monotonic,
      honours: (tag: string) => node.trusts() && remembered.has(tag),
      /** A transaction that evicts: its commit, and what the origin does right after it. */
      revoke(tag: string) {
        const number = barriers.next()
        commit(evictTexts(id, number, [tag]))
        return node.afterCommit(number, tag)
      },
      afterCommit(number: number, tag: string) {
        remembered.delete(tag)
        return barriers.committed(number, [tag])
      },
    }
    nodes.push(node)
    node.reconnect()
    return node
  }

  return { clock, start, commit, listed, committed }
}
