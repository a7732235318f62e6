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
  unauthorized: 'The sign-in or API key is not valid or no longer valid. Run: quiva login',
  invalid_token: 'The sign-in has expired or was revoked. Run: quiva login',
  email_not_confirmed:
    'Open the link in the confirmation mail first, or run: quiva confirm. For a new mail, run: quiva confirm --resend',
  interactive_required: 'An API key cannot do this. Sign in with: quiva login',
  invalid_confirmation:
    'The link or code is wrong, was used, or has expired. For a new mail, run: quiva confirm --resend',
  confirmation_needs_password:
    'This sign-up came from another network. Set QUIVA_PASSWORD to the password of the sign-up, or open the link in the mail and type it there. If you did not sign up, do not confirm.',
  invalid_reset: 'The link is wrong, was used, or has expired. For a new mail, run: quiva password reset',
  invalid_email_code:
    'The code is wrong, was used, or has expired. Run the command without --code to get a new one by mail.',
  account_name_in_use: 'Another account has that name. Choose another name; the same --code is still valid.',
  deletion_not_scheduled: 'The account is not scheduled for deletion, so there is nothing to cancel.',
  unknown_member: 'No member of this account has that address. See: quiva users list',
  already_member: 'A member or an open invitation has that address already. See: quiva users list',
  invalid_second_factor: 'The code is wrong or was used before. Wait for the next code and run the command again.',
  invalid_recovery_code: 'The recovery code is wrong or was used before. Run the command again with another code.',
  invalid_totp_code: 'The code is wrong. Run again: quiva mfa totp enable',
  factor_not_registered: 'No authenticator app is set up. See: quiva mfa status',
  step_up_required:
    'This needs a recent sign-in with a password. Run quiva login --password (with your second factor, if one is switched on), then run this command again within ten minutes; or do it in the browser.',
  mfa_not_enabled: 'Recovery codes need a second factor. Set one up with: quiva mfa totp enable',
  account_required: 'You are a member of several accounts. Choose one with --account:',
  unknown_session: 'You have no such session. See: quiva sessions list',
  already_subscribed: 'The account already has a subscription. Change it in the customer portal: quiva billing portal',
  subscription_not_found: 'The account has no subscription. Choose a plan: quiva billing plans',
  payment_due: 'An invoice is unpaid. Pay it in the customer portal: quiva billing portal',
  unknown_api_key:
    'There is no such API key, it was deleted or has expired, or you may not manage it. See: quiva keys list',
  person_required: 'A key of the account belongs to no user, so it cannot do this. Sign in with: quiva login',
  api_key_replaced: 'The key was rotated before. Rotate its successor; see: quiva keys list',
  beyond_own_limits: 'An API key cannot grant more than it has itself. Sign in with: quiva login',
  unknown_export: 'This account has no export with that name. See: quiva exports list',
  unknown_import: 'This account has no import with that name. See: quiva imports list',
}

/** Tells a refusal from a failure, for everything that a command can end with. */
export function describeFailure(error: unknown, { hasApiKey = false } = {}): Failure {
  if (error instanceof QuivaError) return gatewaysNo(error, hasApiKey)
  if (error instanceof ConnectionError) {
    const isAway = error.kind === 'no_answer'
    const advice = isAway
      ? 'Check that the gateway runs, and its URL: --api-url or QUIVA_API_URL.'
      : 'See --api-url and QUIVA_API_URL.'
    const found = failure('failure', isAway ? 'No answer' : 'Not a gateway', error.kind, `${error.message}. ${advice}`)
    // The message of the client says already that there was no answer.
    return isAway ? { ...found, text: found.json.message } : found
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

const UNSET = 'The command used the key in QUIVA_API_KEY. To use your sign-in: unset QUIVA_API_KEY'

/** What a sign-in may do, and the key of QUIVA_API_KEY may not. */
const HELPED_BY_SIGN_IN = new Set([
  'unauthorized',
  'insufficient_permissions',
  'insufficient_scope',
  'interactive_required',
  'address_not_allowed',
  'other_account',
  'beyond_own_limits',
  'person_required',
  'step_up_required',
])

function gatewaysNo(refusal: QuivaError, hasApiKey: boolean): Failure {
  const { status, code, error, message, details, accounts, confirmationUrl, retryAfterSeconds, requestId } = refusal
  const wait = retryAfterSeconds === undefined ? undefined : `Try again in ${retryAfterSeconds} s.`
  const problems = details.map((detail) => `\n  ${detail.path}: ${detail.message}`).join('')
  const unset = hasApiKey && HELPED_BY_SIGN_IN.has(code) ? `\n${UNSET}` : ''
  const page = confirmationUrl === undefined ? '' : `\n  ${confirmationUrl}`
  // The operator of the gateway finds a fault of its own by it.
  const fault = status >= 500 && requestId !== undefined ? `\nThe request was ${requestId}.` : ''
  const choice = accounts.map((name) => `\n  ${name}`).join('')
  return {
    exitCode: status < 500 ? exitCodes.refused : exitCodes.failure,
    text: `${error}: ${wait ?? hints[code] ?? message}${problems}${choice}${page}${unset}${fault}`,
    json: {
      error,
      message,
      code,
      status,
      ...(details.length > 0 && { details }),
      ...(accounts.length > 0 && { accounts }),
      ...(confirmationUrl !== undefined && { confirmation_url: confirmationUrl }),
      ...(retryAfterSeconds !== undefined && { retry_after: retryAfterSeconds }),
      ...(requestId !== undefined && { request_id: requestId }),
    },
  }
}

/** The parser quotes what it did not understand, and people try `--password …`, or put a password into an address. */
function withoutSecrets(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/(but got \d+): [\s\S]*$/, '$1')
    .replace(/(--[\w-]+)=[^']*/, '$1')
    .replace(/\/\/[^/'\s]*@/, '//…@')
}
