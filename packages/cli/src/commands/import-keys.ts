import { readFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { Connect } from '../connect.ts'
import { CliError, wrongUsage } from '../errors.ts'
import { fromBetterAuth } from '../import/better-auth.ts'
import { fromTable } from '../import/plain.ts'
import { readRows } from '../import/read-rows.ts'
import { type Convert, type ForeignRow, type KeyToImport, RowProblem, textIn } from '../import/record.ts'
import { batchesOf, type NumberedKey, type Problem, sendBatch } from '../import/send.ts'
import { fromUnkey } from '../import/unkey.ts'
import { type Output, visible } from '../output.ts'

const sources = { unkey: fromUnkey, 'better-auth': fromBetterAuth, csv: fromTable } satisfies Record<string, Convert>

export type ImportOptions = {
  from: keyof typeof sources
  dryRun?: true
  scope?: string[]
  tag?: string[]
  permissionsAsScopes?: true
  ignoreLimits?: true
  owner?: 'member' | 'account'
  role?: 'admin' | 'developer' | 'monitor' | 'billing'
  hmacSecretFile?: string
}

type Parts = { connect: Connect; output: Output; stdin: Readable }

/** How many problems are written out for people; --json has all. */
const MOST_SHOWN = 50

/** importApiKeys, a thousand keys at a time. What was imported before is left as it is, so the command can be repeated. */
export async function importKeys(
  file: string,
  options: ImportOptions,
  { connect, output, stdin }: Parts,
): Promise<void> {
  const { owner, role, dryRun = false } = options
  if ((owner === 'account') !== (role !== undefined))
    throw wrongUsage(role === undefined ? '--owner account needs --role' : '--role is for keys with --owner account')
  const secret = options.hmacSecretFile === undefined ? undefined : await readSecret(options.hmacSecretFile)
  const rows = await readRows(file, stdin)
  const { keys, problems, skipped } = convertAll(rows, options)
  const { client } = await connect.signedIn()
  const request = {
    dry_run: dryRun,
    ...(secret !== undefined && { hmac_secret: secret }),
    ...(owner !== undefined && { owner }),
    ...(role !== undefined && { role }),
  }
  const total = { imported: 0, existing: 0, shortened: 0 }
  let done = 0
  for (const batch of batchesOf(keys.toSorted(byHash))) {
    const sent = await sendBatch(client, batch, request, (seconds) =>
      output.note(`The gateway asks to wait ${seconds} s.`),
    ).catch((error: unknown) => {
      if (done > 0) output.note(`${done} of ${keys.length} keys were sent. Run the command again to send the others.`)
      throw error
    })
    total.imported += sent.imported
    total.existing += sent.existing
    total.shortened += sent.shortened
    problems.push(...sent.problems)
    done += batch.length
    if (keys.length > batch.length) output.note(`${done} of ${keys.length} keys`)
  }
  problems.sort((a, b) => a.row - b.row)
  const { imported, existing, shortened } = total
  const verb = dryRun ? 'would be imported' : 'imported'
  output.result(
    { dry_run: dryRun, imported, existing, skipped, refused: problems.length, shortened, problems },
    `${imported} ${verb}, ${existing} there already, ${skipped} skipped, ${problems.length} refused`,
  )
  tellProblems(problems, output)
  if (shortened > 0)
    output.note(`${shortened} of them expire sooner than there: no key lives longer than 365 days, or than its issuer.`)
  if (problems.length > 0) throw new CliError('refused', 'keys_refused', inWords(problems.length, dryRun))
}

/**
 * In the order of the hashes as the gateway stores them: neighbours in its index are then stored together, and SQLite
 * writes half as much.
 */
function byHash(one: NumberedKey, other: NumberedKey): number {
  return one.digest < other.digest ? -1 : 1
}

function convertAll(rows: readonly ForeignRow[], options: ImportOptions) {
  const { from, scope, tag, permissionsAsScopes = false, ignoreLimits = false } = options
  const keys: NumberedKey[] = []
  const problems: Problem[] = []
  let skipped = 0
  rows.forEach((row, index) => {
    try {
      const key: KeyToImport = sources[from](row, { permissionsAsScopes, ignoreLimits })
      const scopes = [...new Set([...(key.scopes ?? []), ...(scope ?? [])])]
      const tags = [...new Set([...(key.tags ?? []), ...(tag ?? [])])]
      keys.push({
        row: index + 1,
        digest: Buffer.from(key.hash, key.hash.length === 64 ? 'hex' : 'base64').toString('base64url'),
        key: { ...key, ...(scopes.length > 0 && { scopes }), ...(tags.length > 0 && { tags }) },
      })
    } catch (error) {
      if (!(error instanceof RowProblem)) throw error
      if (error.isSkipped) skipped += 1
      else problems.push({ row: index + 1, name: nameIn(row), code: 'unusable_row', message: error.message })
    }
  })
  return { keys, problems, skipped }
}

const nameIn = (row: ForeignRow) => textIn(row, 'name') ?? ''

function inWords(count: number, dryRun: boolean): string {
  const keys = count === 1 ? 'one key' : `${count} keys`
  if (dryRun) return `${keys} would not be imported.`
  return `${keys} ${count === 1 ? 'was' : 'were'} not imported. What was imported stays: mend the rows, and run the command again.`
}

function tellProblems(problems: readonly Problem[], output: Output): void {
  for (const { row, name, message } of problems.slice(0, MOST_SHOWN))
    output.note(`row ${row}${name === '' ? '' : ` (${visible(name)})`}: ${visible(message)}`)
  if (problems.length > MOST_SHOWN) output.note(`… and ${problems.length - MOST_SHOWN} more; --json has all of them.`)
}

async function readSecret(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new CliError('failure', 'unreadable_file', `${visible(file)} cannot be read (${code ?? 'unknown error'})`)
  }
}
