import type { Outcome } from './gateway.ts'
import type { Programs } from './programs.ts'
import type { Random } from './random.ts'
import type { Rates } from './rates.ts'
import type { Settings } from './settings.ts'
import type { Credential, Taken, Truth } from './truth.ts'
import type { World } from './world.ts'

type Deps = {
  world: World
  random: Random
  programs: Programs
  truth: Truth
  rates: Rates
  settings: Settings
}

export type Load = ReturnType<typeof createLoad>

/** What clients do: they use credentials everywhere, and change them through any gateway. */
export function createLoad({ world, random, programs, truth, rates, settings }: Deps) {
  const { credentials } = truth
  const limited = credentials.filter(({ limit }) => limit !== null)
  const hammering = random.fork('hammering')

  /** One credential, or those of one user. Sometimes it is disabled, sometimes only different. */
  function change(
    gateway = random.any(programs.gateways()),
    answered?: (outcome: Outcome, tookMs: number) => void,
  ): void {
    const first = random.any(credentials)
    if (!gateway || !first) return
    const isWide = random.chance(0.15)
    const changed = isWide ? credentials.filter(({ userId }) => userId === first.userId) : [first]
    const tag = isWide ? first.userId : first.id
    const isActive = random.chance(0.6)
    const { process } = gateway
    process.enter(`changes ${tag}`, () => {
      let taken: Taken = []
      let committedAt = 0
      gateway.change({
        tags: [tag],
        waitMs: answered ? 10_000 : random.pick([0, random.between(0, 2500), 10_000]),
        apply() {
          committedAt = world.now()
          taken = truth.committed(changed, (credential) => {
            credential.isActive = isActive
          })
        },
        answer(outcome) {
          const { machine } = process
          if (outcome.confirmed) truth.confirmed(taken, process.name)
          else truth.promised(taken, (outcome.by - machine.wall()) / machine.rate, process.name)
          answered?.(outcome, world.now() - committedAt)
        },
      })
    })
  }

  function use(credential: Credential, program = random.any([...programs.gateways(), ...programs.verifiers()])): void {
    program?.process.enter('', () => {
      const floor = truth.floor(credential)
      program.use(credential, (version) => {
        if (version === undefined) return
        truth.answered(program.process.name, credential, version, floor)
        if (credential.limit && program.counts === 'slices') rates.used(program.process.name, credential.limit)
      })
    })
  }

  function every(typicalMs: number, run: () => void): void {
    world.after(-Math.log(1 - random.next()) * typicalMs, () => {
      run()
      every(typicalMs, run)
    })
  }

  every(settings.changesEveryMs, () => change())
  every(settings.usesEveryMs, () => {
    const credential = random.any(credentials)
    if (credential) use(credential)
  })
  every(settings.hammersEveryMs, () => {
    const [credential, program] = [
      hammering.any(limited),
      hammering.any([...programs.gateways(), ...programs.verifiers()]),
    ]
    if (credential && program) for (let n = hammering.below(12); n >= 0; n -= 1) use(credential, program)
  })
  return { change, use }
}
