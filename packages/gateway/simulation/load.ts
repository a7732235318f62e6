import type { Outcome } from './gateway.ts'
import type { Programs } from './programs.ts'
import type { Random } from './random.ts'
import type { Settings } from './settings.ts'
import type { Credential, Taken, Truth } from './truth.ts'
import type { World } from './world.ts'

export type Load = ReturnType<typeof createLoad>

/** What clients do: they use credentials everywhere, and change them through any gateway. */
export function createLoad(world: World, random: Random, programs: Programs, truth: Truth, settings: Settings) {
  const { credentials } = truth

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
        if (version !== undefined) truth.answered(program.process.name, credential, version, floor)
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
  return { change, use }
}
