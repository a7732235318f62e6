import type { Ask } from '../ask.ts'
import type { Connect } from '../connect.ts'
import { wrongUsage } from '../errors.ts'
import { readKey, selectorOf } from '../key-input.ts'
import { type CredsPlace, idempotencyHeader, showNewKey } from '../new-key.ts'
import { minute, type Output } from '../output.ts'

export type RotateOptions = CredsPlace & { grace?: number; expires?: number; idempotencyKey?: string }

type Parts = { connect: Connect; ask: Ask; output: Output; hasApiKey: boolean }

/** rotateApiKey, by id or by the key itself, which travels in the body; without either, the key of QUIVA_API_KEY. */
export async function rotateKey(given: string | undefined, options: RotateOptions, parts: Parts): Promise<void> {
  const { connect, ask, output, hasApiKey } = parts
  const { grace, expires, idempotencyKey } = options
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
  }
  const rotated = await showNewKey(options, output, async () => {
    const { data } = await client.POST('/accounts/api-key/rotate', { ...idempotencyHeader(idempotencyKey), body })
    return data
  })
  const { replaces, grace_ends_on: endsOn, also_ending: others } = rotated
  const ends = Date.parse(endsOn) <= Date.now() ? 'no longer works' : `works until ${minute(endsOn)} UTC`
  output.note(`The old key (${replaces}) ${ends}.`)
  if (others.length > 0) output.note(`The keys that the old key had issued expire with it: ${others.join(', ')}`)
}
