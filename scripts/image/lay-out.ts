/**
 * Lays out what the image has beside its base: `node scripts/image/lay-out.ts FOLDER [optional package …]`, for the
 * Dockerfile. The gateway is the package that people install; the packages beside it are those that npm has checked
 * against package-lock.json.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { stage } from '../packing/stage.ts'
import { type Manifest, root } from '../packing/workspace.ts'

/** Of better-sqlite3: its own sources, and machine code for other platforms. */
const UNUSED = ['better-sqlite3/deps', 'better-sqlite3/src']

const [into, ...optional] = process.argv.slice(2)
if (into === undefined) throw new Error('Usage: node scripts/image/lay-out.ts FOLDER [optional package …]')
const program = path.join(into, 'opt/quiva-gateway')
await stage('gateway', program)
cpSync(path.join(import.meta.dirname, 'healthcheck.js'), path.join(program, 'healthcheck.js'))
copyPackages(path.join(program, 'node_modules'))
copyNode(path.join(into, 'usr'))
// Empty: the Dockerfile gives it to the user of the image.
mkdirSync(path.join(into, 'data'))

/** The packages that the gateway needs beside it, and those that these need. */
function copyPackages(folder: string): void {
  const { dependencies } = manifestOf(program)
  const wanted = [...Object.keys(dependencies ?? {}), ...optional].map((name) => ({ name, from: root }))
  const copied = new Set<string>()
  for (const { name, from } of wanted) {
    const source = find(name, from)
    // Machine code for another platform, which npm has left out.
    if (source === undefined || copied.has(source)) continue
    copied.add(source)
    cpSync(source, path.join(folder, path.relative(path.join(root, 'node_modules'), source)), {
      recursive: true,
      filter: (file) => !file.slice(source.length).includes(`${path.sep}node_modules`),
    })
    const needs = manifestOf(source)
    const names = Object.keys({ ...needs.dependencies, ...needs.optionalDependencies })
    wanted.push(...names.map((needed) => ({ name: needed, from: source })))
  }
  for (const name of optional)
    if (!existsSync(path.join(folder, name))) throw new Error(`There is no package ${name} in node_modules`)
  for (const name of UNUSED) rmSync(path.join(folder, name), { recursive: true, force: true })
  const native = path.join(folder, 'better-sqlite3/prebuilds')
  for (const file of readdirSync(native))
    if (file !== `${process.platform}-${process.arch}.node`) rmSync(path.join(native, file))
}

/** As Node.js does: in node_modules of the folder, and of each folder above it. */
function find(name: string, from: string): string | undefined {
  for (let folder = from; folder.startsWith(root); folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name)
    if (existsSync(path.join(candidate, 'package.json'))) return candidate
  }
  return undefined
}

function manifestOf(folder: string): Manifest & { optionalDependencies?: Record<string, string> } {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
}

/** The program that runs this, and the one library that distroless bases for C++ lack. */
function copyNode(usr: string): void {
  mkdirSync(path.join(usr, 'local/bin'), { recursive: true })
  mkdirSync(path.join(usr, 'lib'), { recursive: true })
  copyFileSync(process.execPath, path.join(usr, 'local/bin/node'))
  const libraries = execFileSync('ldd', [process.execPath], { encoding: 'utf8' })
  const atomic = /libatomic\.so\.1 => (\S+)/.exec(libraries)?.[1]
  if (atomic !== undefined) copyFileSync(atomic, path.join(usr, 'lib/libatomic.so.1'))
}
