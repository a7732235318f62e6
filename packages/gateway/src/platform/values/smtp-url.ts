/** The SMTP server for mails, in the terms of nodemailer's options. */
export type SmtpServer = {
  host: string
  /** 587, or 465 with smtps, when the URL names none. */
  port: number
  /** TLS from the first byte (smtps). */
  secure: boolean
  /** Fail if the server does not offer STARTTLS. */
  requireTLS: boolean
  auth?: { user: string; pass: string }
  /** The name that the gateway gives in EHLO; the host's name if absent. */
  name?: string
  tls: { rejectUnauthorized: boolean; servername?: string }
}

const EXPECTED = 'expected smtp://[user:password@]host[:port] or smtps://… (special characters percent-encoded)'
const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1'])

/**
 * Reads SMTP_URL. Options in the query: `requireTLS`, `tls.rejectUnauthorized` (both true or false), `tls.servername`
 * and `name`; anything else is refused, so that no query turns on nodemailer's own logging. A password is sent
 * unencrypted only to this computer, unless the URL says `requireTLS=false`: an attacker in between can hide that the
 * server offers STARTTLS (RFC 3207, 6). Throws an Error that never quotes the URL, since it contains the password.
 */
export function parseSmtpUrl(text: string): SmtpServer {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') throw new Error(EXPECTED)
  if (url.pathname.length > 1 || url.hash !== '') throw new Error(EXPECTED)
  const secure = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const auth = url.username === '' ? undefined : { user: decoded(url.username), pass: decoded(url.password) }
  const server: SmtpServer = {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: auth !== undefined && !secure && !LOOPBACK.has(host),
    ...(auth && { auth }),
    tls: { rejectUnauthorized: true },
  }
  for (const [option, value] of url.searchParams) setOption(server, option, value)
  return server
}

function setOption(server: SmtpServer, option: string, value: string): void {
  switch (option) {
    case 'requireTLS':
      server.requireTLS = flag(option, value)
      return
    case 'tls.rejectUnauthorized':
      server.tls.rejectUnauthorized = flag(option, value)
      return
    case 'tls.servername':
      server.tls.servername = value
      return
    case 'name':
      server.name = value
      return
    default:
      throw new Error('unknown option: expected requireTLS, tls.rejectUnauthorized, tls.servername or name')
  }
}

function flag(option: string, value: string): boolean {
  if (value !== 'true' && value !== 'false') throw new Error(`${option}: expected true or false`)
  return value === 'true'
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new Error(EXPECTED)
  }
}
