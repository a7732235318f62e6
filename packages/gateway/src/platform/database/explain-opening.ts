import { StartupError } from '../errors/startup-error.ts'

type Sentence = { codes: RegExp; say: (what: string, error: Coded) => string }
type Coded = Error & { code: string }

const CLUES: readonly Sentence[] = [
  // SQLite
  {
    codes: /^SQLITE_(NOTADB|CORRUPT\w*)$/,
    say: (what, { code }) =>
      `${what} is damaged, or no SQLite database (${code}). Put a backup in its place; a new gateway needs a file that is not there yet.`,
  },
  {
    codes: /^SQLITE_(CANTOPEN|READONLY|PERM|AUTH)\w*$/,
    say: (what, { code }) =>
      `${what} cannot be written (${code}). File and folder must be on a disk that takes writes, and belong to the user who runs the gateway.`,
  },
  {
    codes: /^(SQLITE_(FULL|IOERR\w*)|53100)$/,
    say: (what, { code }) => `${what} cannot be written (${code}). Is its disk full or broken?`,
  },
  // PostgreSQL
  {
    codes: /^25006$/,
    say: (what) =>
      `${what} takes no writes: it is a standby, or the database or role is read-only. Point DATABASE_URL at the primary.`,
  },
  {
    codes: /^28\w{3}$/,
    say: (what, { message }) => `${what} refuses the user of DATABASE_URL: ${message}.`,
  },
  {
    codes: /^3D000$/,
    say: (what, { message }) => `${what}: ${message}. Make it with createdb, or correct DATABASE_URL.`,
  },
  {
    codes: /^42501$/,
    say: (what, { message }) =>
      `${what}: ${message}. The role of DATABASE_URL must own the database, or be granted to create in its schema public and to make temporary tables.`,
  },
  {
    codes: /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT)$/,
    say: (what, { code }) => `${what} cannot be reached (${code}). Is it running, and is DATABASE_URL right?`,
  },
]

/**
 * What the operator has to know of a database that could not be opened; the error itself if it is a fault of ours.
 * `what` names the database, without its password.
 */
export function explainOpening(error: unknown, what: string): unknown {
  if (!(error instanceof Error) || error instanceof StartupError) return error
  for (let fault: unknown = error; fault instanceof Error; fault = fault.cause) {
    const found = sentenceFor(fault, what)
    if (found !== undefined) return new StartupError(found, { cause: error })
  }
  return error
}

/** Of the first thing that a server is asked, whatever fails is the operator's to mend. */
export function explainConnecting(error: unknown, what: string): unknown {
  const known = explainOpening(error, what)
  if (known instanceof StartupError || !(error instanceof Error)) return known
  return new StartupError(`${what} cannot be used: ${error.message}. Is DATABASE_URL right?`, { cause: error })
}

function sentenceFor(error: Error, what: string): string | undefined {
  const newer = /previously executed migration (\S+) is missing/.exec(error.message)?.[1]
  if (newer !== undefined)
    return `${what} was brought up to date by a newer version of the gateway (it has ${newer}). Start that version, or put a backup from before the update in its place.`
  if (!isCoded(error)) return undefined
  return CLUES.find(({ codes }) => codes.test(error.code))?.say(what, error)
}

function isCoded(error: Error): error is Coded {
  return 'code' in error && typeof error.code === 'string'
}

/** For users to read: without user and password. */
export function nameOfServer(url: string): string {
  const { host, pathname } = new URL(url)
  return `PostgreSQL at ${host || 'the local socket'}${pathname}`
}
