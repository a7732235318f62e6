import { Argument, type Command, Option } from 'commander'
import { disableTotp, enableTotp, mfaStatus, recoveryCodes } from '../commands/mfa.ts'
import { changePassword, type ResetOptions, resetPassword } from '../commands/password.ts'
import { endAllSessions, endSession, showSessions } from '../commands/sessions.ts'
import {
  type InviteOptions,
  inviteUser,
  listUsers,
  removeUser,
  resendInvitation,
  roles,
  setRole,
  suspendUser,
} from '../commands/users.ts'
import { examples } from '../help.ts'
import type { MakeParts } from './parts.ts'

/** People: their sessions, members, passwords and second factors. */
export function peopleCommands(program: Command, parts: MakeParts): void {
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
}
