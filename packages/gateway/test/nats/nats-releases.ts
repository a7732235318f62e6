import { spawnSync } from 'node:child_process'
import { findProgram } from '../run/programs.ts'

export type NatsRelease = '2.9' | '2.10'

/**
 * The release of nats-server that this run tests: 2.9 in the project `nats-2.9` (vitest.config.ts), in the others the
 * release that the mesh needs.
 */
export const natsRelease: NatsRelease = process.env.NATS_RELEASE === '2.9' ? '2.9' : '2.10'

/** Finds the nats-server of a release (2.10 includes newer ones); undefined if this machine has none. */
export function findNatsServer(release = natsRelease): string | undefined {
  return programs().find(({ isOld }) => isOld === (release === '2.9'))?.file
}

let found: { file: string; isOld: boolean }[] | undefined

/** Each nats-server of this machine; `isOld` means 2.9, and still older ones are left out. */
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
