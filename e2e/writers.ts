const TABLES = '(?:users|memberships|accounts)'
const QUOTE = `['"\`]`

/**
 * Statements that write one of the tables that belong to access/directory: through Kysely, in SQL, or with a variable
 * as the table's name.
 */
const WRITES: readonly RegExp[] = [
  new RegExp(
    String.raw`\.(?:insertInto|replaceInto|updateTable|deleteFrom|mergeInto)\(\s*\[?\s*${QUOTE}${TABLES}(?:\s+as\s+\w+)?${QUOTE}`,
    'g',
  ),
  new RegExp(
    String.raw`\b(?:insert\s+into|update|delete\s+from|merge\s+into)\s+"?${TABLES}"?\s+(?:set|values|where|as|\()`,
    'gi',
  ),
  new RegExp(String.raw`\bdelete\s+from\s+"?${TABLES}"?\b`, 'gi'),
  new RegExp(
    String.raw`\bof\s+\[[^\]]*${QUOTE}${TABLES}${QUOTE}[^\]]*\][^)]*\)[^;]{0,200}?\.(?:insertInto|updateTable|deleteFrom)\(\s*\w+\s*\)`,
    'g',
  ),
]

/** The statements of a source file that write users, memberships or accounts, as they are written there. */
export function findWrites(text: string): string[] {
  return [...new Set(WRITES.flatMap((pattern) => [...text.matchAll(pattern)].map(([found]) => found)))]
}
