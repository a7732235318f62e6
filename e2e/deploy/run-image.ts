import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

type Run = {
  /** Where the files of the image are. */
  files: string
  /** `uid:gid`. */
  user: string
  command: string[]
  environment: string[]
  /** The folder to start in. */
  at?: string
}

/** What an engine of containers does, without one: namespaces of its own for processes and for what is mounted. */
const SETUP = `
mount --bind "$files" "$files" && mount -o remount,ro,bind "$files" &&
mount -t tmpfs -o mode=1777 tmpfs "$files/tmp" && mount --bind "$data" "$files/data" &&
mount -t proc proc "$files/proc" && mount --rbind /dev "$files/dev" &&
exec chroot --userspec="$user" "$files" /usr/local/bin/node -e '
  process.chdir(process.argv[1]); process.execve(process.argv[2], process.argv.slice(2), process.env)
' "$at" "$@"`

/** Runs a command in the image, as process 1, on a root file system that cannot be written. */
export async function runImage({ files, user, command, environment, at = '/' }: Run) {
  const data = mkdtempSync(path.join(tmpdir(), 'quiva-image-data-'))
  const [uid = 0, gid = 0] = user.split(':').map(Number)
  chownSync(data, uid, gid)
  chmodSync(data, 0o700)
  for (const folder of ['proc', 'dev', 'tmp']) mkdirSync(path.join(files, folder), { recursive: true })
  const began = Date.now()
  const flags = ['--mount', '--pid', '--fork', '--kill-child', '--', '/bin/sh', '-c', SETUP, 'sh']
  const env = { ...Object.fromEntries(environment.map((line) => line.split(/=(.*)/s))), files, data, user, at }
  const PATH = process.env.PATH ?? ''
  const child = spawn('unshare', [...flags, ...command], { env: { ...env, PATH }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const keep = (piece: string) => {
    output += piece
  }
  child.stdout.setEncoding('utf8').on('data', keep)
  child.stderr.setEncoding('utf8').on('data', keep)
  const ended = once(child, 'close').then(([code]) => {
    rmSync(data, { recursive: true, force: true })
    return { code: Number(code), output }
  })
  const pid = await childOf(Number(child.pid))
  return {
    data,
    pid,
    ended,
    age: () => Date.now() - began,
    /** A line of what the kernel says about the process. */
    status: (line: string) => {
      const text = readFileSync(`/proc/${pid}/status`, 'utf8')
      return new RegExp(`^${line}:\\s+(.+)$`, 'm').exec(text)?.[1] ?? ''
    },
    /** Runs another command beside it, as the same user. */
    inside: (...args: string[]) => {
      const target = [
        '--target',
        String(pid),
        '--mount',
        '--pid',
        '--root',
        '--setuid',
        String(uid),
        '--setgid',
        String(gid),
      ]
      return spawnSync('nsenter', [...target, '--', ...args], { env, encoding: 'utf8' })
    },
  }
}

async function childOf(parent: number): Promise<number> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(5)) {
    const [child] = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').split(' ')
    if (child) return Number(child)
  }
  throw new Error('unshare started nothing')
}
