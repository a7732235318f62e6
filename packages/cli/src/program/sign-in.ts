import type { Command } from 'commander'
import { type ConfirmOptions, confirm } from '../commands/confirm.ts'
import { type LoginOptions, login } from '../commands/login.ts'
import { logout } from '../commands/logout.ts'
import { listProfiles, switchProfile } from '../commands/profiles.ts'
import { type SignupOptions, signup } from '../commands/signup.ts'
import { whoami } from '../commands/whoami.ts'
import { examples } from '../help.ts'
import type { MakeParts } from './parts.ts'

/** Signing up, in and out. */
export function signInCommands(program: Command, parts: MakeParts): void {
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
    .description('confirm your email address with the code or the link from the mail')
    .argument('[proof]', 'the code, the link, or the token in the link; - reads it from standard input')
    .option('--resend', 'send a new link and code by mail instead; the earlier ones still work')
    .option('--email <address>', 'with --resend: your email address')
    .addHelpText('after', examples.confirm)
    .action((proof: string | undefined, options: ConfirmOptions) => confirm(proof, options, parts()))

  program
    .command('login')
    .description('sign in, in the browser or with a password')
    .option('--device', 'show an address and a code for a browser elsewhere, and open none here')
    .option('--password', 'ask for your address, password and second factor here')
    .option('--email <address>', 'your email address; the password is then asked for here')
    .option('--account <name>', 'the account; default: the account whose root you are, or your only account')
    .option('--password-stdin', 'read the password from standard input')
    .addHelpText('after', examples.login)
    .action((options: LoginOptions) => login(options, parts()))

  program
    .command('accounts')
    .description('list the sign-ins on this computer: account, user, and which one is in use')
    .action(() => listProfiles(parts()))

  program
    .command('switch')
    .description('use another sign-in from now on; you may leave out the name if there are only two')
    .argument('[name]', 'its name in quiva accounts')
    .addHelpText('after', examples.switch)
    .action((name: string | undefined) => switchProfile(name, parts()))

  program
    .command('logout')
    .description('revoke the session and remove the sign-in from this computer')
    .action(() => logout(parts()))

  program
    .command('whoami')
    .description('show who is signed in: user, account, role and credential')
    .action(() => whoami(parts()))
}
