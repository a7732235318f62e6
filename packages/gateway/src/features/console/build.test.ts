import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { buildConsole } from './build.ts'

let packages: string
let workspace: string
beforeEach(async () => {
  packages = await mkdtemp(path.join(tmpdir(), 'quiva-build-'))
  workspace = path.join(packages, 'console')
  await mkdir(path.join(workspace, 'src/parts'), { recursive: true })
  await mkdir(path.join(packages, 'client/src'), { recursive: true })
  for (const file of ['package.json', 'index.html', 'src/main.tsx', 'src/parts/button.tsx', '../client/src/index.ts'])
    await writeFile(path.join(workspace, file), '')
})
afterEach(() => rm(packages, { recursive: true }))

const OLD = new Date('2026-01-01')

async function age(): Promise<void> {
  for (const file of ['', 'package.json', 'index.html', 'src', 'src/main.tsx', 'src/parts', 'src/parts/button.tsx'])
    await utimes(path.join(workspace, file), OLD, OLD)
  for (const file of ['client/src', 'client/src/index.ts']) await utimes(path.join(packages, file), OLD, OLD)
}

async function built(): Promise<void> {
  await age()
  await mkdir(path.join(workspace, 'dist'), { recursive: true })
  await writeFile(path.join(workspace, 'dist/index.html'), '')
}

/** What a start does: whether it builds, and what it says. */
async function start(outcome: { built: true } | { built: false; reason: string } = { built: true }) {
  let builds = 0
  let printed = ''
  await buildConsole({
    environment: {},
    workspace,
    build: async () => {
      builds += 1
      return outcome
    },
    print: (text) => {
      printed += text
    },
  })
  return { builds, printed }
}

it('a start builds the console if there is no build, and says how long it took', async () => {
  const { builds, printed } = await start()
  expect(builds).toBe(1)
  expect(printed).toMatch(
    /^Building the console, which takes some seconds at the first start …\nThe console was built in \d+\.\d s\.\n$/,
  )
})

it('it builds nothing, and says nothing, if the build is newer than every source', async () => {
  await built()
  expect(await start()).toEqual({ builds: 0, printed: '' })
})

it.each(['src/parts/button.tsx', 'package.json', '../client/src/index.ts'])(
  'it builds again after a change of %s',
  async (file) => {
    await built()
    const later = new Date(Date.now() + 60_000)
    await utimes(path.join(workspace, file), later, later)
    const { builds, printed } = await start()
    expect([builds, printed]).toEqual([1, expect.stringContaining('its sources are newer than its build')])
  },
)

it('and after a source was deleted', async () => {
  await built()
  await utimes(path.join(workspace, 'dist/index.html'), OLD, new Date('2026-02-01'))
  await rm(path.join(workspace, 'src/parts/button.tsx'))
  expect((await start()).builds).toBe(1)
})

it('of starts at once one builds, and the others wait until the console is there', async () => {
  await mkdir(path.join(workspace, 'dist'))
  const events: string[] = []
  const build = async () => {
    events.push('begun')
    await sleep(50)
    await writeFile(path.join(workspace, 'dist/index.html'), '')
    events.push('built')
    return { built: true } as const
  }
  const starts = ['one', 'another', 'a third'].map(async (name) => {
    await buildConsole({ environment: {}, workspace, build, print: () => undefined })
    events.push(name)
  })
  await Promise.all(starts)
  expect(events.slice(0, 2)).toEqual(['begun', 'built'])
  expect(events.slice(2).toSorted()).toEqual(['a third', 'another', 'one'])
})

const lock = () => path.join(workspace, 'node_modules/.building')
/** What the lock has in it is named after its holder. */
const held = async () => path.join(lock(), (await readdir(lock())).join())
/** A start that was ended while it built has left its lock. */
async function leaveLock(): Promise<void> {
  const left = path.join(lock(), 'ended')
  await mkdir(left, { recursive: true })
  for (const folder of [left, lock()]) await utimes(folder, secondsAgo(11), secondsAgo(11))
}
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000)

it('a build that fails leaves the next start free to build, and so does a start that was ended meanwhile', async () => {
  expect((await start({ built: false, reason: 'no' })).builds).toBe(1)
  expect((await start()).builds).toBe(1)
  await leaveLock()
  expect((await start()).builds).toBe(1)
  expect(await readdir(path.dirname(lock()))).toEqual([])
})

// Each of them finds the lock that was left, and the slower ones find it when the first has put its own there.
it('of starts that find at once a lock that was left, one takes it over, and no other ends the lock of that one', async () => {
  await mkdir(path.join(workspace, 'dist'))
  for (let round = 0; round < 20; round += 1) {
    await rm(path.join(workspace, 'dist/index.html'), { force: true })
    await leaveLock()
    let builds = 0
    const build = async () => {
      builds += 1
      await sleep(10)
      await writeFile(path.join(workspace, 'dist/index.html'), '')
      return { built: true } as const
    }
    const one = () => buildConsole({ environment: {}, workspace, build, print: () => undefined })
    await Promise.all(Array.from({ length: 4 }, one))
    expect([round, builds]).toEqual([round, 1])
    await rm(lock(), { recursive: true, force: true })
  }
})

it('a start that waits for another one says so, and the other one keeps its lock as long as it builds', async () => {
  let finish = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const build = async () => {
    await finished
    await built()
    return { built: true } as const
  }
  const first = buildConsole({ environment: {}, workspace, build, print: () => undefined })
  await vi.waitFor(async () => utimes(await held(), secondsAgo(9), secondsAgo(9)))
  const second = start()
  await vi.waitFor(
    async () => expect((await stat(await held())).mtime.getTime()).toBeGreaterThan(secondsAgo(3).getTime()),
    {
      timeout: 8000,
    },
  )
  finish()
  await first
  expect(await second).toEqual({ builds: 0, printed: 'Another start is building the console; waiting for it …\n' })
})

it('a package carries no sources, and builds nothing', async () => {
  await rm(path.join(workspace, 'src'), { recursive: true })
  expect(await start()).toEqual({ builds: 0, printed: '' })
  await rm(workspace, { recursive: true })
  expect(await start()).toEqual({ builds: 0, printed: '' })
})

it('a build that fails says why, and is no reason not to start', async () => {
  const { printed } = await start({ built: false, reason: 'vite: not found' })
  expect(printed).toContain('The console could not be built, so the gateway starts without it:\nvite: not found\n')
})

// Attack: a tool of the build reads the master key.
it('the script of the workspace runs, without the secrets of the environment', async () => {
  const script = "node -e \"require('fs').writeFileSync('seen.json', JSON.stringify(process.env))\""
  await writeFile(path.join(workspace, 'package.json'), JSON.stringify({ name: 'console', scripts: { build: script } }))
  let printed = ''
  const environment = { PATH: process.env.PATH, HOME: process.env.HOME, MASTER_KEY: 'a secret' }
  const print = (text: string) => {
    printed += text
  }
  await buildConsole({ environment, workspace, print })
  expect(printed).toContain('The console was built')
  expect(await readFile(path.join(workspace, 'seen.json'), 'utf8')).not.toContain('a secret')
  await writeFile(path.join(workspace, 'package.json'), JSON.stringify({ scripts: { build: 'echo broken; exit 3' } }))
  await buildConsole({ environment, workspace, print })
  expect(printed).toContain('broken')
  expect(printed).toContain('(npm run build: 3)')
})
