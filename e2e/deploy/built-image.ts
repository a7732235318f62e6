import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../../packages/gateway/test/nats/nats-server.ts'
import { findProgram } from '../../packages/gateway/test/run/programs.ts'
import { root } from '../../scripts/packing/workspace.ts'
import { runImage } from './run-image.ts'

type Config = {
  User: string
  Env: string[]
  Entrypoint: string[]
  Healthcheck: { Test: string[] }
  Labels: Record<string, string>
}

const NEEDED = ['buildah', 'mmdebstrap', 'unshare', 'nsenter']
const missing = [
  ...NEEDED.filter((name) => findProgram(name) === undefined),
  ...(process.getuid?.() === 0 ? [] : ['root']),
]
const name = missing.length === 0 ? 'the image' : `the image (needs ${missing.join(', ')})`

describe.skipIf(missing.length > 0)(name, () => {
  /** `IMAGE_FOLDER` names a folder in which an earlier run has left its bases. */
  const folder = process.env.IMAGE_FOLDER ?? mkdtempSync(path.join(tmpdir(), 'quiva-image-'))
  const storage = ['--storage-driver', 'vfs', '--root', `${folder}/images`, '--runroot', `${folder}/run`]
  const buildah = (...args: string[]) => execFileSync('buildah', [...storage, ...args], { encoding: 'utf8' }).trim()
  let container = ''
  let files = ''
  let config: Config

  beforeAll(() => {
    // `IMAGE_BUILT` says that the image in that folder is the one to try.
    if (!process.env.IMAGE_BUILT)
      execFileSync(path.join(root, 'scripts/image/build-here.sh'), [folder], { stdio: ['ignore', 2, 2] })
    container = buildah('from', '--pull-never', 'localhost/quiva-gateway')
    files = buildah('mount', container)
    config = JSON.parse(buildah('inspect', '--type', 'image', 'localhost/quiva-gateway')).Docker.config
  })

  afterAll(() => {
    buildah('umount', container)
    buildah('rm', container)
    if (!process.env.IMAGE_FOLDER) rmSync(folder, { recursive: true, force: true })
  })

  it('serves on a root file system that cannot be written, as a user who is not root, and ends on SIGTERM', async () => {
    const port = String(await freePort())
    const environment = [...config.Env, 'HOST=127.0.0.1', `PORT=${port}`]
    const running = await runImage({ files, user: config.User, command: config.Entrypoint, environment })
    const url = `http://127.0.0.1:${port}`
    try {
      await expect.poll(() => isReady(url), { timeout: 60_000, interval: 100 }).toBe(true)
      expect(running.status('Uid')).toBe([0, 0, 0, 0].fill(Number(config.User.split(':')[0])).join('\t'))
      // The number inside comes last.
      expect(running.status('NSpid')).toMatch(/\t1$/)
      expect(running.inside(...config.Healthcheck.Test.slice(1)).status).toBe(0)

      const body = JSON.stringify({ name: 'a', root_email: 'ada@example.com', password: 'correct-Horse7' })
      const headers = { 'content-type': 'application/json' }
      const signedUp = await fetch(`${url}/accounts`, { method: 'POST', headers, body })
      expect(signedUp.status).toBe(200)
      await expect.poll(() => readdirSync(`${running.data}/mail`)).toHaveLength(1)
      expect((await fetch(`${url}/console/`)).status).toBe(200)
      expect((await fetch(`${url}/reference`)).status).toBe(404)

      const write = (file: string) =>
        running.inside('/usr/local/bin/node', '-e', `require('fs').writeFileSync('${file}', '')`).stderr
      expect(write('/opt/quiva-gateway/bin/gateway.js')).toContain('EROFS')
      expect([write('/tmp/a'), write('/data/a')]).toEqual(['', ''])
      process.stderr.write(`ready after ${running.age()} ms at most; memory: ${running.status('VmRSS')}\n`)
    } finally {
      process.kill(running.pid, 'SIGTERM')
    }
    const { code, output } = await running.ended
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('"msg":"listening"') })
  })

  it('has nothing in it that only root could need, and belongs to root, so that the gateway cannot change itself', () => {
    expect(
      execFileSync('find', [`${files}/opt`, `${files}/usr/local`, '!', '-user', 'root'], { encoding: 'utf8' }),
    ).toBe('')
    const odd = ['(', '-perm', '-4000', '-o', '-name', 'sh', '-o', '-name', 'bash', '-o', '-name', 'npm', ')']
    expect(execFileSync('find', [files, '-xdev', '-type', 'f', ...odd], { encoding: 'utf8' })).toBe('')
    expect(config.Labels['org.opencontainers.image.licenses']).toBe('Apache-2.0')
  })

  it('knows the commands of an operator, and what profile images and roles at AWS need', async () => {
    const command = [...config.Entrypoint, 'nats-config', '--help']
    const { ended } = await runImage({ files, user: config.User, command, environment: config.Env })
    expect((await ended).output).toContain('Usage: ')
    const load = `await import('sharp'); await import('@aws-sdk/credential-provider-node'); console.log('loaded')`
    const node = ['/usr/local/bin/node', '--input-type=module', '-e', load]
    const run = await runImage({
      files,
      user: config.User,
      command: node,
      environment: config.Env,
      at: '/opt/quiva-gateway',
    })
    expect((await run.ended).output).toBe('loaded\n')
  })
})

const isReady = (url: string) =>
  fetch(`${url}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  )
