import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { newAuthority, newServerCertificate } from '../test/services/certificates.ts'
import { startBareServer } from './bare.ts'
import { openConnection } from './connection.ts'
import { startEdge } from './edge.ts'
import { type Figure, figure, median, ratio } from './figures.ts'
import { startGateway } from './gateway.ts'
import type { LoadReport } from './load.ts'
import { infoRequest, keyHeader } from './requests.ts'
import { seedPlace } from './seed.ts'
import type { Bench } from './settings.ts'
import { freePort, type Stage } from './stage.ts'
import { busy, cpuRatio, medianOf, rates, takeTurns } from './turns.ts'
import { askAbout } from './verify-beside-bare.ts'

/** The highest published figure with authentication by keys that we know of, for each virtual CPU (docs/benchmarks.md). */
const PUBLISHED_PER_CORE = 6075
const START_LIMIT_MS = 10_000
/** On the PATH. */
const NGINX = 'nginx'

/**
 * What a client over TLS gets of one core that runs a gateway or an edge and the proxy in front of it, where TLS ends.
 * Beside it: the same without TLS and proxy, and a bare node:https server.
 */
export async function measureTls(bench: Bench): Promise<Figure[]> {
  const { stage, settings, say } = bench
  if (spawnSync(NGINX, ['-v'], { stdio: 'ignore' }).status !== 0) {
    say('nginx is not installed: nothing is measured over TLS')
    return []
  }
  const place = await seedPlace(stage, { accounts: 1, keys: 1000, known: 2 })
  const [caller, key] = place.keys
  if (!caller || !key) throw new Error('no key was seeded')
  const gateway = await startGateway(stage, {
    ...place.environment,
    TRUST_PROXY: '127.0.0.1',
    VERIFY_ANY_ACCOUNT: 'true',
  })
  const edge = await startEdge(stage, gateway, caller, 1)
  const certificate = newCertificate()
  const { ca, tls } = certificate
  const headers = keyHeader(key)
  const bare = await startBareServer(stage, { port: gateway.port, path: '/verify', headers }, tls)
  const proxy = await startProxy(stage, certificate, [gateway.port, edge.port])
  const [gatewayPort, edgePort] = proxy.ports

  const [info, verify] = [[infoRequest(key)], [askAbout('/verify', key)]]
  const direct = (name: string, { port, pid }: { port: number; pid: number }, requests: string[]) => ({
    ...{ name, port, pid, requests },
  })
  // Seven servers take their turns, so each has fewer.
  const fewer = { ...bench, settings: { ...settings, readRounds: Math.ceil(settings.readRounds / 2) } }
  const { byServer, reliable, note } = await takeTurns(fewer, [
    { name: 'bare node:https', port: bare.port, pid: bare.pid, ca, requests: verify },
    direct('info', gateway, info),
    { ...direct('info over TLS', gateway, info), port: gatewayPort, proxyPid: proxy.pid, ca },
    direct('verify', gateway, verify),
    { ...direct('verify over TLS', gateway, verify), port: gatewayPort, proxyPid: proxy.pid, ca },
    direct('edge', edge, verify),
    { ...direct('edge over TLS', edge, verify), port: edgePort, proxyPid: proxy.pid, ca },
  ])
  await proxy.stop()
  for (const server of [bare, edge, gateway]) await server.stop()
  const [yardstick = [], ...others] = byServer
  const pairs = ['GET /accounts/info', 'GET /verify', 'edge: GET /verify'].map((name, index) => ({
    ...{ name, plain: others[2 * index] ?? [], secured: others[2 * index + 1] ?? [] },
  }))
  return pairs.flatMap((pair) => figuresOf(pair, yardstick, { reliable, note }))
}

function figuresOf(
  { name, plain, secured }: { name: string; plain: LoadReport[]; secured: LoadReport[] },
  yardstick: LoadReport[],
  { reliable, note }: { reliable: boolean; note: string },
): Figure[] {
  const p99 = `p99 ${medianOf(secured, (reads) => reads.p99Ms).toFixed(1)} ms`
  return [
    figure(`${name} over TLS, with nginx on the same core`, '/s', rates(secured), {
      target: { atLeast: PUBLISHED_PER_CORE },
      reliable,
      notes: [p99, busy('both', secured), note],
    }),
    ratio('… to bare node:https', rates(secured), rates(yardstick), {
      notes: [`${Math.round(median(rates(yardstick))).toLocaleString('en-US')}/s`],
    }),
    ...cpuRatio(yardstick, secured),
    ratio('… to the same without TLS and proxy', rates(secured), rates(plain)),
  ]
}

type Certificate = ReturnType<typeof newCertificate>

function newCertificate() {
  const authority = newAuthority('bench authority')
  const { pem, key } = newServerCertificate(authority, [])
  return { ca: authority.pem, tls: { cert: pem, key: key.export({ type: 'pkcs8', format: 'pem' }).toString() } }
}

/** One process of nginx, which keeps its connections to the servers; a port for each of them. */
async function startProxy(stage: Stage, { ca, tls }: Certificate, servers: [number, number]) {
  const folder = stage.folder
  writeFileSync(path.join(folder, 'tls.crt'), tls.cert)
  writeFileSync(path.join(folder, 'tls.key'), tls.key)
  const ports: [number, number] = [await freePort(), await freePort()]
  const blocks = servers.map((server, index) => {
    const upstream = `server_${index}`
    return `
  upstream ${upstream} { server 127.0.0.1:${server}; keepalive 64; keepalive_requests 100000000; }
  server {
    listen 127.0.0.1:${ports[index]} ssl;
    location / {
      proxy_pass http://${upstream};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $remote_addr;
    }
  }`
  })
  const config = path.join(folder, 'nginx.conf')
  writeFileSync(
    config,
    `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr crit;
events { worker_connections 1024; }
http {
  access_log off; keepalive_requests 100000000;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  ssl_certificate ${folder}/tls.crt; ssl_certificate_key ${folder}/tls.key; ssl_protocols TLSv1.3;${blocks.join('')}
}
`,
  )
  const child = stage.spawnProgram([NGINX, '-c', config], { stdio: ['ignore', 'ignore', 'inherit'] })
  for (const deadline = Date.now() + START_LIMIT_MS; !(await answers(ports[1], ca)); ) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('nginx did not start')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  if (child.pid === undefined) throw new Error('nginx has no process id')
  return { ports, pid: child.pid, stop: () => stage.end(child) }
}

async function answers(port: number, ca: string): Promise<boolean> {
  try {
    const connection = await openConnection(port, () => {}, { ca })
    connection.close()
    return true
  } catch {
    return false
  }
}
