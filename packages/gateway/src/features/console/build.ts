import { spawn } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { lockBuild } from './build-lock.ts'

/** The workspace of the console, beside that of the gateway. */
const WORKSPACE = path.resolve(import.meta.dirname, '../../../../console')

/** Packages are compiled; what lies beside an installed one is not ours. */
const IS_PACKAGE = !import.meta.filename.endsWith('.ts')

/** What the build makes. A package carries it beside `dist`, where all of its code is, and has none of the sources. */
export const CONSOLE_FOLDER = IS_PACKAGE
  ? path.resolve(import.meta.dirname, '../console')
  : path.join(WORKSPACE, 'dist')

/**
 * Where its sources are, and those of the client and the policy of the gateway, which it has in it; the files of the
 * workspace itself count too.
 */
const SOURCES = ['src', 'public', 'vite', '../client/src', '../gateway/src/access', '../gateway/src/platform/values']

/** Longer than any build takes, so that a start never hangs. */
const LONGEST_BUILD_MS = 180_000
/** How much of the output of a failed build is shown. */
const LAST_LINES = 15
/** What npm and the tools need of the environment. The rest of it, secrets among it, is not for them. */
const PASSED_ON = ['PATH', 'HOME', 'USERPROFILE', 'SystemRoot', 'ComSpec', 'TEMP', 'TMP', 'TMPDIR', 'npm_config_cache']

type Environment = Record<string, string | undefined>
type Built = { built: true } | { built: false; reason: string }
type RunBuild = (workspace: string, environment: Environment) => Promise<Built>

type Given = {
  environment: Environment
  /** What a test may replace. */
  workspace?: string
  build?: RunBuild
  print?: (text: string) => void
}

/**
 * Builds the console at the start of the gateway, if its sources are here and newer than what was built from them. A
 * failure is no reason not to start: everything but the console works without it. Of several starts in the same checkout
 * one builds and the others wait for it, since builds at once would delete each other's files.
 */
export async function buildConsole({
  environment,
  workspace = WORKSPACE,
  build = runBuild,
  print = (text) => void process.stdout.write(text),
}: Given): Promise<void> {
  if (IS_PACKAGE || !(await isStale(workspace))) return
  const lock = path.join(workspace, 'node_modules', '.building')
  const sayWaiting = () => print('Another start is building the console; waiting for it …\n')
  const unlock = await lockBuild(lock, sayWaiting).catch(() => undefined)
  try {
    // Another start may have built it meanwhile.
    if (await isStale(workspace)) await buildNow(environment, workspace, build, print)
  } finally {
    await unlock?.()
  }
}

async function buildNow(
  environment: Environment,
  workspace: string,
  build: RunBuild,
  print: (text: string) => void,
): Promise<void> {
  const isFirst = (await timeOf(path.join(workspace, 'dist', 'index.html'))) === undefined
  print(
    `Building the console, ${isFirst ? 'which takes some seconds at the first start' : 'because its sources are newer than its build'} …\n`,
  )
  const began = Date.now()
  const outcome = await build(workspace, environment)
  if (outcome.built) print(`The console was built in ${((Date.now() - began) / 1000).toFixed(1)} s.\n`)
  else print(`The console could not be built, so the gateway starts without it:\n${outcome.reason}\n`)
}

/** Whether a source of the console is newer than its build, or there is no build; false without sources. */
async function isStale(workspace: string): Promise<boolean> {
  if ((await timeOf(path.join(workspace, 'src'))) === undefined) return false
  const built = await timeOf(path.join(workspace, 'dist', 'index.html'))
  if (built === undefined) return true
  const times = await Promise.all((await listSources(workspace)).map(timeOf))
  return times.some((time) => time !== undefined && time > built)
}

/** Files, and the folders that they are in, whose time changes when a file is added or removed. */
async function listSources(workspace: string): Promise<string[]> {
  const beside = await readdir(workspace, { withFileTypes: true })
  const own = beside.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map(({ name }) => name)
  const within = await Promise.all(
    SOURCES.map(async (folder) => {
      const names = await readdir(path.join(workspace, folder), { recursive: true }).catch(() => [])
      return [folder, ...names.map((name) => path.join(folder, name))]
    }),
  )
  return [...own, ...within.flat()].map((name) => path.join(workspace, name))
}

async function timeOf(file: string): Promise<number | undefined> {
  return (await stat(file).catch(() => undefined))?.mtimeMs
}

/** Runs the script `build` of the workspace, with the npm that runs this process, if one does. */
const runBuild: RunBuild = (workspace, environment) => {
  const npm = environment.npm_execpath
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  const passedOn = PASSED_ON.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]]))
  return new Promise((resolve) => {
    const child = spawn(command, [...first, 'run', 'build'], {
      cwd: workspace,
      env: Object.fromEntries(passedOn),
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LONGEST_BUILD_MS,
    })
    let output = ''
    const keep = (piece: string) => {
      output += piece
    }
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    child.on('error', (error) => resolve({ built: false, reason: error.message }))
    child.on('close', (code, signal) => {
      const last = output.trimEnd().split('\n').slice(-LAST_LINES).join('\n')
      resolve(code === 0 ? { built: true } : { built: false, reason: `${last}\n(npm run build: ${signal ?? code})` })
    })
  })
}
