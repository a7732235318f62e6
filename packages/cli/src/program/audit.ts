import { type Command, Option } from 'commander'
import { type AuditOptions, audit } from '../commands/audit.ts'
import { examples } from '../help.ts'
import { parseLimit, parseMoment } from '../options.ts'
import type { MakeParts } from './parts.ts'

/** The audit log. */
export function auditCommands(program: Command, parts: MakeParts): void {
  program
    .command('audit')
    .description('show the audit log of the account; for the root user and administrators')
    .option('--person <who>', 'events of this user: the email address of a member, or an id')
    .option('--action <name>', 'events of this kind, such as api_key.issued')
    .option('--target <id>', 'events in which something was done to this user, session, key or account')
    .option('--from <time>', 'events at or after this day or moment (UTC)', parseMoment)
    .option('--to <time>', 'events before this day or moment (UTC)', parseMoment)
    .option(
      '--search <text>',
      'events whose id, target, request id or IP address begins with this text, or whose action, User-Agent or details contain it',
    )
    .addOption(
      new Option('--sort <order>', 'the order; newest first by default').choices(['occurred_on', '-occurred_on']),
    )
    .option('--limit <n>', 'the most events to show, 1 to 1000; default 100', parseLimit)
    .option('--export', 'print all events as JSON lines')
    .option('--follow', 'print new events as they happen (starting with --from, if given), until Ctrl-C')
    .addHelpText('after', examples.audit)
    .action((options: AuditOptions) => audit(options, parts()))
}
