import type { Client, operations } from '@quiva/client'
import type { Connect } from '../connect.ts'
import { wrongUsage } from '../errors.ts'
import { minute, type Output, table, visible } from '../output.ts'

type Parts = { connect: Connect; output: Output; hasApiKey: boolean }

export type KeyImpact = operations['getApiKeyImpact']['responses'][200]['content']['application/json']['data']

/** getApiKeyImpact; of the key of QUIVA_API_KEY if none is named. */
export async function keyImpact(id: string | undefined, { connect, output, hasApiKey }: Parts): Promise<void> {
  if (id === undefined && !hasApiKey) throw wrongUsage('the id of the key is missing: see quiva keys list')
  const { client } = await connect.signedIn()
  const impact = await readImpact(client, id)
  output.result(impact, inLines(impact))
}

export async function readImpact(client: Client, id: string | undefined): Promise<KeyImpact> {
  const query = id === undefined ? {} : { id }
  const { data } = await client.GET('/accounts/api-key/impact', { params: { query } })
  return data
}

const WORDS: Record<KeyImpact['verdict'], string> = { unused: 'unused', replaced: 'replaced', in_use: 'in use' }

/** The verdict with its reason, and what else would end: one line each. */
export function summary(impact: KeyImpact): string {
  const { id, name, verdict, reason, sessions, connections, also_deleted_count: others, invitations } = impact
  const ending = [
    counted(others, 'other key', 'other keys'),
    counted(sessions.length, 'session', 'sessions'),
    counted(connections ?? 0, 'connection to the message bus', 'connections to the message bus'),
    counted(invitations, 'pending invitation', 'pending invitations'),
  ].filter((text) => text !== '')
  const verdictLine = `The key ${visible(name)} (${id}) is ${WORDS[verdict]}. ${visible(reason)}`
  return ending.length === 0 ? verdictLine : `${verdictLine}\nWith it would end: ${ending.join(', ')}.`
}

function inLines(impact: KeyImpact): string {
  const { uses, days, successor, also_deleted: others, also_deleted_count: count } = impact
  const parts = [summary(impact)]
  if (successor !== null) {
    const used =
      successor.last_used_on === null ? 'was never used' : `was last used on ${minute(successor.last_used_on)} UTC`
    parts.push(`Its successor ${successor.id} ${used}${successor.also_deleted ? ', and would be deleted too' : ''}.`)
  }
  if (uses > 0) {
    const rows = days.map((day) => [
      day.date,
      `${day.uses}`,
      minute(day.last_used_on),
      day.networks.map(({ network }) => network).join(' '),
    ])
    parts.push('', table([['DAY (UTC)', 'USES', 'LAST (UTC)', 'FROM'], ...rows]))
  }
  if (count > 0) {
    const rows = others.map((key) => [
      key.id,
      key.name,
      `…${key.last_4_characters}`,
      key.last_used_on === null ? 'never' : minute(key.last_used_on),
      key.because === 'issued' ? 'issued by it' : 'its successor',
    ])
    parts.push('', table([['ALSO DELETED', 'NAME', 'ENDS WITH', 'LAST USED (UTC)', ''], ...rows]))
    if (count > others.length) parts.push(`… and ${count - others.length} more`)
  }
  return parts.join('\n')
}

function counted(count: number, one: string, several: string): string {
  return count === 0 ? '' : `${count} ${count === 1 ? one : several}`
}
