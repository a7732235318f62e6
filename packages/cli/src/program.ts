import { Command, Option } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { type AskStreams, createAsk } from './ask.ts'
import { checkKeys } from './commands/check-keys.ts'
import { type ConfirmOptions, confirm } from './commands/confirm.ts'
import { type IssueOptions, issueKey } from './commands/issue-key.ts'
import { type CredsOptions, keyCreds } from './commands/key-creds.ts'
import { keyUsage } from './commands/key-usage.ts'
import { deleteKey, type ListOptions, listKeys } from './commands/keys.ts'
import { type LoginOptions, login } from './commands/login.ts'
import { logout } from './commands/logout.ts'
import { changePassword, type ResetOptions, resetPassword } from './commands/password.ts'
import { type RotateOptions, rotateKey } from './commands/rotate-key.ts'
import { endAllSessions, endSession, showSessions } from './commands/sessions.ts'
import { type SignupOptions, signup } from './commands/signup.ts'
import { whoami } from './commands/whoami.ts'
import { createConnect } from './connect.ts'
import { readEnvironment } from './environment.ts'
import { afterHelp, description, examples } from './help.ts'
import { DEFAULT_API_URL, parseApiUrl, parseDays, parseGrace } from './options.ts'
import { createOutput, type OutputStreams } from './output.ts'
import { createSessions } from './sessions.ts'

const IDEMPOTENCY = 'a random text, such as a UUID: sent again within ten minutes it gets the same key, not another one'

/** Where a command reads and writes; `isTTY` where a person sits. */
export type Streams = AskStreams & OutputStreams

/**
 * Every command with its options, and what it is made of. `parseAsync` runs one, and throws what it ends with; `asJson`
 * says whether --json is there.
 */
export function createProgram(
  variables: Record<string, string | undefined>,
  streams: Streams,
  asJson: boolean,
): Command {
  const program = new Command('quiva')
  const output = createOutput(streams, asJson)
  const { apiKey, password, newPassword, configFolder } = readEnvironment(variables)
  const ask = createAsk(streams)

  /** What commands are made of, once the option that all of them share is read. */
  function parts() {
    const { apiUrl } = program.opts<{ apiUrl: string }>()
    const sessions = createSessions(configFolder)
    const connect = createConnect({ apiUrl, apiKey, sessions, version: manifest.version })
    const hasApiKey = apiKey !== undefined
    return { apiUrl, output, sessions, connect, ask, password, newPassword, apiKey, hasApiKey }
  }

  program
    .description(description)
    .version(manifest.version, '-V, --version', 'print the version')
    .addOption(
      new Option('--api-url <url>', 'where the gateway is')
        // The parser reads this one itself, from the process, and checks it like the option.
        .env('QUIVA_API_URL')
        .default(DEFAULT_API_URL)
        .argParser(parseApiUrl),
    )
    .option('--json', 'print one JSON document: the result on standard output, an error on standard error')
    .addHelpText('after', afterHelp)
    .configureHelp({ showGlobalOptions: true })
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    // Errors are printed by whoever runs this; help that nobody asked for (a command is missing) goes to people only.
    .configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: (text) => asJson || streams.stderr.write(text),
      outputError: () => undefined,
    })
    .exitOverride()

  program
    .command('signup')
    .description('create an account; a mail with a code follows')
    .option('--account <name>', 'name of the account')
    .option('--email <address>', 'your email address; you become the root user')
    .option('--first-name <name>', 'your first name')
    .option('--last-name <name>', 'your last name')
    .option('--company <name>', 'your company')
    .option('--country <name>', 'your country')
    .option('--password-stdin', 'read the password from standard input')
    .addHelpText('after', examples.signup)
    .action((options: SignupOptions) => signup(options, parts()))

  program
    .command('confirm')
    .description('prove that an address is yours, with the code or the link from the mail')
    .argument('[proof]', 'code, link, or the token in the link; - reads it from standard input')
    .option('--resend', 'mail a new link and code instead; the earlier ones stop working')
    .option('--email <address>', 'with --resend: your email address')
    .addHelpText('after', examples.confirm)
    .action((proof: string | undefined, options: ConfirmOptions) => confirm(proof, options, parts()))

  program
    .command('login')
    .description('sign in with a password')
    .option('--email <address>', 'your email address')
    .option('--account <name>', 'the account; by default the one you are root of, or else your only one')
    .option('--password-stdin', 'read the password from standard input')
    .addHelpText('after', examples.login)
    .action((options: LoginOptions) => login(options, parts()))

  program
    .command('logout')
    .description('end the session and remove the sign-in from this computer')
    .action(() => logout(parts()))

  program
    .command('whoami')
    .description('show who is signed in: person, account, role, and by what')
    .action(() => whoami(parts()))

  const sessions = program.command('sessions').description('list your sessions, and end them')

  sessions
    .command('list')
    .description('list your live sessions in all accounts, newest first; with an API key, those made from it')
    .action(() => showSessions(parts()))

  sessions
    .command('end')
    .description('end one of your sessions at once, everywhere')
    .argument('<handle>', 'its handle from the list, or current for the one in use here')
    .addHelpText('after', examples.endSession)
    .action((handle: string) => endSession(handle, parts()))

  sessions
    .command('end-all')
    .description('end all your sessions in this account, the one in use here too; API keys go on')
    .option('--email <address>', 'those of another member; for root and administrators')
    .action((options: { email?: string }) => endAllSessions(options, parts()))

  const passwords = program.command('password').description('change your password, or reset a forgotten one')

  passwords
    .command('change')
    .description('set a new password with the current one; your other sessions end')
    .option('--password-stdin', 'read two lines from standard input: the current password, then the new one')
    .addHelpText('after', examples.changePassword)
    .action((options: { passwordStdin?: true }) => changePassword(options, parts()))

  passwords
    .command('reset')
    .description('ask for a mail with a link; with --link, set a new password, which ends all your sessions')
    .option('--email <address>', 'your email address')
    .option('--link <link>', 'the link from the mail, or the token in it; - reads it from standard input')
    .option('--password-stdin', 'with --link: read the new password from standard input')
    .addHelpText('after', examples.resetPassword)
    .action((options: ResetOptions) => resetPassword(options, parts()))

  const keys = program.command('keys').description('issue, list, rotate and delete API keys, and get their creds')

  keys
    .command('issue')
    .description('issue an API key')
    .argument('<name>', 'what the key is for')
    .option('--expires <days>', 'days until it ends, 1 to 365; 90 unless the operator chose otherwise', parseDays)
    .addOption(new Option('--expiry-days <n>', 'the same').argParser(parseDays).conflicts('expires'))
    .addOption(
      new Option('--owner <who>', 'account: a key that stays when you go; for root and administrators').choices([
        'member',
        'account',
      ]),
    )
    .addOption(
      new Option('--role <role>', 'with --owner account: what the key may do').choices([
        'admin',
        'developer',
        'monitor',
        'billing',
      ]),
    )
    .option('--idempotency-key <key>', IDEMPOTENCY)
    .option('--creds-file <path>', 'write its creds for the message bus to this new file, readable by you only')
    .option('--force', 'replace the file if it exists')
    .addHelpText('after', examples.issue)
    .action((name: string, options: IssueOptions) => issueKey(name, options, parts()))

  keys
    .command('list')
    .description('list the live API keys, oldest first')
    .option('--email <address>', 'those of another member; for root and administrators')
    .addOption(
      new Option('--owner <who>', 'account: those of the account itself; for root and administrators').choices([
        'member',
        'account',
      ]),
    )
    .action((options: ListOptions) => listKeys(options, parts()))

  keys
    .command('rotate')
    .description('replace an API key by a successor; the old one lives on for a while')
    .argument(
      '[id]',
      'id of the key, or the key itself; - reads it from standard input; by default that of QUIVA_API_KEY',
    )
    .option(
      '--grace <time>',
      'how long the old key lives on, such as 90m, 24h or 7d; 0 ends it at once; 24h',
      parseGrace,
    )
    .option(
      '--expires <days>',
      'days until the successor ends; by default as long as the old one was issued for',
      parseDays,
    )
    .option('--idempotency-key <key>', IDEMPOTENCY)
    .option('--creds-file <path>', 'write its creds for the message bus to this new file, readable by you only')
    .option('--force', 'replace the file if it exists')
    .addHelpText('after', examples.rotate)
    .action((id: string | undefined, options: RotateOptions) => rotateKey(id, options, parts()))

  keys
    .command('usage')
    .description('show on which days, how often and from where an API key was used')
    .argument('[id]', 'id of the key; by default that of QUIVA_API_KEY')
    .action((id: string | undefined) => keyUsage(id, parts()))

  keys
    .command('check')
    .description('look for API keys in text, without asking any gateway; status 1 if there is one')
    .argument('<files...>', 'files to look at; - reads standard input')
    .addHelpText('after', examples.check)
    .action((files: string[]) => checkKeys(files, { output, stdin: streams.stdin }))

  keys
    .command('delete')
    .description('delete an API key, at once and for good')
    .argument('[id]', 'id of the key, or the key itself; - reads it from standard input')
    .addHelpText('after', examples.delete)
    .action((id: string | undefined) => deleteKey(id, parts()))

  keys
    .command('creds')
    .description("get an API key's creds for the message bus")
    .argument('[key]', 'the whole key; - reads it from standard input')
    .option('--creds-file <path>', 'write them to this new file, readable by you only')
    .addOption(
      new Option('--format <labels>', 'labels of the blocks; some clients know only those of NATS').choices([
        'quiva',
        'nats',
      ]),
    )
    .option('--force', 'replace the file if it exists')
    .addHelpText('after', examples.creds)
    .action((key: string | undefined, options: CredsOptions) => keyCreds(key, options, parts()))

  return program
}
