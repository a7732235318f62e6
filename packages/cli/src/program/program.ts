import { Command, Option } from 'commander'
import manifest from '../../package.json' with { type: 'json' }
import { afterHelp, description } from '../help.ts'
import { DEFAULT_API_URL, parseApiUrl, parseProfile } from '../options.ts'
import { accountCommands } from './account.ts'
import { auditCommands } from './audit.ts'
import { billingCommands } from './billing.ts'
import { busCommands } from './bus.ts'
import { holderCommands } from './holders.ts'
import { keyCommands } from './keys.ts'
import { createMakeParts, type Streams } from './parts.ts'
import { peopleCommands } from './people.ts'
import { signInCommands } from './sign-in.ts'
import { webhookCommands } from './webhooks.ts'

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
  const parts = createMakeParts(program, variables, streams, asJson)

  program
    .description(description)
    .version(manifest.version, '-V, --version', 'print the version')
    .addOption(
      new Option(
        '--api-url <url>',
        `URL of the gateway; default: the gateway of the last sign-in, or ${DEFAULT_API_URL}`,
      )
        // The parser reads this one itself, from the process, and checks it like the option.
        .env('QUIVA_API_URL')
        .argParser(parseApiUrl),
    )
    .addOption(
      new Option('--profile <name>', 'the sign-in to use, by its name in quiva accounts')
        .env('QUIVA_PROFILE')
        .argParser(parseProfile),
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

  // In the order in which the help lists them.
  signInCommands(program, parts)
  accountCommands(program, parts)
  peopleCommands(program, parts)
  keyCommands(program, parts)
  holderCommands(program, parts)
  auditCommands(program, parts)
  webhookCommands(program, parts)
  busCommands(program, parts)
  billingCommands(program, parts)
  return program
}
