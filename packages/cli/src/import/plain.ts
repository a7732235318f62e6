import { parseQuota, parseRate } from '../limits.ts'
import {
  type Convert,
  type ForeignRow,
  flagIn,
  hashOf,
  nameOf,
  numberIn,
  parsedIn,
  RowProblem,
  startOf,
  textIn,
  timeIn,
  toMetadata,
} from './record.ts'

const METADATA = 'metadata.'
const COLUMNS = new Set([
  ...['hash', 'key', 'name', 'start', 'last_4_characters', 'length', 'expires_on', 'disabled', 'environment'],
  ...['scopes', 'allowed_ips', 'rate_limit', 'quota', 'tags'],
])

/** A table of your own, whose columns are those of docs/moving-here.md. */
export const fromTable: Convert = (row) => {
  const unknown = Object.keys(row).find((name) => !COLUMNS.has(name) && !name.startsWith(METADATA))
  if (unknown !== undefined) throw new RowProblem(`the column ${unknown} is not known`)
  const key = textIn(row, 'key')
  const hash = textIn(row, 'hash')
  const name = textIn(row, 'name')
  if ((key === undefined) === (hash === undefined)) throw new RowProblem('it needs either hash or key')
  if (name === undefined) throw new RowProblem('it has no name')
  const length = numberIn(row, 'length')
  const lastFour = textIn(row, 'last_4_characters')
  const expires = timeIn(row, 'expires_on')
  const environment = textIn(row, 'environment')
  if (environment !== undefined && environment !== 'live' && environment !== 'test')
    throw new RowProblem('environment must be live or test')
  const metadata = metadataIn(row)
  const rate = textIn(row, 'rate_limit')
  const quota = textIn(row, 'quota')
  return {
    ...(key === undefined ? { hash: hash ?? '' } : hashOf(key)),
    key_name: nameOf(name),
    ...startOf(textIn(row, 'start')),
    ...(lastFour !== undefined && { last_4_characters: lastFour }),
    ...(length !== undefined && { length }),
    ...(expires !== undefined && { expires_on: expires }),
    ...(flagIn(row, 'disabled') && { disabled: true }),
    ...(environment !== undefined && { environment }),
    ...listIn(row, 'scopes'),
    ...listIn(row, 'allowed_ips'),
    ...listIn(row, 'tags'),
    ...(rate !== undefined && { rate_limit: read('rate_limit', rate, parseRate) }),
    ...(quota !== undefined && { quota: read('quota', quota, parseQuota) }),
    ...(metadata && { metadata }),
  }
}

function metadataIn(row: ForeignRow) {
  const members = Object.keys(row).filter((name) => name.startsWith(METADATA))
  return toMetadata(Object.fromEntries(members.map((name) => [name.slice(METADATA.length), parsedIn(row, name)])))
}

/** Separated by spaces. */
function listIn(row: ForeignRow, name: string): object {
  const words = textIn(row, name)?.split(/\s+/).filter(Boolean)
  return words && words.length > 0 ? { [name]: words } : {}
}

function read<T>(name: string, text: string, parse: (text: string) => T): T {
  try {
    return parse(text)
  } catch (cause) {
    throw new RowProblem(`${name}: ${cause instanceof Error ? cause.message : 'is wrong'}`)
  }
}
