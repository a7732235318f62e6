import { StartupError } from '../errors/startup-error.ts'

type Sentence = { codes: RegExp; say: (what: string, error: Coded) => string }
type Coded = Error & { code: string }

const CLUES: readonly Sentence[] = [
  // SQLite
  {
    codes: /^SQLITE_(NOTADB|CORRUPT\w*)$/,
    say: (what, { code }) =>
      `${what} is damaged, or is not an SQLite database (${code}). Replace it with a backup. For a new gateway, use a file that does not exist yet.`,
  },
  {
    codes: /^SQLITE_(CANTOPEN|READONLY|PERM|AUTH)\w*$/,
    say: (what, { code }) =>
      `${what} cannot be written (${code}). The file and its folder must belong to the user who runs the gateway, on a disk that is not read-only.`,
  },
  {
    codes: /^(SQLITE_(FULL|IOERR\w*)|53100)$/,
    say: (what, { code }) => `${what} cannot be written (${code}). Check whether its disk is full or broken.`,
  },
  // PostgreSQL
  {
    codes: /^25006$/,
    say: (what) =>
      `${what} cannot be written: it is a standby, or the database or role is read-only. Set DATABASE_URL to the primary.`,
  },
  {
    codes: /^28\w{3}$/,
    say: (what, { message }) =>
      `${what} refuses the user of DATABASE_URL: ${message}. Check the user and the password in DATABASE_URL.`,
  },
  {
    codes: /^3D000$/,
    say: (what, { message }) => `${what}: ${message}. Create the database with createdb, or correct DATABASE_URL.`,
  },
  {
    codes: /^42501$/,
    say: (what, { message }) =>
      `${what}: ${message}. The role of DATABASE_URL must own the database, or have the privileges CREATE on its schema public and TEMPORARY on the database.`,
  },
  {
    codes: /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT)$/,
    say: (what, { code }) =>
      `${what} cannot be reached (${code}). Check that it is running and that DATABASE_URL is correct.`,
  },
]

/**
 * The text for the operator when a database could not be opened; the error itself if the fault is in the gateway.
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

/** For the first question to a server: every failure of it is for the operator to correct. */
export function explainConnecting(error: unknown, what: string): unknown {
  const known = explainOpening(error, what)
  if (known instanceof StartupError || !(error instanceof Error)) return known
  return new StartupError(`${what} cannot be used: ${error.message}. Check DATABASE_URL.`, { cause: error })
}

function sentenceFor(error: Error, what: string): string | undefined {
  const newer = /previously executed migration (\S+) is missing/.exec(error.message)?.[1]
  if (newer !== undefined)
    return `${what} was migrated by a newer version of the gateway (it has ${newer}). Start that version, or restore a backup from before the update.`
  // What is wrong with a file or folder, `explain` says; a socket has an address instead of a path.
  if (!isCoded(error) || 'path' in error) return undefined
  return CLUES.find(({ codes }) => codes.test(error.code))?.say(what, error)
}

function isCoded(error: Error): error is Coded {
  return 'code' in error && typeof error.code === 'string'
}

/** Names the server in messages: the URL without user name and password. */
export function nameOfServer(url: string): string {
  const { host, pathname } = new URL(url)
  return `PostgreSQL at ${host || 'the local socket'}${pathname}`
}
