import path from 'node:path'
import type { Config } from './config.ts'
import type { Log } from './log.ts'

/** Says where it listens, where the mails go and what to do next: to people on a terminal, else as one line of log. */
export function printWelcome(config: Config, port: number, log: Log): void {
  const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
  const mails = config.smtpUrl
    ? `by SMTP to ${new URL(config.smtpUrl).host}`
    : `as files in ${path.join(config.dataDir, 'mail')}`
  const data = config.database.engine === 'sqlite' ? config.database.file : 'PostgreSQL'
  log.info(
    { url, publicUrl: config.publicUrl, database: data, mails, nats: config.natsServers.length > 0 },
    'listening',
  )
  if (!process.stdout.isTTY) return
  process.stdout.write(`
  Quiva Gateway

  Listening   ${url}
  Reference   ${url}/reference
  Data        ${data}
  Mails       ${mails}
  NATS        ${config.natsServers.length > 0 ? config.natsServers.map((server) => new URL(server).host).join(', ') : 'not configured (npm run nats-config)'}

  Next, in another terminal:
    npx quiva signup      create an account
    npx quiva confirm     with the code from the mail
    npx quiva login
    npx quiva keys issue ci

`)
}
