import { parseArgs } from 'node:util'
import { createSilentInvalidation } from '../access/invalidation.ts'
import { DELETED_ACCOUNT_KEPT_MS } from '../features/accounts/deleted-accounts.ts'
import { type DeletedAccount, listDeletedAccounts } from '../features/accounts/deleted-accounts-store.ts'
import { createRestoreAccount, type Restoration } from '../features/accounts/restore-account.ts'
import { createSuspendAccount } from '../features/accounts/suspend-account.ts'
import { type Config, readConfig } from '../platform/config/config.ts'
import { howToRun } from '../platform/config/how-to-run.ts'
import { Refusal } from '../platform/errors/refusal.ts'
import { explain, StartupError } from '../platform/errors/startup-error.ts'
import { createOutbox } from '../platform/outbox/outbox.ts'
import { parseAccountName } from '../platform/values/account-names.ts'
import { createSendMail } from '../transport/mail/work.ts'
import { createClaimsRequests } from '../transport/messaging/claims-push.ts'
import { createMemberKeys } from '../transport/messaging/member-keys.ts'
import { factors } from './factors.ts'
import { readBesideGateway } from './read-beside-gateway.ts'
import { withDatabase } from './with-database.ts'

const RUN = howToRun('accounts')

const HELP = `Usage: ${RUN} list-deleted
       ${RUN} restore ID [--name NAME] [--root ADDRESS]
       ${RUN} suspend ID --reason TEXT
       ${RUN} resume ID --reason TEXT
       ${RUN} factors ADDRESS [--remove totp|passkeys|all]

list-deleted prints all deleted accounts that can still be restored, newest first.

restore restores a deleted account, with its members and settings. Its root user gets a mail. Sessions and API keys are
not restored. The streams on the message bus are restored only within 30 days after the deletion.

  --name NAME      a new name, if another account has the old name now
  --root ADDRESS   another member as the root, if the old root is now the root of another account or has deleted their
                   user; if the old root is still a member, they become an administrator

suspend keeps everybody out of an account until resume: nobody can sign in to it, its API keys and sessions are refused,
and the message bus lets none of its clients in. Nothing is deleted. Its root and administrators get a mail with the
reason, which is also in the audit log of the account.

factors prints the second factors of the user with that address. With --remove it removes the authenticator app, all
passkeys, or both. Use this for a user who has lost them and whom no administrator can help. Before you do, make sure
that the request really comes from that user. The user gets a mail, and the audit log records it.

With PostgreSQL, all commands can run while gateways run. With SQLite, stop the gateway before restore, suspend, resume
and factors with --remove; list-deleted and factors without --remove can run while the gateway runs.
`

async function main(): Promise<void> {
  const { values, positionals } = readArguments()
  const [command, id, ...rest] = positionals
  if (values.help) return print(HELP)
  const config = readConfig(process.env)
  const isForFactors = values.name === undefined && values.root === undefined
  if (isForFactors && values.reason === undefined && command === 'factors' && id !== undefined && rest.length === 0)
    return print(await factors(config, id, values.remove))
  if (values.remove !== undefined) throw new StartupError(HELP.trimEnd())
  if (command === 'list-deleted' && id === undefined)
    return print(table(await readBesideGateway(config, listDeletedAccounts)))
  if (values.reason !== undefined && !isForFactors) throw new StartupError(HELP.trimEnd())
  if ((command === 'suspend' || command === 'resume') && id !== undefined && rest.length === 0)
    return print(await changeSuspension(config, command, id, values.reason))
  if (values.reason !== undefined) throw new StartupError(HELP.trimEnd())
  if (command === 'restore' && id !== undefined && rest.length === 0) return print(await restore(config, id, values))
  throw new StartupError(HELP.trimEnd())
}

function readArguments() {
  try {
    const options = {
      name: { type: 'string' },
      root: { type: 'string' },
      remove: { type: 'string' },
      reason: { type: 'string' },
      help: { type: 'boolean' },
    } as const
    return parseArgs({ options, allowPositionals: true })
  } catch (cause) {
    throw new StartupError(`${cause instanceof Error ? cause.message : cause}\n\n${HELP.trimEnd()}`, { cause })
  }
}

async function restore(config: Config, id: string, wishes: { name?: string; root?: string }): Promise<string> {
  const name = wishes.name === undefined ? undefined : readName(wishes.name)
  return withDatabase(config, async ({ database, sealer }) => {
    const outbox = createOutbox(sealer)
    const claims = createClaimsRequests(outbox)
    const memberKeys = createMemberKeys(database, sealer, claims)
    const restoreAccount = createRestoreAccount({ database, claims, memberKeys, sendMail: createSendMail(outbox) })
    return inWords(id, await restoreAccount(id, { name, rootEmail: wishes.root }))
  })
}

async function changeSuspension(
  config: Config,
  command: 'suspend' | 'resume',
  id: string,
  reason: string | undefined,
): Promise<string> {
  if (reason === undefined || reason.trim() === '' || reason.length > 500)
    throw new StartupError(`Say why with --reason, in at most 500 characters.\n\n${HELP.trimEnd()}`)
  return withDatabase(config, async ({ database, sealer }) => {
    const outbox = createOutbox(sealer)
    const suspension = createSuspendAccount({
      database,
      claims: createClaimsRequests(outbox),
      invalidation: createSilentInvalidation(database),
      sendMail: createSendMail(outbox),
    })
    const done = await suspension[command](id, { reason })
    if (done.outcome === 'unknown')
      throw new StartupError(`There is no account with the id ${id} that could be suspended or resumed.`)
    const isSuspended = command === 'suspend'
    if (done.outcome === 'already')
      throw new StartupError(`The account ${id} is ${isSuspended ? 'suspended already' : 'not suspended'}.`)
    return `The account ${id} (“${done.name}”) ${isSuspended ? 'is suspended' : 'works again'}. Its root and administrators get a mail.\n`
  })
}

function readName(typed: string) {
  try {
    return parseAccountName(typed, '--name')
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new StartupError(`--name ${error.details?.[0]?.message}`, { cause: error })
  }
}

/** The outcome in words for the operator; throws if the operator has to do something first. */
function inWords(id: string, restoration: Restoration): string {
  switch (restoration.outcome) {
    case 'restored': {
      const { name, rootEmail, streamsPurgedAt } = restoration
      const streams =
        streamsPurgedAt === null
          ? 'Its streams on the message bus are unchanged, if it has any.'
          : `Its streams on the message bus were purged on ${day(streamsPurgedAt)}.`
      return `The account ${id} was restored as “${name}”. Its root is ${rootEmail}, who gets a mail.\n${streams}\nIts sessions and API keys were not restored.\n`
    }
    case 'unknown':
      throw new StartupError(`There is no deleted account with the id ${id}. To list them: ${RUN} list-deleted`)
    case 'name_taken':
      throw new StartupError(
        `Another account (${restoration.by}) has the name “${restoration.name}” now. Choose another name with --name.`,
      )
    case 'root_elsewhere': {
      const { email, account } = restoration
      throw new StartupError(
        `${email} is now the root of the account “${account.name}” (${account.id}), and a user can be the root of only one account. Choose another member with --root, or ask ${email} to delete that account first.`,
      )
    }
    case 'no_root':
      throw new StartupError(
        'The root of this account has deleted their user. Choose another member of the account with --root.',
      )
    case 'no_such_member':
      throw new StartupError(
        `${restoration.email} is not a member of this account, has not accepted the invitation, or is suspended. Choose another member with --root.`,
      )
  }
}

function table(deletedAccounts: DeletedAccount[]): string {
  const header = ['ID', 'NAME', 'ROOT', 'DELETED', 'STREAMS PURGED', 'ERASED FROM']
  const rows = deletedAccounts.map(({ id, name, rootEmail, deletedAt, streamsPurgedAt }) => [
    id,
    name,
    rootEmail ?? '(user deleted)',
    day(deletedAt),
    streamsPurgedAt === null ? 'no' : day(streamsPurgedAt),
    day(deletedAt + DELETED_ACCOUNT_KEPT_MS),
  ])
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)))
  const lines = [header, ...rows].map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

function day(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10)
}

function print(text: string): void {
  process.stdout.write(text)
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = 1
})
