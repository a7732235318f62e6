import type { Command } from 'commander'
import {
  cancelDeletion,
  type DeleteAccountOptions,
  deleteAccount,
  renameAccount,
  showAccount,
  type UpdateOptions,
  updateAccount,
} from '../commands/account.ts'
import { examples } from '../help.ts'
import type { MakeParts } from './parts.ts'

/** The account itself. */
export function accountCommands(program: Command, parts: MakeParts): void {
  const account = program.command('account').description('show, change, rename and delete the account')

  account
    .command('show')
    .description('show the account that you are signed in to')
    .action(() => showAccount(parts()))

  account
    .command('update')
    .description('change only what the options name; an empty text clears a field')
    .option('--company <name>', 'company')
    .option('--address <text>', 'postal address')
    .option('--country <name>', 'country')
    .option('--website <address>', 'website')
    .option('--phone <number>', 'phone number')
    .option('--region <name>', 'region')
    .option('--provider <name>', 'provider')
    .option('--cloud', 'switch quiva.ai Cloud on')
    .option('--no-cloud', 'switch quiva.ai Cloud off')
    .option('--hub', 'switch quiva.ai Hub on')
    .option('--no-hub', 'switch quiva.ai Hub off')
    .addHelpText('after', examples.updateAccount)
    .action((options: UpdateOptions) => updateAccount(options, parts()))

  account
    .command('rename')
    .description('rename the account; this revokes all sessions, but API keys still work')
    .argument('<name>', 'the new name')
    .option('--code <digits>', 'the code from the mail; without this option, the gateway mails you one')
    .addHelpText('after', examples.renameAccount)
    .action((name: string, options: { code?: string }) => renameAccount(name, options, parts()))

  account
    .command('delete')
    .description('delete the account, with all its sessions and API keys; its users are kept')
    .option('--in-14-days', 'delete it in 14 days; until then everything works, and you can cancel the deletion')
    .option('--code <digits>', 'the code from the mail; without this option, the gateway mails you one')
    .option('--yes', 'do not ask for the name of the account')
    .addHelpText('after', examples.deleteAccount)
    .action((options: DeleteAccountOptions) => deleteAccount(options, parts()))

  account
    .command('cancel-deletion')
    .description('cancel a deletion that was scheduled with --in-14-days')
    .action(() => cancelDeletion(parts()))
}
