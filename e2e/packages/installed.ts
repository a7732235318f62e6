import { execFile, execFileSync, type PromiseWithChild } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, test } from 'vitest'

const root = path.join(import.meta.dirname, '../..')
const run = promisify(execFile)

/** What the client, the command and the verifier say they run on: `engines` in their package.json. */
export const OLDEST_NODE = '22.12.0'

/** The packages, packed and installed in a folder outside the repository that has nothing else. */
export type Installed = {
  folder: string
  /** The files that npm packed. */
  tarballs: string[]
  /** The program of a package, as npm links it. */
  bin(name: string): string
  remove(): Promise<void>
}

export async function installPackages(): Promise<Installed> {
  const folder = await mkdtemp(path.join(tmpdir(), 'quiva-installed-'))
  const { stdout } = await run(process.execPath, [path.join(root, 'scripts/pack.ts'), '--into', folder])
  const tarballs = stdout.trim().split('\n')
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }')
  await npm(['install', ...tarballs.map((name) => `./${name}`)], folder)
  return {
    folder,
    tarballs: tarballs.map((name) => path.join(folder, name)),
    bin: (name) => path.join(folder, 'node_modules/.bin', name),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** The oldest Node.js, fetched once and kept beside the other programs that only tests use. */
export async function fetchOldestNode(): Promise<string> {
  const folder = path.join(root, '.programs', `node-${OLDEST_NODE}`)
  const name = `node-${process.platform}-${process.arch}`
  const program = path.join(folder, 'node_modules', name, 'bin/node')
  if (!existsSync(program)) await npm(['install', '--prefix', folder, `${name}@${OLDEST_NODE}`], tmpdir())
  return program
}

function npm(args: string[], cwd: string): PromiseWithChild<{ stdout: string; stderr: string }> {
  // What npm ci has fetched already is not fetched again.
  return run('npm', [...args, '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'], { cwd })
}

/** Tests that install something. Without a registry they are skipped, and the name says why; with CI=true they fail. */
export function describeWithRegistry(name: string, define: () => void): void {
  const missing = 'the npm registry, which cannot be reached'
  if (canReachRegistry()) describe(name, define)
  else if (process.env.CI) {
    test(name, () => {
      throw new Error(`this needs ${missing}`)
    })
  } else describe.skip(`${name} (needs ${missing})`, define)
}

function canReachRegistry(): boolean {
  try {
    execFileSync('npm', ['view', 'openapi-fetch@0.17.0', 'version', '--prefer-online'], {
      stdio: 'ignore',
      timeout: 20_000,
    })
    return true
  } catch {
    return false
  }
}
