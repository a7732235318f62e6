import type { AccountExportsTable, AccountImportsTable } from '../../platform/database/schema/messaging.ts'
import { covers, problemOf, withToken } from './subjects.ts'

/** The exporter publishes a stream, and importers receive it. The exporter's service answers requests of importers. */
export type ShareType = 'stream' | 'service'

/** What an account offers to others. */
export type Export = {
  name: string
  subject: string
  type: ShareType
  /** The position, counted from 1, of the `*` that must be the importer's account key; null if there is none. */
  tokenPosition: number | null
  /** Ids of the accounts that may import it; null for all. */
  allowedAccounts: readonly string[] | null
}

/** What an account imports from another. */
export type Import = {
  name: string
  /** As the exporter has it, with `*` at the token position. */
  subject: string
  /** Where the importer's clients find it; null for the same subject. */
  localSubject: string | null
  exporterId: string
  type: ShareType
  tokenPosition: number | null
}

/** The columns of an export, as stores select them. */
export const exportColumns = ['name', 'subject', 'type', 'token_position', 'allowed_accounts'] as const

export function exportOf(row: Pick<AccountExportsTable, (typeof exportColumns)[number]>): Export {
  return {
    name: row.name,
    subject: row.subject,
    type: row.type,
    tokenPosition: row.token_position,
    allowedAccounts: row.allowed_accounts === null ? null : (JSON.parse(row.allowed_accounts) as string[]),
  }
}

/** The columns of an import, as stores select them. */
export const importColumns = ['name', 'subject', 'local_subject', 'exporter_id', 'type', 'token_position'] as const

export function importOf(row: Pick<AccountImportsTable, (typeof importColumns)[number]>): Import {
  return {
    name: row.name,
    subject: row.subject,
    localSubject: row.local_subject,
    exporterId: row.exporter_id,
    type: row.type,
    tokenPosition: row.token_position,
  }
}

/** The subjects of an import as the servers see them, the importer's account key in its place. */
export function resolveSubjects(
  { subject, localSubject, tokenPosition }: Pick<Import, 'subject' | 'localSubject' | 'tokenPosition'>,
  importerKey: string,
): { subject: string; localSubject: string } {
  const resolved = tokenPosition === null ? subject : withToken(subject, tokenPosition, importerKey)
  return { subject: resolved, localSubject: localSubject ?? resolved }
}

export function isOpenTo({ allowedAccounts }: Pick<Export, 'allowedAccounts'>, accountId: string): boolean {
  return allowedAccounts === null || allowedAccounts.includes(accountId)
}

/**
 * The export that covers an import. Without one the import is broken: it stays listed, and works again when a
 * fitting export is there again. An import of an earlier version whose subjects would be refused today is broken, too.
 */
export function findExport<E extends Export>(
  exports: readonly E[],
  { subject, localSubject, type, tokenPosition }: Pick<Import, 'subject' | 'localSubject' | 'type' | 'tokenPosition'>,
  importerId: string,
): E | undefined {
  if (problemOf(subject) !== null || (localSubject !== null && problemOf(localSubject) !== null)) return undefined
  return exports.find(
    (one) =>
      one.type === type &&
      one.tokenPosition === tokenPosition &&
      covers(one.subject, subject) &&
      isOpenTo(one, importerId),
  )
}
