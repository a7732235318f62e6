import { readFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { CliError } from '../errors.ts'
import { visible } from '../output.ts'
import { parseCsv } from './csv.ts'
import { type ForeignRow, isObject } from './record.ts'

/** The rows of an export: a JSON array, an answer of an API with `data`, one JSON object a line, or CSV with a header. */
export async function readRows(file: string, stdin: Readable): Promise<ForeignRow[]> {
  const content = (file === '-' ? await text(stdin) : await read(file)).replace(/^\ufeff/, '')
  const [first] = content.trimStart()
  const rows = first === '[' || first === '{' ? parseJson(content, file) : parseCsv(content)
  if (rows.length === 0) throw new CliError('refused', 'no_rows', `${visible(file)} has no rows`)
  return rows
}

function parseJson(content: string, file: string): ForeignRow[] {
  const whole = attempt(content)
  const values = whole === undefined ? content.split('\n').filter((line) => line.trim() !== '') : listIn(whole)
  return values.map((value, index) => {
    const row = whole === undefined ? attempt(String(value)) : value
    // The result of a query tool may be a list of answers with `data`.
    if (isObject(row)) return row
    throw new CliError('refused', 'unreadable_file', `${visible(file)}: row ${index + 1} is no JSON object`)
  })
}

function listIn(value: unknown): unknown[] {
  if (Array.isArray(value))
    return value.flatMap((item) => (isObject(item) && Array.isArray(item.data) ? item.data : item))
  if (isObject(value) && Array.isArray(value.data)) return value.data
  return [value]
}

function attempt(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new CliError('failure', 'unreadable_file', `${visible(file)} cannot be read (${code ?? 'unknown error'})`)
  }
}
