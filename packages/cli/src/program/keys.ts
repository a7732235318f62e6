import { type Command, Option } from 'commander'
import { checkKeys } from '../commands/check-keys.ts'
import { type DeleteKeyOptions, deleteKey } from '../commands/delete-key.ts'
import { type ImportOptions, importKeys } from '../commands/import-keys.ts'
import { type IssueOptions, issueKey } from '../commands/issue-key.ts'
import { type CredsOptions, keyCreds } from '../commands/key-creds.ts'
import { keyImpact } from '../commands/key-impact.ts'
import { keyUsage } from '../commands/key-usage.ts'
import { type ListOptions, listKeys, type UpdateKeyOptions, updateKey } from '../commands/keys.ts'
import { type RotateOptions, rotateKey } from '../commands/rotate-key.ts'
import { type TopUpOptions, topUpKey } from '../commands/topup-key.ts'
import { turnKey } from '../commands/turn-key.ts'
import { collectMetadata } from '../description.ts'
import { examples } from '../help.ts'
import { parseQuota, parseRate } from '../limits.ts'
import { collect, parseDays, parseGrace, parseMost, parseSilentDays, parseUnits } from '../options.ts'
import type { MakeParts } from './parts.ts'

const IDEMPOTENCY =
  'a random text, such as a UUID: if you repeat the command with it within ten minutes, you get the same key again'
const QUOTA =
  'how much it may be used in a day, week or month, such as 10000/month; /issued after it counts periods from the issue of the key'

const METADATA =
  'what services want to know of the key, such as plan=pro or seats=5; put a text that looks like a number in double quotes; can be given several times'

/** API keys. */
export function keyCommands(program: Command, parts: MakeParts): void {
  const keys = program
    .command('keys')
    .description('issue, import, list, change, rotate and delete API keys, and get their creds')

  keys
    .command('issue')
    .description('issue an API key')
    .argument('<name>', 'what the key is for')
    .option(
      '--expires <days>',
      'days until the key expires, 1 to 365; default 90, unless the operator has set another number',
      parseDays,
    )
    .addOption(new Option('--expiry-days <n>', 'the same as --expires').argParser(parseDays).conflicts('expires'))
    .addOption(
      new Option(
        '--owner <who>',
        'account: a key of the account, which belongs to no user and works even after you leave; for the root user and administrators',
      ).choices(['member', 'account']),
    )
    .addOption(
      new Option('--role <role>', 'with --owner account: the role of the key').choices([
        'admin',
        'developer',
        'monitor',
        'billing',
      ]),
    )
    .option('--scope <scope>', 'a scope that the key may have, resource:action; can be given several times', collect)
    .option(
      '--allow-ip <network>',
      'allow the key only from this network, in CIDR form; can be given several times',
      collect,
    )
    .option('--rate-limit <requests/seconds>', 'how often it may be used, such as 100/60', parseRate)
    .option('--quota <requests/period>', QUOTA, parseQuota)
    .option('--tag <tag>', 'a word to find the key by; can be given several times', collect)
    .option('--metadata <name=value>', METADATA, collectMetadata)
    .addOption(
      new Option('--environment <which>', 'test: a test key, which begins with mst-; default live').choices([
        'live',
        'test',
      ]),
    )
    .option('--idempotency-key <key>', IDEMPOTENCY)
    .option('--creds-file <path>', 'write its creds for the message bus to this new file, which only you can read')
    .option('--force', 'replace the file if it exists')
    .addHelpText('after', examples.issue)
    .action((name: string, options: IssueOptions) => issueKey(name, options, parts()))

  keys
    .command('list')
    .description('list the live API keys, oldest first unless --sort says otherwise')
    .option('--email <address>', 'the keys of another member; for the root user and administrators')
    .addOption(
      new Option(
        '--owner <who>',
        'account: the keys of the account, which belong to no user; for the root user and administrators',
      ).choices(['member', 'account']),
    )
    .option('--limit <n>', 'the most keys to show; default: all', parseMost)
    .option(
      '--search <text>',
      'only keys whose name contains this text, whose id begins with it, or whose last four it is',
    )
    .addOption(
      new Option('--state <state>', 'only keys in this state').choices([
        'active',
        'expiring',
        'unused',
        'replaced',
        'disabled',
      ]),
    )
    .addOption(new Option('--environment <name>', 'only keys of this environment').choices(['live', 'test']))
    .option('--tag <tag>', 'only keys that have this tag')
    .addOption(
      new Option('--sort <order>', 'the order; - in front is descending, as in --sort=-last_used_on').choices(
        ['name', 'created_on', 'last_used_on', 'expires_on'].flatMap((sort) => [sort, `-${sort}`]),
      ),
    )
    .addHelpText('after', examples.listKeys)
    .action((options: ListOptions) => listKeys(options, parts()))

  keys
    .command('rotate')
    .description('replace an API key with a new one, its successor; the old key still works for a grace period')
    .argument(
      '[id]',
      'id of the key, or the key itself; - reads it from standard input; default: the key in QUIVA_API_KEY',
    )
    .option(
      '--grace <time>',
      'how long the old key still works, such as 90m, 24h or 7d; 0 deletes it at once; at least one hour if a key rotates itself; default 24h',
      parseGrace,
    )
    .option(
      '--retire-when-silent [days]',
      'the old key also ends when nobody has used it for these days, 1 to 90; default 7. Then --grace is at most 90d, default 30d',
      parseSilentDays,
    )
    .option(
      '--expires <days>',
      'days until the new key expires; default: the number of days that the old key was issued for',
      parseDays,
    )
    .option('--idempotency-key <key>', IDEMPOTENCY)
    .option('--creds-file <path>', 'write its creds for the message bus to this new file, which only you can read')
    .option('--force', 'replace the file if it exists')
    .addHelpText('after', examples.rotate)
    .action((id: string | undefined, options: RotateOptions) => rotateKey(id, options, parts()))

  keys
    .command('usage')
    .description('show on which days, how often and from where an API key was used')
    .argument('[id]', 'id of the key; default: the key in QUIVA_API_KEY')
    .action((id: string | undefined) => keyUsage(id, parts()))

  keys
    .command('impact')
    .description('show what the deletion of an API key would end, and whether somebody would miss it')
    .argument('[id]', 'id of the key; default: the key in QUIVA_API_KEY')
    .action((id: string | undefined) => keyImpact(id, parts()))

  keys
    .command('check')
    .description('search text for API keys, without a gateway; exit status 1 if it finds one')
    .argument('<files...>', 'files to search; - reads standard input')
    .addHelpText('after', examples.check)
    .action((files: string[]) => checkKeys(files, parts()))

  keys
    .command('update')
    .description(
      'change only what the options name: the name, the limits, the tags, the metadata, the expiry of an API key',
    )
    .argument('[id]', 'id of the key, or the key itself; - reads it from standard input')
    .option('--name <name>', 'what the key is for')
    .option(
      '--scope <scope>',
      'a scope that the key may have; can be given several times; replaces all scopes',
      collect,
    )
    .option('--no-scope', 'remove the scopes: the key may do all that its owner may')
    .option(
      '--allow-ip <network>',
      'allow the key only from this network; can be given several times; replaces all networks',
      collect,
    )
    .option('--no-allow-ip', 'remove the allowed networks: the key works from everywhere')
    .option('--rate-limit <requests/seconds>', 'how often it may be used, such as 100/60', parseRate)
    .option('--quota <requests/period>', QUOTA, parseQuota)
    .option('--no-rate-limit', 'remove the rate limit')
    .option('--no-quota', 'remove the quota')
    .option('--expires <days>', 'extend the key: days from now until it expires, 1 to 365', parseDays)
    .option('--tag <tag>', 'a word to find the key by; can be given several times; replaces all tags', collect)
    .option('--no-tag', 'remove the tags')
    .option('--metadata <name=value>', `${METADATA}; replaces all metadata`, collectMetadata)
    .option('--no-metadata', 'remove the metadata')
    .addHelpText('after', examples.update)
    .action((id: string | undefined, options: UpdateKeyOptions) => updateKey(id, options, parts()))

  keys
    .command('topup')
    .description('add units to the quota of an API key, for its present period; for the root user and administrators')
    .argument('<id>', 'id of the key')
    .argument('<units>', 'how many units to add', parseUnits)
    .option('--idempotency-key <key>', 'a random text, such as a UUID: repeating the command with it adds nothing more')
    .action((id: string, units: number, options: TopUpOptions) => topUpKey(id, units, options, parts()))

  keys
    .command('import')
    .description('import the keys of another system as hashes, so that they go on working')
    .argument('<file>', 'the export: JSON, one JSON object a line, or CSV; - reads it from standard input')
    .addOption(
      new Option('--from <system>', 'where the keys are from; csv is a table of your own')
        .choices(['unkey', 'better-auth', 'csv'])
        .makeOptionMandatory(),
    )
    .option('--dry-run', 'say what would become of each key, and import none')
    .option('--scope <scope>', 'a scope that every key gets, resource:action; can be given several times', collect)
    .option('--permissions-as-scopes', 'give each key its permissions there as scopes')
    .option('--tag <tag>', 'a word that every key gets, to find it by; can be given several times', collect)
    .option('--ignore-limits', 'import keys without those limits that the gateway cannot express')
    .addOption(
      new Option(
        '--owner <who>',
        'account: the keys belong to the account, and work even after you leave; for the root user and administrators',
      ).choices(['member', 'account']),
    )
    .addOption(
      new Option('--role <role>', 'with --owner account: the role of the keys').choices([
        'admin',
        'developer',
        'monitor',
        'billing',
      ]),
    )
    .option('--hmac-secret-file <path>', 'a file with the secret, if the hashes are HMAC-SHA-256')
    .addHelpText('after', examples.importKeys)
    .action((file: string, options: ImportOptions) => importKeys(file, options, parts()))

  keys
    .command('disable')
    .description('refuse an API key everywhere until somebody enables it')
    .argument('[id]', 'id of the key, or the key itself; - reads it from standard input')
    .action((id: string | undefined) => turnKey(id, { disabled: true }, parts()))

  keys
    .command('enable')
    .description('let a disabled API key work again')
    .argument('[id]', 'id of the key, or the key itself; - reads it from standard input')
    .action((id: string | undefined) => turnKey(id, { disabled: false }, parts()))

  keys
    .command('delete')
    .description('delete an API key at once; this cannot be undone')
    .argument('[id]', 'id of the key, or the key itself; - reads it from standard input')
    .option('--yes', 'delete it without asking, also if it is in use')
    .addHelpText('after', examples.delete)
    .action((id: string | undefined, options: DeleteKeyOptions) => deleteKey(id, options, parts()))

  keys
    .command('creds')
    .description("get an API key's creds for the message bus")
    .argument('[key]', 'the whole key; - reads it from standard input')
    .option('--creds-file <path>', 'write the creds to this new file, which only you can read')
    .addOption(
      new Option('--format <labels>', 'labels of the blocks; some clients know only the labels of NATS').choices([
        'quiva',
        'nats',
      ]),
    )
    .option('--force', 'replace the file if it exists')
    .addHelpText('after', examples.creds)
    .action((key: string | undefined, options: CredsOptions) => keyCreds(key, options, parts()))
}
