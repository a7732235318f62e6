import type { Victim } from './faults.ts'
import { type Gateway, type GatewayParts, type GatewaySettings, startGateway } from './gateway.ts'
import { createMachine, type Machine } from './machine.ts'
import type { Postgres } from './postgres.ts'
import { createProcess, type Process, type StallSettings } from './process.ts'
import type { Random } from './random.ts'
import type { Rates } from './rates.ts'
import type { Settings } from './settings.ts'
import type { Holder, Truth } from './truth.ts'
import { startVerifier, type Verifier, type VerifierParts } from './verifier.ts'
import type { Network } from './wire.ts'
import type { World } from './world.ts'

type Program = { holder: Holder; leave(ended: () => void): void }
type Run<P> = (process: Process, id: string) => P
type Deps = {
  world: World
  random: Random
  network: Network
  postgres: Postgres
  truth: Truth
  rates: Rates
  settings: Settings
  stalls: StallSettings
  parts: GatewayParts & VerifierParts
  /** Every start has another id. A variant doesn't think so. */
  hasSameId: boolean
}

export type Programs = ReturnType<typeof createPrograms>

/** The gateways and verifiers, each on a machine of its own: they are started, end, and are started again. */
export function createPrograms(deps: Deps) {
  const { world, random, network, postgres, truth, rates, settings, stalls, parts, hasSameId } = deps
  const { mostAllowanceMs, mostBuffered } = settings
  const registrations: GatewaySettings['registrations'] = new Map()
  const budgets: GatewaySettings['budgets'] = new Map()
  const gateways = new Map<string, Gateway>()
  const verifiers = new Map<string, Verifier>()
  const victims = new Map<string, Victim>()
  const starts = new Map<string, number>()
  const leaving = new Set<Process>()
  /** The operator lowers it in some worlds: it counts for gateways that start from then on. */
  let mostAllowanceNow = mostAllowanceMs
  const lowered = world.random.fork('lowered')
  const byHash = new Map(truth.credentials.map((credential) => [credential.hash, credential]))

  const newMachine = (name: string): Machine =>
    createMachine(world, name, { rate: settings.rateOf(name), offsetMs: random.between(-500, 500) })
  const machines = {
    gateways: Array.from({ length: settings.gateways }, (_, n) => newMachine(`gw${n + 1}`)),
    verifiers: Array.from({ length: settings.verifiers }, (_, n) => newMachine(`ver${n + 1}`)),
  }
  const urls = machines.gateways.map(({ name }) => name)
  /** What each verifier asks for; it stays when the service is started again. */
  const allowances = machines.verifiers.map(() => random.pick([0, 0, 1000, 5000]))

  function end(process: Process): void {
    leaving.delete(process)
    process.die()
    network.left(process, true)
  }

  /** Starts a program on a machine, unless there is one. */
  function start<P extends Program>(machine: Machine, running: Map<string, P>, run: Run<P>): void {
    if (victims.has(machine.name)) return
    const incarnation = (starts.get(machine.name) ?? 0) + 1
    starts.set(machine.name, incarnation)
    const id = hasSameId ? machine.name : `${machine.name}-${incarnation}`
    const process = createProcess(world, machine, id, stalls)
    let program: P | undefined
    victims.set(machine.name, {
      process,
      restart: (afterMs) => world.after(afterMs, () => start(machine, running, run)),
      leave(ended) {
        leaving.add(process)
        program?.leave(() => {
          end(process)
          ended()
        })
      },
    })
    process.onDeath(() => {
      if (program) truth.remove(program.holder)
      victims.delete(machine.name)
      running.delete(machine.name)
    })
    process.enter('starts', () => {
      const started = run(process, id)
      // It may have died in the middle of its start.
      if (process.isDead()) return
      program = started
      running.set(machine.name, started)
      truth.add(started.holder)
      process.afterwards(() => truth.check(started.holder))
    })
  }

  /**
   * Lowered only when all others that run have registered: one that registers afterwards with the old, longer setting
   * would be a setting that was raised.
   */
  function settingOf({ name }: Machine): number {
    const others = machines.gateways.flatMap((other) => (other.name === name ? [] : (victims.get(other.name) ?? [])))
    const names = [...registrations.keys()]
    const areListed = others.every(({ process }) => names.some((one) => one.startsWith(`${process.name}.`)))
    if (areListed && world.now() > 0 && lowered.chance(settings.lowersAllowance)) mostAllowanceNow = 0
    return mostAllowanceNow
  }

  function startGateways(): void {
    for (const machine of machines.gateways) {
      start(machine, gateways, (process, id) =>
        startGateway({
          ...{ world, process, postgres, registrations, budgets, rates, id, mostBuffered, parts },
          mostAllowanceMs: settingOf(machine),
          find: (hash) => byHash.get(hash),
        }),
      )
    }
  }
  function startVerifiers(): void {
    for (const [n, machine] of machines.verifiers.entries()) {
      start(machine, verifiers, (process) =>
        startVerifier({
          ...{ process, network, urls, mostAllowanceMs, parts, maxStaleMs: allowances[n] ?? 0 },
          gatewayOn: (name) => gateways.get(name),
        }),
      )
    }
  }
  const startAll = (): void => {
    startGateways()
    startVerifiers()
  }
  startAll()

  return {
    gateways: (): Gateway[] => [...gateways.values()],
    verifiers: (): Verifier[] => [...verifiers.values()],
    victims: (): Victim[] => [...victims.values()],
    /** Everything runs again. */
    mend(): void {
      for (const machine of [...machines.gateways, ...machines.verifiers]) machine.wake()
      for (const { process } of victims.values()) process.resume()
      for (const process of leaving) end(process)
      startAll()
    },
  }
}
