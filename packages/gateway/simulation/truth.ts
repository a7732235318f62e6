import type { RateLimit } from '../src/access/key-limits/rate-limit.ts'
import type { Process } from './process.ts'
import type { World } from './world.ts'

/** A credential as the database has it: every change raises its version. */
export type Credential = {
  number: number
  /** What holders look it up by. */
  hash: string
  id: string
  accountId: string
  userId: string
  version: number
  isActive: boolean
  /** Null for most: how often it may be used is counted over all holders. */
  limit: RateLimit | null
}

/** A process that honours credentials from its memory. */
export type Holder = {
  name: string
  process: Process
  /** For how long it may honour what it remembers without news, beyond its lease, in ms. */
  allowanceMs: number
  /** The version that it would honour at this moment if somebody presented it; undefined for none. Changes nothing. */
  honours(credential: Credential): number | undefined
}

/** What a change has taken away: these versions and older. */
export type Taken = { credential: Credential; version: number }[]

/** How much longer a lease takes, in true time, for a holder whose clocks run 1 % slow. */
const SLOWEST = 0.99
const ROUNDING_MS = 2

export type Figures = { changes: number; confirmed: number; by: number; checks: number; honoured: number }
export type Truth = ReturnType<typeof createTruth>

/**
 * What is true, as nobody in the world knows it: which versions the database has, and from when on which of them must
 * be honoured by nobody.
 */
export function createTruth(world: World, leaseMs: number, credentials: Credential[]) {
  const holders = new Set<Holder>()
  /** By number of the credential: the oldest version that may be honoured at all. */
  const floors = credentials.map(() => 0)
  const why = credentials.map(() => '')
  /** The same for what holds without any answer (S3), by allowance. */
  const silent = new Map<number, number[]>()
  const figures: Figures = { changes: 0, confirmed: 0, by: 0, checks: 0, honoured: 0 }
  const changedAt = credentials.map(() => 0)

  function checkOne(holder: Holder, credential: Credential): void {
    figures.checks += 1
    const honoured = holder.honours(credential)
    if (honoured === undefined) return
    figures.honoured += 1
    const at = credential.number
    if (honoured < (floors[at] ?? 0)) {
      world.broken(why[at]?.slice(0, 2) ?? 'S1', `${holder.name} honours ${credential.id} v${honoured}. ${why[at]}`)
    }
    const floor = silent.get(holder.allowanceMs)?.[at] ?? 0
    if (honoured < floor) {
      world.broken(
        'S3',
        `${holder.name} honours ${credential.id} v${honoured}; v${floor} was committed more than a lease and its allowance of ${holder.allowanceMs} ms ago`,
      )
    }
  }

  function check(holder: Holder): void {
    if (!holder.process.isRunning()) return
    world.look(() => {
      for (const credential of credentials) if (credential.version > 1) checkOne(holder, credential)
    })
  }

  function checkAll(credential: Credential): void {
    world.look(() => {
      for (const holder of holders) if (holder.process.isRunning()) checkOne(holder, credential)
    })
  }

  /** From now on nobody may honour what was taken. */
  function raise(taken: Taken, reason: string): void {
    for (const { credential, version } of taken) {
      if ((floors[credential.number] ?? 0) >= version) continue
      floors[credential.number] = version
      why[credential.number] = reason
      checkAll(credential)
    }
  }

  return {
    credentials,
    figures,
    add(holder: Holder): void {
      holders.add(holder)
      if (!silent.has(holder.allowanceMs))
        silent.set(
          holder.allowanceMs,
          credentials.map(() => 0),
        )
    },
    remove(holder: Holder): void {
      holders.delete(holder)
    },
    check,

    /** Inside the transaction, at the moment of its commit. */
    committed(changed: Credential[], change: (credential: Credential) => void): Taken {
      figures.changes += 1
      for (const credential of changed) {
        credential.version += 1
        changedAt[credential.number] = world.now()
        change(credential)
      }
      const taken = changed.map((credential) => ({ credential, version: credential.version }))
      for (const [allowanceMs, oldest] of silent) {
        world.after((leaseMs + allowanceMs) / SLOWEST + ROUNDING_MS, () => {
          for (const { credential, version } of taken) {
            oldest[credential.number] = Math.max(oldest[credential.number] ?? 0, version)
            checkAll(credential)
          }
        })
      }
      return taken
    },
    /** S1: somebody was told that nobody honours it any more. */
    confirmed(taken: Taken, by: string): void {
      figures.confirmed += 1
      raise(taken, `S1: ${by} was told "confirmed" at ${world.now().toFixed(2)}`)
    },
    /** S2: somebody was told that nobody will honour it in so many milliseconds of true time. */
    promised(taken: Taken, inMs: number, by: string): void {
      figures.by += 1
      const at = world.now()
      world.after(inMs, () => raise(taken, `S2: ${by} was told at ${at.toFixed(2)} "by" ${world.now().toFixed(2)}`))
    },
    unchangedForMs: (credential: Credential): number => world.now() - (changedAt[credential.number] ?? 0),
    /** The oldest version that may be honoured now. */
    floor: (credential: Credential): number => floors[credential.number] ?? 0,
    /** A holder has answered a call, which began when `floor` was the oldest that may be honoured. */
    answered(who: string, credential: Credential, version: number, floor: number): void {
      figures.honoured += 1
      if (version < floor) {
        world.broken(
          'S1',
          `${who} accepts ${credential.id} v${version} in a call that began when v${floor} was required`,
        )
      }
    },
  }
}
