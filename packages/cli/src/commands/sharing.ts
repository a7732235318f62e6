import type { Connect } from '../connect.ts'
import { type Output, table, visible } from '../output.ts'

type Parts = { connect: Connect; output: Output }

export type ExportOptions = { type: 'stream' | 'service'; tokenPosition?: number; allow?: string[] }

/** addExport. */
export async function addExport(
  name: string,
  subject: string,
  { type, tokenPosition, allow }: ExportOptions,
  { connect, output }: Parts,
): Promise<void> {
  const { client } = await connect.signedIn()
  const token = tokenPosition !== undefined && { token_position: tokenPosition }
  const offer = { name, subject, type, ...token, ...(allow && { allowed_accounts: allow }) }
  const { confirmed } = await client.POST('/accounts/export', { body: { export: offer } })
  tell(output, { ...offer, confirmed }, `The ${type} ${visible(subject)} is exported as ${visible(name)}.`)
}

/** removeExport. */
export async function removeExport(name: string, { connect, output }: Parts): Promise<void> {
  const { client } = await connect.signedIn()
  const { confirmed } = await client.DELETE('/accounts/export', { body: { name } })
  tell(output, { name, confirmed }, `The export ${visible(name)} was removed. Its importers receive nothing any more.`)
}

/** The exports of listImportsExports. */
export async function listExports({ connect, output }: Parts): Promise<void> {
  const { client } = await connect.signedIn()
  const { exports } = (await client.GET('/accounts/imports-exports')).data
  const rows = exports.map((one) => [
    one.name,
    one.type,
    one.subject,
    position(one.token_position),
    one.allowed_accounts === null ? 'all' : one.allowed_accounts.join(', '),
    String(one.importers),
  ])
  const header = ['NAME', 'TYPE', 'SUBJECT', 'TOKEN AT', 'OPEN TO', 'IMPORTERS']
  output.result(exports, rows.length === 0 ? '' : table([header, ...rows]))
  if (rows.length === 0) output.note('There are no exports. Add one with: quiva exports add <name> <subject> --type …')
}

export type ImportOptions = { from: string; tokenPosition?: number; as?: string }

/** addImport. */
export async function addImport(
  name: string,
  subject: string,
  { from: account, tokenPosition, as: localSubject }: ImportOptions,
  { connect, output }: Parts,
): Promise<void> {
  const { client } = await connect.signedIn()
  const token = tokenPosition !== undefined && { token_position: tokenPosition }
  const wanted = {
    name,
    subject,
    account,
    ...token,
    ...(localSubject !== undefined && { local_subject: localSubject }),
  }
  const { confirmed } = await client.POST('/accounts/import', { body: { import: wanted } })
  const text = `${visible(subject)} of the account ${visible(account)} is imported as ${visible(name)}.`
  tell(output, { ...wanted, confirmed }, text)
}

/** removeImport. */
export async function removeImport(name: string, { connect, output }: Parts): Promise<void> {
  const { client } = await connect.signedIn()
  const { confirmed } = await client.DELETE('/accounts/import', { body: { name } })
  tell(output, { name, confirmed }, `The import ${visible(name)} is removed.`)
}

/** The imports of listImportsExports. */
export async function listImports({ connect, output }: Parts): Promise<void> {
  const { client } = await connect.signedIn()
  const { imports } = (await client.GET('/accounts/imports-exports')).data
  const rows = imports.map((one) => [
    one.name,
    one.type,
    one.subject,
    position(one.token_position),
    one.account_name === null ? one.account : `${one.account_name} (${one.account})`,
    one.local_subject,
    one.status,
  ])
  const header = ['NAME', 'TYPE', 'SUBJECT', 'TOKEN AT', 'FROM', 'FOUND AT', 'STATUS']
  output.result(imports, rows.length === 0 ? '' : table([header, ...rows]))
  if (rows.length === 0) output.note('There are no imports. Add one with: quiva imports add <name> <subject> --from …')
}

function tell(output: Output, json: Record<string, unknown> & { confirmed: boolean | null }, text: string): void {
  output.result(json, text)
  if (json.confirmed === false)
    output.note('The message bus has not confirmed this yet. It will, as soon as it can be reached.')
}

function position(token: number | null): string {
  return token === null ? '' : String(token)
}
