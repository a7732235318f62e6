import { ConnectionError, QuivaError } from '@quiva/client'
import { CommanderError } from 'commander'

/** What the exit status says; docs/cli.md and `quiva --help` explain it. */
export const exitCodes = { ok: 0, refused: 1, usage: 2, failure: 3, interrupted: 130 } as const

type ExitName = Exclude<keyof typeof exitCodes, 'ok'>

/** An expected failure of the command itself, with a text for people and a stable code for programs. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly exit: ExitName
  readonly code: string

  constructor(exit: ExitName, code: string, message: string) {
    super(message)
    this.exit = exit
    this.code = code
  }
}

/** Something is missing or makes no sense; `message` names the option. */
export function wrongUsage(message: string): CliError {
  return new CliError('usage', 'wrong_usage', message)
}

export type Failure = {
  exitCode: number
  /** For people, one or more lines. */
  text: string
  /** For programs, with --json; the gateway's own words where it has spoken. */
  json: Record<string, unknown> & { error: string; message: string; code: string }
}

/** The gateway's messages speak to programs; these say the same to whoever types commands. */
const hints: Record<string, string> = {
  unauthorized: 'The sign-in or API key is not valid, or not any more. Run: quiva login',
  invalid_token: 'The sign-in has ended. Run: quiva login',
  email_not_confirmed:
    'Follow the link in the confirmation mail first, or run: quiva confirm. A new mail: quiva confirm --resend',
  interactive_required: 'An API key cannot do this. Sign in with quiva login, and unset QUIVA_API_KEY.',
  invalid_confirmation: 'It is wrong, was used, or has expired. A new mail comes with: quiva confirm --resend',
  invalid_reset: 'The link is wrong, was used, or has expired. A new mail comes with: quiva password reset',
  unknown_session: 'No such session of yours is there to end. See: quiva sessions list',
  unknown_api_key: 'There is no such live key within your reach. See: quiva keys list',
  person_required: 'A key of the account belongs to nobody, so it cannot do this. Sign in with quiva login.',
  api_key_replaced: 'The key was rotated before. See: quiva keys list',
}

/** Tells a refusal from a failure, for everything that a command can end with. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof QuivaError) return gatewaysNo(error)
  if (error instanceof ConnectionError) {
    const short = error.kind === 'no_answer' ? 'No answer' : 'Not a gateway'
    return failure('failure', short, error.kind, `${error.message}. See --api-url and QUIVA_API_URL.`)
  }
  if (error instanceof CliError) return failure(error.exit, shortTexts[error.exit], error.code, error.message)
  if (error instanceof CommanderError) {
    const message = error.code === 'commander.help' ? 'a command is missing' : withoutSecrets(error.message)
    return failure('usage', shortTexts.usage, 'wrong_usage', `${message}. See: quiva --help`)
  }
  const message = error instanceof Error ? error.message : String(error)
  return failure('failure', shortTexts.failure, 'failure', message)
}

const shortTexts: Record<ExitName, string> = {
  refused: 'Refused',
  usage: 'Wrong usage',
  failure: 'Failure',
  interrupted: 'Interrupted',
}

function failure(exit: ExitName, error: string, code: string, message: string): Failure {
  return { exitCode: exitCodes[exit], text: `${error}: ${message}`, json: { error, message, code } }
}

function gatewaysNo(refusal: QuivaError): Failure {
  const { status, code, error, message, details, retryAfterSeconds } = refusal
  const wait = retryAfterSeconds === undefined ? undefined : `Try again in ${retryAfterSeconds} s.`
  const problems = details.map((detail) => `\n  ${detail.path}: ${detail.message}`).join('')
  return {
    exitCode: status < 500 ? exitCodes.refused : exitCodes.failure,
    text: `${error}: ${wait ?? hints[code] ?? message}${problems}`,
    json: {
      error,
      message,
      code,
      status,
      ...(details.length > 0 && { details }),
      ...(retryAfterSeconds !== undefined && { retry_after: retryAfterSeconds }),
    },
  }
}

/** The parser quotes what it did not understand, and people try `--password=…`, or put a password into an address. */
function withoutSecrets(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/(--[\w-]+)=[^']*/, '$1')
    .replace(/\/\/[^/'\s]*@/, '//…@')
}
