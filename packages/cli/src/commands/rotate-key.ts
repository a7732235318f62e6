import type { Ask } from '../ask.ts'
import type { Connect } from '../connect.ts'
import { wrongUsage } from '../errors.ts'
import { readKey, selectorOf } from '../key-input.ts'
import { type CredsPlace, idempotencyHeader, showNewKey } from '../new-key.ts'
import { minute, type Output } from '../output.ts'

const LONGEST_GRACE_SECONDS = 30 * 86_400

export type RotateOptions = CredsPlace & {
  grace?: number
  expires?: number
  idempotencyKey?: string
  /** After how many days without a use the old key ends; true for the gateway's default. */
  retireWhenSilent?: number | true
}

type Parts = { connect: Connect; ask: Ask; output: Output; hasApiKey: boolean }

/** rotateApiKey, by id or by the key itself, which travels in the body; without either, the key of QUIVA_API_KEY. */
export async function rotateKey(given: string | undefined, options: RotateOptions, parts: Parts): Promise<void> {
  const { connect, ask, output, hasApiKey } = parts
  const { grace, expires, idempotencyKey, retireWhenSilent: silent } = options
  if (silent === undefined && grace !== undefined && grace > LONGEST_GRACE_SECONDS)
    throw wrongUsage('--grace is at most 30d, such as 90m, 24h or 7d; with --retire-when-silent at most 90d')
  if (given === undefined && !hasApiKey) throw wrongUsage('the id of the key is missing: see quiva keys list')
  const named =
    given === undefined
      ? undefined
      : await readKey(given, 'Id of the key, or the key itself', 'the id of the key is missing', ask)
  const { client } = await connect.signedIn()
  const body = {
    ...(named !== undefined && selectorOf(named)),
    ...(grace !== undefined && { grace_seconds: grace }),
    ...(expires !== undefined && { expiry_days: expires }),
    ...(silent !== undefined && { retire: 'when_silent' as const }),
    ...(typeof silent === 'number' && { silent_days: silent }),
  }
  const rotated = await showNewKey(options, output, async () => {
    const { data } = await client.POST('/accounts/api-key/rotate', { ...idempotencyHeader(idempotencyKey), body })
    return data
  })
  const { replaces, grace_ends_on: endsOn, also_ending: others, silent_days: days } = rotated
  const ends = Date.parse(endsOn) <= Date.now() ? 'no longer works' : `works until ${minute(endsOn)} UTC`
  const orEarlier =
    days === undefined ? '' : `, or until nobody has used it for ${days === 1 ? 'a day' : `${days} days`}`
  output.note(`The old key (${replaces}) ${ends}${orEarlier}.`)
  if (others.length > 0) output.note(`The keys that the old key had issued expire with it: ${others.join(', ')}`)
}
