import { spawn } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Block } from './page.ts'

const root = path.join(import.meta.dirname, '../..')

type Terminal = {
  /** The folder of the gateway's data, which is `data` for the reader. */
  dataDir: string
  /** Where the reader's sign-in is. */
  environment: Record<string, string>
  /** What the page says, and what it is here: addresses and ports. */
  instead: ReadonlyMap<RegExp, string>
  packages: Packages
  /** After this time it is ended, as by an error. */
  limitMs: number
}

/** Folders of packages that stand in for what a page installs, or files that are there for it to install for real. */
export type Packages = { linked: ReadonlyMap<string, string> } | { files: readonly string[] }

export type Done = { code: number | null; errors: string; blocks: { block: Block; printed: string }[] }

/** Does what a page says, in a folder of its own and one bash, as a reader would in one terminal; ends at the first error. */
export async function follow(blocks: Block[], terminal: Terminal): Promise<Done> {
  const { dataDir, environment, instead, packages, limitMs } = terminal
  const folder = await mkdtemp(path.join(tmpdir(), 'quiva-tutorial-'))
  const own = path.join(folder, '.test')
  await mkdir(own)
  await symlink(dataDir, path.join(folder, 'data'))
  await provide(packages, folder)
  for (const [name, file] of PROGRAMS) {
    const line = `#!/bin/sh\nexec '${process.execPath}' '${path.join(root, file)}' "$@"\n`
    await writeFile(path.join(own, name), line, { mode: 0o755 })
  }
  const here = (text: string) => [...instead].reduce((result, [said, is]) => result.replaceAll(said, () => is), text)
  const steps = await Promise.all(
    blocks.map(async (block, index) => {
      const printed = `.test/${index}.out`
      if (block.kind === 'file') {
        await mkdir(path.dirname(path.join(folder, block.name)), { recursive: true })
        await writeFile(path.join(folder, block.name), here(block.text))
      }
      const isReal = 'files' in packages
      if (block.kind === 'run' || (block.kind === 'install' && isReal)) return `{\n${here(block.text)}} >${printed}\n`
      if (block.kind !== 'start') return ''
      // The last line is the program; the lines before it set its environment.
      const stand = `node '${path.join(root, block.by ?? '')}' ${here(block.port)}\n`
      const text =
        block.by === undefined || isReal ? here(block.text) : here(block.text).replace(/[^\n]+\n$/, () => stand)
      return `(\n${text}) >${printed} 2>&1 &\nlistening ${here(block.port)} ${printed}\n`
    }),
  )
  const env = {
    ...environment,
    PATH: [own, path.dirname(process.execPath), process.env.PATH, '/usr/sbin'].join(path.delimiter),
    HOME: folder,
  }
  const child = spawn('bash', ['-euo', 'pipefail', '-c', LISTENING + steps.join('')], {
    cwd: folder,
    env,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  const endAll = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    } catch {
      // All have ended.
    }
  }
  const limit = setTimeout(endAll, limitMs)
  try {
    const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
    const outputs = blocks.map(async (block, index) => {
      const printed = await readFile(path.join(own, `${index}.out`), 'utf8').catch(() => '')
      return { block: 'output' in block ? { ...block, output: here(block.output ?? '') } : block, printed }
    })
    return { code, errors, blocks: await Promise.all(outputs) }
  } finally {
    clearTimeout(limit)
    // What was started in the background goes on until now.
    endAll()
    await rm(folder, { recursive: true, force: true, maxRetries: 20 })
  }
}

async function provide(packages: Packages, folder: string): Promise<void> {
  if ('files' in packages) {
    for (const file of packages.files) await copyFile(file, path.join(folder, path.basename(file)))
    return
  }
  for (const [name, target] of packages.linked) {
    const link = path.join(folder, 'node_modules', name)
    await mkdir(path.dirname(link), { recursive: true })
    await symlink(target, link)
  }
}

/** The programs of this project, as they are called once they are installed. */
const PROGRAMS = [
  ['quiva', 'packages/cli/bin/quiva.js'],
  ['quiva-gateway', 'packages/gateway/bin/gateway.js'],
] as const

/** Waits until something accepts connections at a port; otherwise shows what was printed. */
const LISTENING = `
listening() {
  for _ in $(seq 400); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return; fi
    sleep 0.05
  done
  cat "$2" >&2
  return 1
}
`
