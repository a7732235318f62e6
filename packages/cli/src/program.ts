import { Argument, Command, Option } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { type AskStreams, createAsk } from './ask.ts'
import {
  cancelDeletion,
  type DeleteAccountOptions,
  deleteAccount,
  renameAccount,
  showAccount,
  type UpdateOptions,
  updateAccount,
} from './commands/account.ts'
import { type AuditOptions, audit } from './commands/audit.ts'
import { type Addon, cancelBilling, openPortal, showBilling, showPlans, startCheckout } from './commands/billing.ts'
import { checkKeys } from './commands/check-keys.ts'
import { type ConfirmOptions, confirm } from './commands/confirm.ts'
import { type IssueOptions, issueKey } from './commands/issue-key.ts'
import { type CredsOptions, keyCreds } from './commands/key-creds.ts'
import { keyUsage } from './commands/key-usage.ts'
import { deleteKey, type ListOptions, listKeys, type UpdateKeyOptions, updateKey } from './commands/keys.ts'
import { type LoginOptions, login } from './commands/login.ts'
import { logout } from './commands/logout.ts'
import { setMesh, showMesh } from './commands/mesh.ts'
import { disableTotp, enableTotp, mfaStatus, recoveryCodes } from './commands/mfa.ts'
import { type NatsConfigOptions, natsConfig } from './commands/nats-config.ts'
import { changePassword, type ResetOptions, resetPassword } from './commands/password.ts'
import { type RotateOptions, rotateKey } from './commands/rotate-key.ts'
import { endAllSessions, endSession, showSessions } from './commands/sessions.ts'
import {
  addExport,
  addImport,
  type ExportOptions,
  type ImportOptions,
  listExports,
  listImports,
  removeExport,
  removeImport,
} from './commands/sharing.ts'
import { type SignupOptions, signup } from './commands/signup.ts'
import {
  type InviteOptions,
  inviteUser,
  listUsers,
  removeUser,
  resendInvitation,
  roles,
  setRole,
  suspendUser,
} from './commands/users.ts'
import { whoami } from './commands/whoami.ts'
import { createConnect } from './connect.ts'
import { readEnvironment } from './environment.ts'
import { afterHelp, description, examples } from './help.ts'
import { parseRate } from './limits.ts'
import {
  collect,
  DEFAULT_API_URL,
  parseAddon,
  parseApiUrl,
  parseDays,
  parseGrace,
  parseLimit,
  parseMoment,
  parseNodes,
  parsePosition,
} from './options.ts'
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
  const { apiKey, password, newPassword, mfaCode, configFolder } = readEnvironment(variables)
  const ask = createAsk(streams)

  /** What commands are made of, once the option that all of them share is read. */
  function parts() {
    const { apiUrl } = program.opts<{ apiUrl: string }>()
    const sessions = createSessions(configFolder)
    const connect = createConnect({ apiUrl, apiKey, sessions, version: manifest.version })
    const hasApiKey = apiKey !== undefined
    return { apiUrl, output, sessions, connect, ask, password, newPassword, mfaCode, apiKey, hasApiKey }
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
    .description('sign in with a password, and with the second factor if one is on')
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

  const account = program.command('account').description('show, change, rename and delete the account')

  account
    .command('show')
    .description('show the account that you are signed in to')
    .action(() => showAccount(parts()))

  account
    .command('update')
    .description('change what the options name, and nothing else; an empty text clears it')
    .option('--company <name>', 'company')
    .option('--address <text>', 'postal address')
    .option('--country <name>', 'country')
    .option('--website <address>', 'website')
    .option('--phone <number>', 'phone number')
    .option('--region <name>', 'region')
    .option('--provider <name>', 'provider')
    .option('--cloud', 'switch quiva.ai Cloud on')
    .option('--no-cloud', 'switch it off')
    .option('--hub', 'switch quiva.ai Hub on')
    .option('--no-hub', 'switch it off')
    .addHelpText('after', examples.updateAccount)
    .action((options: UpdateOptions) => updateAccount(options, parts()))

  account
    .command('rename')
    .description('give the account another name; signs everybody out, API keys go on')
    .argument('<name>', 'the new name')
    .option('--code <digits>', 'the code from the mail; without it one is mailed')
    .addHelpText('after', examples.renameAccount)
    .action((name: string, options: { code?: string }) => renameAccount(name, options, parts()))

  account
    .command('delete')
    .description('delete the account, with all its sessions and API keys; the people stay')
    .option('--in-14-days', 'not now; until then everything goes on, and it can be cancelled')
    .option('--code <digits>', 'the code from the mail; without it one is mailed')
    .option('--yes', 'do not ask for the name of the account')
    .addHelpText('after', examples.deleteAccount)
    .action((options: DeleteAccountOptions) => deleteAccount(options, parts()))

  account
    .command('cancel-deletion')
    .description('keep an account that is to be deleted in 14 days')
    .action(() => cancelDeletion(parts()))

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

  const users = program.command('users').description('the members of this account; for root and administrators')

  users
    .command('invite')
    .description('invite somebody by mail; they have 48 hours to accept')
    .argument('<email>', 'their email address')
    .addOption(new Option('--role <role>', 'what they will be').choices(roles).makeOptionMandatory())
    .option('--first-name <name>', 'their first name')
    .option('--last-name <name>', 'their last name')
    .addHelpText('after', examples.invite)
    .action((email: string, options: InviteOptions) => inviteUser(email, options, parts()))

  users
    .command('resend')
    .description('mail an invitation again: another link, good for 48 hours from now')
    .argument('<email>', 'the address that was invited')
    .action((email: string) => resendInvitation(email, parts()))

  users
    .command('list')
    .description('list the members, invited and suspended ones too')
    .action(() => listUsers(parts()))

  users
    .command('role')
    .description('change what a member is; it holds at once, for their sessions, keys and creds')
    .argument('<email>', 'their email address')
    .addArgument(new Argument('<role>', 'what they will be').choices(roles))
    .action((email: string, role: InviteOptions['role']) => setRole(email, role, parts()))

  users
    .command('suspend')
    .description('refuse a member everything in this account, until they are let in again')
    .argument('<email>', 'their email address')
    .action((email: string) => suspendUser(email, true, parts()))

  users
    .command('resume')
    .description('let a suspended member in again')
    .argument('<email>', 'their email address')
    .action((email: string) => suspendUser(email, false, parts()))

  users
    .command('remove')
    .description('end a membership at once, with its sessions, keys and creds; or take an invitation back')
    .argument('<email>', 'their email address')
    .action((email: string) => removeUser(email, parts()))

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

  const mfa = program
    .command('mfa')
    .description('show your second factors, set up an authenticator app, get recovery codes')

  mfa
    .command('status')
    .description('show which second factors are on, and your passkeys')
    .option('--email <address>', 'those of another member; for root and administrators')
    .action((options: { email?: string }) => mfaStatus(options, parts()))

  const totp = mfa.command('totp').description('set up an authenticator app, or remove it')

  totp
    .command('enable')
    .description('set up an authenticator app: shows its QR code, takes its first code, prints recovery codes')
    .addHelpText('after', examples.enableTotp)
    .action(() => enableTotp(parts()))

  totp
    .command('disable')
    .description('remove the authenticator app; with the last factor the recovery codes go, too')
    .option('--email <address>', 'that of another member; for root and administrators')
    .action((options: { email?: string }) => disableTotp(options, parts()))

  mfa
    .command('codes')
    .description('print the recovery codes that are left, one a line; their owner gets a mail')
    .option('--new', 'make ten new ones instead; the earlier ones stop working')
    .option('--email <address>', 'those of another member; for root and administrators')
    .action((options: { email?: string; new?: true }) => recoveryCodes(options, parts()))

  const keys = program
    .command('keys')
    .description('issue, list, change, rotate and delete API keys, and get their creds')

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
    .option('--scope <scope>', 'what it may do at most, resource:action; several times for several', collect)
    .option('--allow-ip <network>', 'from where alone it may be used, as CIDR; several times for several', collect)
    .option('--rate-limit <requests/seconds>', 'how often it may be used, such as 100/60', parseRate)
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
    .command('update')
    .description('change the name and the limits of an API key; what no option names stays as it is')
    .argument('[id]', 'id of the key, or the key itself; - reads it from standard input')
    .option('--name <name>', 'what the key is for')
    .option('--scope <scope>', 'what it may do at most; several times for several, in place of those it has', collect)
    .option('--no-scope', 'all that its owner may')
    .option('--allow-ip <network>', 'from where alone it may be used; several times for several', collect)
    .option('--no-allow-ip', 'from anywhere')
    .option('--rate-limit <requests/seconds>', 'how often it may be used, such as 100/60', parseRate)
    .option('--no-rate-limit', 'as often as it likes')
    .addHelpText('after', examples.update)
    .action((id: string | undefined, options: UpdateKeyOptions) => updateKey(id, options, parts()))

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

  program
    .command('audit')
    .description('show the audit log of the account, newest first; for root and administrators')
    .option('--person <who>', 'what this person did: the address of a member, or an id')
    .option('--action <name>', 'what was done, such as api_key.issued')
    .option('--target <id>', 'what was done to this person, session, key or account')
    .option('--from <time>', 'from this day or moment on (UTC)', parseMoment)
    .option('--to <time>', 'before this day or moment (UTC)', parseMoment)
    .option('--limit <n>', 'how many at most, 1 to 1000; 100 without it', parseLimit)
    .option('--export', 'print all of it as JSON lines')
    .option('--follow', 'print what comes from now on (or since --from), until Ctrl-C')
    .addHelpText('after', examples.audit)
    .action((options: AuditOptions) => audit(options, parts()))

  const exports = program.command('exports').description('share streams and services with other accounts')

  exports
    .command('add')
    .description('offer a stream or a service to other accounts')
    .argument('<name>', 'what it is called in this account')
    .argument('<subject>', 'what is offered, such as ticks.>')
    .addOption(
      new Option('--type <type>', 'whether importers receive it or send requests to it')
        .choices(['stream', 'service'])
        .makeOptionMandatory(),
    )
    .option('--token-position <n>', "which * has to be the importer's own account, counted from 1", parsePosition)
    .option('--allow <account-id>', 'open to this account alone; may be given several times', collect)
    .addHelpText('after', examples.addExport)
    .action((name: string, subject: string, options: ExportOptions) => addExport(name, subject, options, parts()))

  exports
    .command('remove')
    .description('withdraw an export; imports of it stay with their accounts, broken')
    .argument('<name>', 'its name')
    .action((name: string) => removeExport(name, parts()))

  exports
    .command('list')
    .description('list the exports of this account')
    .action(() => listExports(parts()))

  const imports = program.command('imports').description('use streams and services of other accounts')

  imports
    .command('add')
    .description('import a stream or a service that another account exports')
    .argument('<name>', 'what it is called in this account')
    .argument('<subject>', 'what is imported, all or a part of the export')
    .requiredOption('--from <account>', 'id or name of the account that exports it')
    .option('--token-position <n>', 'as in the export; the subject has * there', parsePosition)
    .option('--as <subject>', 'where to find it in this account; by default at the same subject')
    .addHelpText('after', examples.addImport)
    .action((name: string, subject: string, options: ImportOptions) => addImport(name, subject, options, parts()))

  imports
    .command('remove')
    .description('end an import')
    .argument('<name>', 'its name')
    .action((name: string) => removeImport(name, parts()))

  imports
    .command('list')
    .description('list the imports of this account, broken ones too')
    .action(() => listImports(parts()))

  const mesh = program.command('mesh').description("say where the account's streams shall be, and see where they are")

  mesh
    .command('show')
    .description('show what was asked for, how far it is, and what is in the way')
    .action(() => showMesh(parts()))

  mesh
    .command('set')
    .description('keep a copy of each stream on so many nodes in these regions; for root and administrators')
    .argument('<nodes>', '1, 3 or 5', parseNodes)
    .argument('<regions...>', 'no more than there are nodes')
    .addHelpText('after', examples.setMesh)
    .action((nodes: 1 | 3 | 5, regions: string[]) => setMesh(nodes, regions, parts()))

  const nats = program.command('nats').description('use the message bus with the command nats')

  nats
    .command('config')
    .description('print a context of the command nats for this account, with the creds of one of your keys')
    .requiredOption('--creds-file <path>', 'file with the creds, as quiva keys creds writes it')
    .option('--server <url>', 'where the NATS servers are, several by comma', 'nats://127.0.0.1:4222')
    .option('--name <context>', "name of the context; by default the account's")
    .addHelpText('after', examples.natsConfig)
    .action((options: NatsConfigOptions) => natsConfig(options, parts()))

  const billing = program
    .command('billing')
    .description('choose a plan, look at it, pay for it and cancel it; for root, administrators and billing')

  billing
    .command('plans')
    .description('list the plans and addons with their prices')
    .action(() => showPlans(parts()))

  billing
    .command('status')
    .description('show the plan, what it consists of, and when it renews or ends')
    .action(() => showBilling(parts()))

  billing
    .command('checkout')
    .description('print the address of a page on which to subscribe')
    .argument('<price>', 'price id of a plan')
    .option('--addon <price[:quantity]>', 'an addon beside it; may be there several times', parseAddon)
    .addHelpText('after', examples.checkout)
    .action((price: string, options: { addon?: Addon[] }) => startCheckout(price, options, parts()))

  billing
    .command('portal')
    .description('print the address of the portal for payment methods, invoices and the subscription')
    .action(() => openPortal(parts()))

  billing
    .command('cancel')
    .description('let the subscription end when its period is over')
    .action(() => cancelBilling(parts()))

  return program
}
