import { type Command, Option } from 'commander'
import { setMesh, showMesh } from '../commands/mesh.ts'
import { type NatsConfigOptions, natsConfig } from '../commands/nats-config.ts'
import {
  addExport,
  addImport,
  type ExportOptions,
  type ImportOptions,
  listExports,
  listImports,
  removeExport,
  removeImport,
} from '../commands/sharing.ts'
import { examples } from '../help.ts'
import { collect, parseNodes, parsePosition } from '../options.ts'
import type { MakeParts } from './parts.ts'

/** The message bus: sharing, mesh nodes, and the command nats. */
export function busCommands(program: Command, parts: MakeParts): void {
  const exports = program.command('exports').description('share streams and services with other accounts')

  exports
    .command('add')
    .description('offer a stream or a service to other accounts')
    .argument('<name>', 'its name in this account')
    .argument('<subject>', 'the subject to offer, such as ticks.>')
    .addOption(
      new Option('--type <type>', 'stream: importers receive messages; service: importers send requests')
        .choices(['stream', 'service'])
        .makeOptionMandatory(),
    )
    .option(
      '--token-position <n>',
      'position of the token, counted from 1, that must be the account key of the importing account; the subject has * there',
      parsePosition,
    )
    .option('--allow <account-id>', 'offer it only to this account; can be given several times', collect)
    .addHelpText('after', examples.addExport)
    .action((name: string, subject: string, options: ExportOptions) => addExport(name, subject, options, parts()))

  exports
    .command('remove')
    .description('remove an export; imports of it are kept, but no longer work')
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
    .argument('<name>', 'its name in this account')
    .argument('<subject>', 'the subject to import, the whole export or a part of it')
    .requiredOption('--from <account>', 'id or name of the account that exports it')
    .option('--token-position <n>', 'as in the export; the subject has * there', parsePosition)
    .option('--as <subject>', 'its subject in this account; default: the same subject')
    .addHelpText('after', examples.addImport)
    .action((name: string, subject: string, options: ImportOptions) => addImport(name, subject, options, parts()))

  imports
    .command('remove')
    .description('remove an import')
    .argument('<name>', 'its name')
    .action((name: string) => removeImport(name, parts()))

  imports
    .command('list')
    .description('list the imports of this account, also those that no longer work')
    .action(() => listImports(parts()))

  const mesh = program.command('mesh').description("set where the account's streams are kept, and show where they are")

  mesh
    .command('show')
    .description('show the desired placement of the streams, which streams are in place, and what blocks the others')
    .action(() => showMesh(parts()))

  mesh
    .command('set')
    .description(
      'set the desired placement: keep a copy of each stream on this number of nodes in these regions; for the root user and administrators',
    )
    .argument('<nodes>', '1, 3 or 5', parseNodes)
    .argument('<regions...>', 'the regions, at most as many as nodes')
    .addHelpText('after', examples.setMesh)
    .action((nodes: 1 | 3 | 5, regions: string[]) => setMesh(nodes, regions, parts()))

  const nats = program.command('nats').description('use the message bus with the command nats')

  nats
    .command('config')
    .description('print a context of the command nats for this account, with the creds of one of your keys')
    .requiredOption('--creds-file <path>', 'file with the creds, as quiva keys creds writes it')
    .option('--server <url>', 'URLs of the NATS servers, separated by commas', 'nats://127.0.0.1:4222')
    .option('--name <context>', 'name of the context; default: the name of the account')
    .addHelpText('after', examples.natsConfig)
    .action((options: NatsConfigOptions) => natsConfig(options, parts()))
}
