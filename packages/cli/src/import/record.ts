import { createHash } from 'node:crypto'
import type { paths } from '@quiva/client'

/** A row of an export, whatever is in it. */
export type ForeignRow = Record<string, unknown>

type Request = paths['/accounts/api-keys/import']['post']['requestBody']['content']['application/json']

/** A key as the gateway takes it. */
export type KeyToImport = Request['keys'][number]

/** Why a row is not sent. */
export class RowProblem extends Error {
  /** Whether there is nothing to mend, as with a key that was deleted there. */
  readonly isSkipped: boolean
  constructor(message: string, isSkipped = false) {
    super(message)
    this.isSkipped = isSkipped
  }
}

export type Conversion = {
  /** Limits that have no counterpart are left out; otherwise the row is a problem. */
  ignoreLimits: boolean
  /** Permissions become scopes; otherwise only metadata has them. */
  permissionsAsScopes: boolean
}

export type Convert = (row: ForeignRow, how: Conversion) => KeyToImport

const LONGEST_NAME = 100
const LONGEST_START = 32

export function textIn(row: ForeignRow, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = row[name]
    if (typeof value === 'string' && value !== '' && value !== 'NULL') return value
  }
  return undefined
}

/** A number, also as exports of databases write it. */
export function numberIn(row: ForeignRow, ...names: string[]): number | undefined {
  for (const name of names) {
    const value = row[name]
    const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
    if (typeof number === 'number') return number
  }
  return undefined
}

const TRUE = new Set(['true', 't', 'yes', 'y', 'on', '1'])
const FALSE = new Set(['false', 'f', 'no', 'n', 'off', '0'])

/**
 * A boolean as databases and spreadsheets write it; undefined if there is none. Anything else is a problem: a key that
 * was disabled there must not be enabled here because the word was not known.
 */
export function flagIn(row: ForeignRow, name: string): boolean | undefined {
  const value = row[name]
  if (value === undefined || value === null) return undefined
  const word = String(value).trim().toLowerCase()
  if (word === '' || value === 'NULL') return undefined
  if (TRUE.has(word)) return true
  if (FALSE.has(word)) return false
  throw new RowProblem(`${name} is neither true nor false`)
}

/** A time as ISO 8601. Numbers are milliseconds; a time without a zone, as MySQL writes it, is UTC. */
export function timeIn(row: ForeignRow, name: string): string | undefined {
  const milliseconds = numberIn(row, name)
  const text = textIn(row, name)
  if (milliseconds === undefined && text === undefined) return undefined
  const time = milliseconds ?? Date.parse(asIso(text ?? ''))
  if (!Number.isFinite(time) || Math.abs(time) > 8.64e15) throw new RowProblem(`${name} is not a time`)
  return new Date(time).toISOString()
}

/** `2027-01-31 09:30:00+00`, as PostgreSQL writes it, is close to ISO 8601, but not quite. */
function asIso(text: string): string {
  const [, day, time = '00:00:00', zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i.exec(text.trim()) ?? []
  return `${day}T${time}${/^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone}`
}

/** A value that may be JSON in a text, even twice. */
export function parsedIn(row: ForeignRow, name: string): unknown {
  let value = row[name]
  for (let times = 0; times < 2 && typeof value === 'string' && value !== ''; times += 1) {
    try {
      value = JSON.parse(value)
    } catch {
      return value
    }
  }
  return value
}

export function isObject(value: unknown): value is ForeignRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Names that fit, with strings, numbers and booleans; what is nested becomes JSON. */
export function toMetadata(values: ForeignRow): NonNullable<KeyToImport['metadata']> | undefined {
  const members = Object.entries(values).flatMap(([name, value]) => {
    if (value === null || value === undefined || value === '') return []
    const isPlain = ['string', 'number', 'boolean'].includes(typeof value)
    const fitting = name.replaceAll(/[^A-Za-z0-9_.-]/g, '_').slice(0, 40)
    return [[fitting, isPlain ? value : JSON.stringify(value)] as const]
  })
  return members.length === 0 ? undefined : (Object.fromEntries(members) as NonNullable<KeyToImport['metadata']>)
}

export function nameOf(text: string): string {
  const name = text.replaceAll(/\p{Cc}/gu, ' ').trim()
  return [...name].slice(0, LONGEST_NAME).join('')
}

export function startOf(text: string | undefined) {
  return text === undefined ? {} : { start: text.slice(0, LONGEST_START) }
}

/** The key itself stays here: only its hash and its last four characters are sent. */
export function hashOf(key: string) {
  return {
    hash: createHash('sha256').update(key).digest('base64url'),
    last_4_characters: key.slice(-4),
    length: key.length,
  }
}

/** `requests` in `milliseconds`, if it can be said here. */
export function rateOf(requests: number, milliseconds: number, { ignoreLimits }: Conversion) {
  const seconds = milliseconds / 1000
  const isPossible = Number.isInteger(seconds) && seconds >= 1 && seconds <= 86_400 && requests >= 1
  if (isPossible) return { rate_limit: { requests, per_seconds: seconds } }
  return without(`a rate limit of ${requests} in ${milliseconds} ms`, ignoreLimits)
}

/** Of a limit that has no counterpart: nothing, if the person wants that. */
export function without(what: string, ignoreLimits: boolean): object {
  if (ignoreLimits) return {}
  throw new RowProblem(`it has ${what}, which the gateway cannot express; --ignore-limits imports it without`)
}
