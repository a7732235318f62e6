import { CliError } from '../errors.ts'

/** CSV (RFC 4180) with a header, which names the members of each row. */
export function parseCsv(content: string): Record<string, string>[] {
  const [header, ...records] = recordsOf(content)
  if (!header) return []
  const names = header.map((name) => name.trim())
  return records.map((record, index) => {
    if (record.length !== names.length)
      throw new CliError(
        'refused',
        'unreadable_file',
        `row ${index + 1} has ${record.length} fields, and the header has ${names.length}`,
      )
    return Object.fromEntries(names.map((name, at) => [name, record[at] ?? '']))
  })
}

function recordsOf(content: string): string[][] {
  const records: string[][] = []
  let record: string[] = []
  let at = 0
  while (at < content.length) {
    const { field, next } = fieldAt(content, at)
    record.push(field)
    if (content[next] === ',') {
      at = next + 1
      // A comma at the very end is followed by an empty field.
      if (at === content.length) record.push('')
      continue
    }
    // An empty line is no record.
    if (record.length > 1 || record[0] !== '') records.push(record)
    record = []
    at = content.startsWith('\r\n', next) ? next + 2 : next + 1
  }
  if (record.length > 0) records.push(record)
  return records
}

/** A field, and where its comma or the end of its line is. */
function fieldAt(content: string, at: number): { field: string; next: number } {
  if (content[at] !== '"') {
    let next = at
    while (next < content.length && content[next] !== ',' && content[next] !== '\n' && content[next] !== '\r') next += 1
    return { field: content.slice(at, next), next }
  }
  let field = ''
  for (let from = at + 1; ; ) {
    const quote = content.indexOf('"', from)
    if (quote < 0) throw new CliError('refused', 'unreadable_file', 'a quotation mark has no end')
    field += content.slice(from, quote)
    if (content[quote + 1] !== '"') return { field, next: endOfField(content, quote + 1) }
    field += '"'
    from = quote + 2
  }
}

function endOfField(content: string, at: number): number {
  const mark = content[at]
  if (at >= content.length || mark === ',' || mark === '\n' || mark === '\r') return at
  throw new CliError('refused', 'unreadable_file', 'something stands between a quotation mark and the next comma')
}
