import { type Command, Option } from 'commander'
import { checkKeys } from '../commands/check-keys.ts'
import { type IssueOptions, issueKey } from '../commands/issue-key.ts'
import { type CredsOptions, keyCreds } from '../commands/key-creds.ts'
import { keyUsage } from '../commands/key-usage.ts'
import { deleteKey, type ListOptions, listKeys, type UpdateKeyOptions, updateKey } from '../commands/keys.ts'
import { type RotateOptions, rotateKey } from '../commands/rotate-key.ts'
import { examples } from '../help.ts'
import { parseRate } from '../limits.ts'
import { collect, parseDays, parseGrace } from '../options.ts'
import type { MakeParts } from './parts.ts'

const IDEMPOTENCY = 'a random text, such as a UUID: sent again within ten minutes it gets the same key, not another one'

/** API keys. */
export function keyCommands(program: Command, parts: MakeParts): void {
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
      'how long the old key lives on, such as 90m, 24h or 7d; 0 ends it at once, but for a key that rotates itself; 24h',
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
    .action((files: string[]) => checkKeys(files, parts()))

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
}
