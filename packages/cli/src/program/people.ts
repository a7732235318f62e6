import { Argument, type Command, Option } from 'commander'
import { disableTotp, enableTotp, mfaStatus, recoveryCodes } from '../commands/mfa.ts'
import { changePassword, type ResetOptions, resetPassword } from '../commands/password.ts'
import { endAllSessions, endSession, showSessions } from '../commands/sessions.ts'
import {
  type InviteOptions,
  inviteUser,
  type ListUsersOptions,
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
  const sessions = program.command('sessions').description('list and revoke your sessions')

  sessions
    .command('list')
    .description('list your live sessions in all accounts, newest first; with an API key, the sessions made from it')
    .action(() => showSessions(parts()))

  sessions
    .command('end')
    .description('revoke one of your sessions at once, everywhere')
    .argument('<handle>', 'the handle of the session from the list, or current for the session in use here')
    .addHelpText('after', examples.endSession)
    .action((handle: string) => endSession(handle, parts()))

  sessions
    .command('end-all')
    .description('revoke all your sessions in this account, also the one in use here; API keys still work')
    .option('--email <address>', 'the sessions of another member; for the root user and administrators')
    .action((options: { email?: string }) => endAllSessions(options, parts()))

  const users = program
    .command('users')
    .description('the members of this account; for the root user and administrators')

  users
    .command('invite')
    .description('invite somebody by mail; the invitation expires after 48 hours')
    .argument('<email>', 'their email address')
    .addOption(new Option('--role <role>', 'their role').choices(roles).makeOptionMandatory())
    .option('--first-name <name>', 'their first name')
    .option('--last-name <name>', 'their last name')
    .addHelpText('after', examples.invite)
    .action((email: string, options: InviteOptions) => inviteUser(email, options, parts()))

  users
    .command('resend')
    .description('send an invitation again, with a new link that works for 48 hours')
    .argument('<email>', 'the invited email address')
    .action((email: string) => resendInvitation(email, parts()))

  users
    .command('list')
    .description('list the members, also invited and suspended ones')
    .option('--search <text>', 'only members whose email address or name contains this text')
    .action((options: ListUsersOptions) => listUsers(options, parts()))

  users
    .command('role')
    .description('change the role of a member; this applies at once, also to their sessions, keys and creds')
    .argument('<email>', 'their email address')
    .addArgument(new Argument('<role>', 'their new role').choices(roles))
    .action((email: string, role: InviteOptions['role']) => setRole(email, role, parts()))

  users
    .command('suspend')
    .description('suspend a member: this account refuses them everything until you run quiva users resume')
    .argument('<email>', 'their email address')
    .action((email: string) => suspendUser(email, true, parts()))

  users
    .command('resume')
    .description('end the suspension of a member: their sessions, keys and creds work again')
    .argument('<email>', 'their email address')
    .action((email: string) => suspendUser(email, false, parts()))

  users
    .command('remove')
    .description(
      'remove a member at once, revoke their sessions and creds, and delete their keys; or withdraw an invitation',
    )
    .argument('<email>', 'their email address')
    .action((email: string) => removeUser(email, parts()))

  const passwords = program.command('password').description('change your password, or reset a forgotten one')

  passwords
    .command('change')
    .description('set a new password with the current one; this revokes your other sessions')
    .option('--password-stdin', 'read two lines from standard input: the current password, then the new one')
    .addHelpText('after', examples.changePassword)
    .action((options: { passwordStdin?: true }) => changePassword(options, parts()))

  passwords
    .command('reset')
    .description('request a mail with a link; with --link, set a new password, which revokes all your sessions')
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
    .description('show which second factors are switched on, and your passkeys')
    .option('--email <address>', 'the second factors of another member; for the root user and administrators')
    .action((options: { email?: string }) => mfaStatus(options, parts()))

  const totp = mfa.command('totp').description('set up an authenticator app, or remove it')

  totp
    .command('enable')
    .description('set up an authenticator app: shows a QR code, asks for the first code, prints recovery codes')
    .addHelpText('after', examples.enableTotp)
    .action(() => enableTotp(parts()))

  totp
    .command('disable')
    .description('remove the authenticator app; if it is the last factor, this removes the recovery codes too')
    .option('--email <address>', 'the app of another member; for the root user and administrators')
    .action((options: { email?: string }) => disableTotp(options, parts()))

  mfa
    .command('codes')
    .description('print the remaining recovery codes, one per line; the user gets a mail')
    .option('--new', 'issue ten new codes instead; the earlier codes no longer work')
    .option('--email <address>', 'the codes of another member; for the root user and administrators')
    .action((options: { email?: string; new?: true }) => recoveryCodes(options, parts()))
}
