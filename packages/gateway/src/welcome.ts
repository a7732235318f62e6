import path from 'node:path'
import type { Config } from './platform/config/config.ts'
import { howToRunAlone, IN_A_CLONE } from './platform/config/how-to-run.ts'
import { version } from './platform/config/version.ts'
import type { Log } from './platform/log.ts'

/**
 * Tells where the gateway listens, where mails go and what to do next: as text on a terminal, and as one line in the
 * log.
 */
export function printWelcome(config: Config, port: number, log: Log): void {
  const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
  const mails = config.smtpUrl
    ? `by SMTP to ${new URL(config.smtpUrl).host}`
    : `as files in ${path.join(config.dataDir, 'mail')}`
  const data = config.database.engine === 'sqlite' ? config.database.file : 'PostgreSQL'
  const warning = warnOfPublicUrl(config)
  if (warning) log.warn({ publicUrl: config.publicUrl }, warning)
  log.info(
    { version, url, publicUrl: config.publicUrl, database: data, mails, nats: config.natsServers.length > 0 },
    'listening',
  )
  if (!process.stdout.isTTY) return
  process.stdout.write(`
  Quiva Gateway ${version}

  Listening   ${url}
${config.servesConsole ? `  Console     ${config.publicUrl}/console/\n` : ''}  Reference   ${url}/reference
  Data        ${data}
  Mails       ${mails}
  NATS        ${config.natsServers.length > 0 ? config.natsServers.map((server) => new URL(server).host).join(', ') : `not configured (${howToRunAlone('nats-config')})`}

${hints(url, { console: config.servesConsole ? `${config.publicUrl}/console/` : undefined, isClone: IN_A_CLONE })}

`)
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/
const ANY_ADDRESS = /^(0\.0\.0\.0|\[?::\]?)$/

/**
 * Warns of addresses that the gateway gives to others (in mails, tokens and pages) and that they can't or shouldn't
 * use.
 */
export function warnOfPublicUrl({
  host,
  publicUrl,
  appOrigins = [],
  corsOrigins = [],
}: Pick<Config, 'host' | 'publicUrl'> & Partial<Pick<Config, 'appOrigins' | 'corsOrigins'>>): string | undefined {
  const { hostname } = new URL(publicUrl)
  if (ANY_ADDRESS.test(hostname))
    return 'PUBLIC_URL is not an address that others can open, so links in mails do not work. Set it to the address where people reach the gateway.'
  if (LOOPBACK.test(hostname) && !LOOPBACK.test(host))
    return 'PUBLIC_URL is an address of this machine only, but HOST accepts connections from others: for them, links in mails do not work. Set PUBLIC_URL to the address where people reach the gateway.'
  if (isPlain(publicUrl))
    return 'PUBLIC_URL is http, so others on the network can read passwords, keys and tokens. Put a proxy with TLS in front of the gateway, and set PUBLIC_URL to its https address.'
  const plain = [...appOrigins, ...corsOrigins].find(isPlain)
  if (plain !== undefined)
    return `${plain} is http, so others on the network can change that page and act as its user here. Serve it over https, and change APP_ORIGINS or CORS_ORIGINS.`
  return undefined
}

function isPlain(origin: string): boolean {
  const { protocol, hostname } = new URL(origin)
  return protocol === 'http:' && !LOOPBACK.test(hostname) && !ANY_ADDRESS.test(hostname)
}

/**
 * What to do next. The CLI remembers the address at sign-in; before that it uses its default. Only a clone is sure to
 * have the CLI: elsewhere npx would fetch whatever package has its name in the registry.
 */
export function hints(url: string, { console, isClone }: { console?: string | undefined; isClone: boolean }): string {
  const { hostname, port } = new URL(url)
  const there = ANY_ADDRESS.test(hostname) ? `http://localhost:${port}` : url
  const isDefault = ['http://localhost:8080', 'http://127.0.0.1:8080'].includes(there)
  const option = isDefault ? '' : ` --api-url ${there}`
  const inBrowser = console
    ? ['  Next: create an account in the console. The code that it asks for is in the mail.']
    : []
  if (!isClone)
    return [
      ...inBrowser,
      `  ${console ? 'The' : 'Next: the'} command quiva does it too, where the package @quiva/cli is installed: quiva signup${option}`,
    ].join('\n')
  return [
    ...inBrowser,
    console ? '  Or in another terminal:' : '  Next, in another terminal:',
    `    npx quiva signup${option}      create an account`,
    `    npx quiva confirm${option}     with the code from the mail`,
    `    npx quiva login${option}`,
    '    npx quiva keys issue ci',
  ].join('\n')
}
