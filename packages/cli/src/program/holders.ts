import type { Command } from 'commander'
import { listHolders } from '../commands/holders.ts'
import type { MakeParts } from './parts.ts'

/** Programs that honour credentials of the account from their memory. */
export function holderCommands(program: Command, parts: MakeParts): void {
  program
    .command('holders')
    .description('list the verifiers that are connected: programs that check keys of the account in their own memory')
    .action(() => listHolders(parts()))
}
