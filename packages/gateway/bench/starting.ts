import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { stage as packageInto } from '../../../scripts/packing/stage.ts'
import { root } from '../../../scripts/packing/workspace.ts'
import { type Figure, figure, ratio } from './figures.ts'
import { type RunningGateway, startGateway, startServer } from './gateway.ts'
import { residentMbOf } from './proc.ts'
import { runRounds } from './rounds.ts'
import type { Bench } from './settings.ts'

const ROUNDS = 5
/** A start also waits for the disk. */
const LEAST_SHARE_OF_START = 0.7

const BARE = `require('node:http').createServer((_, response) => response.end()).listen(process.env.PORT, '127.0.0.1')`

type Start = { ms: number; cpuMs: number | undefined; mb: number | undefined; serverCpu: number | undefined }

/**
 * From the start of a process to its first answer, without data: a bare node:http server; the gateway that people
 * install, at its second start and at its very first, which also makes the database and its keys; and the gateway of a
 * clone.
 */
export async function measureStarting({ stage, say }: Bench): Promise<Figure[]> {
  say('packing the gateway')
  const folder = path.join(mkdtempSync(path.join(stage.folder, 'packed-')), 'gateway')
  await packageInto('gateway', folder)
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, '../node_modules'))
  const packed = path.join(folder, 'bin/gateway.js')
  const [ours, clones] = ['packed', 'clone'].map((name) => ({
    DATA_DIR: mkdtempSync(path.join(stage.folder, `${name}-`)),
  }))
  if (!ours || !clones) throw new Error('no folders')
  for (const [data, program] of [
    [ours, packed],
    [clones, undefined],
  ] as const)
    await (await startGateway(stage, data, { program })).stop()

  const { byServer, reliable, note } = await runRounds(
    ROUNDS,
    async (round) => {
      say(`starts, round ${round}`)
      return [
        await seen(startServer(stage, ['--eval', BARE])),
        await seen(startGateway(stage, ours, { program: packed })),
        await seen(startGateway(stage, {}, { program: packed })),
        await seen(startGateway(stage, clones)),
      ]
    },
    LEAST_SHARE_OF_START,
  )
  const [bare = [], again = [], first = [], clone = []] = byServer
  const told = { reliable, notes: [note] }
  return [
    ...figures('start, installed', again, bare, { ms: 500, mb: 130 }, told),
    ...figures('very first start, installed', first, bare, { ms: 1000 }, told),
    ...figures('start of a clone', clone, bare, { ms: 1000 }, told),
    figure(
      'bare node:http: start',
      'ms',
      bare.map(({ ms }) => ms),
    ),
    figure('installed size', 'MB', [sizeOf(folder) + sizeOfDependencies(folder)], {
      target: { below: 60 },
      notes: ['without the optional packages'],
    }),
  ]
}

async function seen(starting: Promise<RunningGateway>): Promise<Start> {
  const started = await starting
  const { startMs: ms, startCpu: serverCpu, pid } = started
  const mb = residentMbOf(pid)
  await started.stop()
  return { ms, serverCpu, cpuMs: serverCpu && serverCpu * ms, mb }
}

function figures(
  name: string,
  ours: Start[],
  bare: Start[],
  below: { ms: number; mb?: number },
  told: { reliable: boolean; notes: string[] },
): Figure[] {
  const cpu = (starts: Start[]) => starts.flatMap(({ cpuMs }) => cpuMs ?? [])
  const memory = ours.flatMap(({ mb }) => mb ?? [])
  const wall = ours.map(({ ms }) => ms)
  return [
    figure(name, 'ms', wall, { ...told, target: { below: below.ms } }),
    ratio(
      '… to bare node:http',
      wall,
      bare.map(({ ms }) => ms),
    ),
    ...(cpu(ours).length === 0
      ? []
      : [figure('… CPU time', 'ms', cpu(ours)), ratio('… to bare', cpu(ours), cpu(bare))]),
    ...(memory.length === 0
      ? []
      : [figure('… memory', 'MB', memory, below.mb === undefined ? {} : { target: { below: below.mb } })]),
  ]
}

/** What the files of a folder take, in megabytes of 1,000,000 bytes. */
function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true }).map((name) => lstatSync(path.join(folder, String(name))))
  return files.reduce((bytes, file) => bytes + (file.isFile() ? file.size : 0), 0) / 1_000_000
}

/** What npm installs beside it, as far as this platform has it. */
function sizeOfDependencies(folder: string, counted = new Set<string>()): number {
  const manifest: { dependencies?: object; optionalDependencies?: object } = JSON.parse(
    readFileSync(path.join(folder, 'package.json'), 'utf8'),
  )
  let size = 0
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
    const dependency = path.join(root, 'node_modules', name)
    if (counted.has(name) || !existsSync(dependency)) continue
    counted.add(name)
    size += sizeOf(dependency) + sizeOfDependencies(dependency, counted)
  }
  return size
}
