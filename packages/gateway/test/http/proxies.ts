import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '../nats/nats-server.ts'
import { findProgram } from '../run/programs.ts'
import { untilListening } from './listening.ts'

/**
 * The values that replace those in the files of docs/proxies in a test. `gateways` and `service` are ports of loopback.
 */
export type Surroundings = { gateways: [number, number]; service: number; account: string }

export type RunningProxy = { port: number; stop(): Promise<void> }

const documented = path.join(import.meta.dirname, '../../../../docs/proxies')

/** The file of the documentation with other addresses; each address to replace has to be in it. */
function adapt(file: string, replaced: [ours: string, theirs: string][]): string {
  return replaced.reduce(
    (text, [ours, theirs]) => {
      if (!text.includes(ours)) throw new Error(`docs/proxies/${file} does not say ${ours}`)
      return text.replaceAll(ours, theirs)
    },
    readFileSync(path.join(documented, file), 'utf8'),
  )
}

function addresses({ gateways, service, account }: Surroundings): [string, string][] {
  return [
    ['127.0.0.1:8080', `127.0.0.1:${gateways[0]}`],
    ['127.0.0.1:8081', `127.0.0.1:${gateways[1]}`],
    ['127.0.0.1:3000', `127.0.0.1:${service}`],
    ['4821907365', account],
  ]
}

export async function startNginx(to: Surroundings): Promise<RunningProxy> {
  const port = await freePort()
  return start('nginx', port, (folder) => {
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${folder}/${name};`,
    )
    const http = adapt('nginx.conf', [...addresses(to), ['listen 8000', `listen 127.0.0.1:${port}`]])
    const main = `daemon off; master_process off; pid ${folder}/nginx.pid; events {}`
    const file = path.join(folder, 'nginx.conf')
    writeFileSync(file, [main, 'http {', 'access_log off;', ...temporary, http, '}'].join('\n'))
    return ['-p', folder, '-c', file, '-e', 'stderr']
  })
}

export async function startCaddy(to: Surroundings): Promise<RunningProxy> {
  const port = await freePort()
  return start('caddy', port, (folder) => {
    const site: [string, string] = ['orders.example.com {', `http://127.0.0.1:${port} {`]
    const file = path.join(folder, 'Caddyfile')
    // Caddy's administration endpoint is switched off.
    writeFileSync(file, `{\n\tadmin off\n}\n${adapt('Caddyfile', [...addresses(to), site])}`)
    return ['run', '--config', file, '--adapter', 'caddyfile']
  })
}

/** `breakScript` changes the script, to test that a broken one is noticed. */
export async function startHaproxy(
  to: Surroundings,
  breakScript: [ours: string, theirs: string][] = [],
): Promise<RunningProxy> {
  const [port, inner] = [await freePort(), await freePort()]
  return start('haproxy', port, (folder) => {
    const own: [string, string] = ['127.0.0.1:8090', `127.0.0.1:${inner}`]
    const bind: [string, string] = ['bind :8000', `bind 127.0.0.1:${port}`]
    const file = path.join(folder, 'haproxy.cfg')
    writeFileSync(file, adapt('haproxy.cfg', [...addresses(to), own, bind]))
    writeFileSync(path.join(folder, 'quiva-verify.lua'), adapt('quiva-verify.lua', [own, ...breakScript]))
    return ['-db', '-f', file]
  })
}

/** Starts the real program; resolves when it takes connections on `port` of 127.0.0.1. */
async function start(name: string, port: number, prepare: (folder: string) => string[]): Promise<RunningProxy> {
  const program = findProgram(name)
  if (!program) throw new Error(`${name} is missing`)
  const folder = mkdtempSync(path.join(tmpdir(), `quiva-${name}-`))
  const environment = { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder }
  const child = spawn(program, prepare(folder), { cwd: folder, env: environment, stdio: ['ignore', 'ignore', 'pipe'] })
  const end = await untilListening(child, { name, port, withinMs: 15_000 })
  return {
    port,
    async stop() {
      await end('SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
