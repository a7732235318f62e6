import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, QuivaError } from '@quiva/client'
import type { KeyToImport } from './record.ts'

const MOST_KEYS = 1000
/** Below the gateway's 2 MiB, and 40,000 fields and items. */
const MOST_BYTES = 1_500_000
const MOST_VALUES = 36_000

/** A key with the number of its row in the file, and its hash as the gateway stores it. */
export type NumberedKey = { row: number; digest: string; key: KeyToImport }

export type Problem = { row: number; name: string; code: string; message: string }

export type Sent = { imported: number; existing: number; shortened: number; problems: Problem[] }

type Options = { dry_run: boolean; hmac_secret?: string; owner?: 'member' | 'account'; role?: Role }
type Role = 'admin' | 'developer' | 'monitor' | 'billing'

/** As many keys as one request takes. */
export function* batchesOf(keys: readonly NumberedKey[]): Generator<NumberedKey[]> {
  let batch: NumberedKey[] = []
  let bytes = 0
  let values = 0
  for (const numbered of keys) {
    const size = Buffer.byteLength(JSON.stringify(numbered.key)) + 1
    const more = countValues(numbered.key)
    const isFull = batch.length === MOST_KEYS || bytes + size > MOST_BYTES || values + more > MOST_VALUES
    if (batch.length > 0 && isFull) {
      yield batch
      batch = []
      bytes = 0
      values = 0
    }
    batch.push(numbered)
    bytes += size
    values += more
  }
  if (batch.length > 0) yield batch
}

function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce((sum: number, member) => sum + countValues(member), 1)
}

/** Sends one batch. What the gateway refuses of it as malformed is left out, and the rest is sent again. */
export async function sendBatch(
  client: Client,
  batch: readonly NumberedKey[],
  options: Options,
  waiting: (seconds: number) => void,
): Promise<Sent> {
  const problems: Problem[] = []
  let left = [...batch]
  while (left.length > 0) {
    try {
      const body = { ...options, keys: left.map(({ key }) => key) }
      const { data } = await client.POST('/accounts/api-keys/import', { body })
      return summarise(data.keys, left, problems)
    } catch (error) {
      if (!(error instanceof QuivaError)) throw error
      if (error.status === 429 && error.retryAfterSeconds !== undefined) {
        waiting(error.retryAfterSeconds)
        await sleep(error.retryAfterSeconds * 1000)
        continue
      }
      const malformed = malformedIn(error)
      if (malformed.size === 0) throw error
      problems.push(...[...malformed].flatMap(([index, message]) => problemOf(left[index], error.code, message)))
      left = left.filter((_, index) => !malformed.has(index))
    }
  }
  return { imported: 0, existing: 0, shortened: 0, problems }
}

/** What is wrong with each key, by its place in the request. */
function malformedIn({ code, details }: QuivaError): Map<number, string> {
  const found = new Map<number, string>()
  if (code !== 'invalid_request') return found
  for (const { path, message } of details) {
    const [, index, member = ''] = /^\/body\/keys\/(\d+)(?:\/(.*))?$/.exec(path) ?? []
    if (index !== undefined && !found.has(Number(index))) found.set(Number(index), `${member} ${message}`.trim())
  }
  return found
}

type Answer = { status: string; code?: string; message?: string; expires_on?: string; details?: Detail[] }
type Detail = { path: string; message: string }

function summarise(answers: readonly Answer[], sent: readonly NumberedKey[], problems: Problem[]): Sent {
  const count = (status: string) => answers.filter((answer) => answer.status === status).length
  let shortened = 0
  answers.forEach(({ status, code = 'refused', message = '', details = [], expires_on: expires }, index) => {
    const one = sent[index]
    if (status === 'imported' && one && isSooner(expires, one.key)) shortened += 1
    if (status !== 'refused') return
    const what = details.map((detail) => `${detail.path.replace(/^\/body\/keys\/\d+\//, '')} ${detail.message}`)
    problems.push(...problemOf(one, code, what.join('; ') || message))
  })
  return { imported: count('imported'), existing: count('exists'), shortened, problems }
}

/** By more than a second, to which times are cut. */
function isSooner(expires: string | undefined, { expires_on: asked }: KeyToImport): boolean {
  if (expires === undefined) return false
  return asked === undefined || Date.parse(asked) - Date.parse(expires) > 1000
}

function problemOf(one: NumberedKey | undefined, code: string, message: string): Problem[] {
  return one ? [{ row: one.row, name: one.key.key_name, code, message }] : []
}
