import { spawnSync } from 'node:child_process'
import { findProgram } from '../run/programs.ts'

export type NatsRelease = '2.9' | '2.10'

/**
 * The release that a run of the suites is for: those of the project `nats-2.9` (vitest.config.ts) run on that one, the
 * others on what the mesh asks for.
 */
export const natsRelease: NatsRelease = process.env.NATS_RELEASE === '2.9' ? '2.9' : '2.10'

/** The nats-server of a release, 2.10 standing for whatever is newer, too; undefined if this machine has none. */
export function findNatsServer(release = natsRelease): string | undefined {
  return programs().find(({ isOld }) => isOld === (release === '2.9'))?.file
}

let found: { file: string; isOld: boolean }[] | undefined

/** Each nats-server of this machine; `isOld` is one of 2.9, and one that is older still is none. */
function programs(): { file: string; isOld: boolean }[] {
  found ??= ['nats-server', 'nats-server-2.10'].flatMap((name) => {
    const file = findProgram(name)
    const [, major = 0, minor = 0] = (file && /v(\d+)\.(\d+)/.exec(versionOf(file))?.map(Number)) || []
    if (file === undefined || major < 2 || (major === 2 && minor < 9)) return []
    return [{ file, isOld: major === 2 && minor === 9 }]
  })
  return found
}

function versionOf(file: string): string {
  return spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout ?? ''
}
