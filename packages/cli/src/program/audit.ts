import type { Command } from 'commander'
import { type AuditOptions, audit } from '../commands/audit.ts'
import { examples } from '../help.ts'
import { parseLimit, parseMoment } from '../options.ts'
import type { MakeParts } from './parts.ts'

/** The audit log. */
export function auditCommands(program: Command, parts: MakeParts): void {
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
}
