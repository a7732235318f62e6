import type { Ask } from '../ask.ts'
import type { Connect } from '../connect.ts'
import { wrongUsage } from '../errors.ts'
import { readKey } from '../key-input.ts'
import { describeLimits, type LimitOptions, limitsToChange } from '../limits.ts'
import { minute, type Output, table, visible } from '../output.ts'

type Parts = { connect: Connect; ask: Ask; output: Output }

export type ListOptions = { email?: string; owner?: 'member' | 'account' }

/** viewApiKeys. */
export async function listKeys(options: ListOptions, { connect, output }: Omit<Parts, 'ask'>): Promise<void> {
  const { client } = await connect.signedIn()
  const { email, owner } = options
  const query = { ...(email !== undefined && { email }), ...(owner !== undefined && { owner }) }
  const { data: keys } = await client.GET('/accounts/api-keys', { params: { query } })
  const rows = keys.map((key) => [
    key.id,
    key.name,
    `…${key.last_4_characters}`,
    minute(key.created_on),
    minute(key.expires_on),
    key.last_used_on === null ? 'never' : minute(key.last_used_on),
    describeLimits(key),
    remark(key),
  ])
  const header = ['ID', 'NAME', 'ENDS WITH', 'CREATED (UTC)', 'EXPIRES (UTC)', 'LAST USED (UTC)', 'LIMITS', '']
  output.result(keys, rows.length === 0 ? '' : table([header, ...rows]))
  if (rows.length === 0) output.note('There are no keys. Issue one with: quiva keys issue <name>')
}

/** What tells keys apart that have the same name. */
function remark({
  role,
  replaces,
  replaced_by,
}: {
  role?: string
  replaces: string | null
  replaced_by: string | null
}) {
  if (replaced_by !== null) return `replaced by ${replaced_by}`
  return [role, replaces === null ? undefined : `replaces ${replaces}`].filter(Boolean).join(', ')
}

export type UpdateKeyOptions = LimitOptions & { name?: string }

/** updateApiKey, by id or by the key itself: only what an option is given for. */
export async function updateKey(
  given: string | undefined,
  options: UpdateKeyOptions,
  { connect, ask, output }: Parts,
): Promise<void> {
  const { name } = options
  const changes = { ...(name !== undefined && { key_name: name }), ...limitsToChange(options) }
  if (Object.keys(changes).length === 0) throw wrongUsage('there is nothing to change: see quiva keys update --help')
  const selected = await select(given, ask)
  const { client } = await connect.signedIn()
  const { data } = await client.PATCH('/accounts/api-key', { body: { ...selected, ...changes } })
  const limits = describeLimits(data)
  output.result(
    data,
    `The key ${visible(data.name)} (${data.id}) has ${limits === '' ? 'no limits' : `the limits ${limits}`}.`,
  )
  const { creds_revoked: revoked } = data
  if (revoked !== undefined)
    output.note('Its creds for the message bus were revoked, because the bus cannot enforce these limits.')
  if (revoked === false)
    output.note('The message bus has not confirmed this yet. It will, as soon as it can be reached.')
}

/** deleteApiKey, by id or by the key itself, which travels in the body. */
export async function deleteKey(given: string | undefined, { connect, ask, output }: Parts): Promise<void> {
  const body = await select(given, ask)
  const { client } = await connect.signedIn()
  const { data } = await client.DELETE('/accounts/api-key', { body })
  const { key: _shownAlready, ...deleted } = data
  const { also_deleted: others, creds_revoked: revoked } = deleted
  output.result(deleted, `The key ${visible(deleted.name)} (${deleted.id}) was deleted and is refused from now on.`)
  if (others.length > 0)
    output.note(`The keys that it had issued, or made by rotating itself, were deleted too: ${others.join(', ')}`)
  if (revoked === false)
    output.note('The message bus has not confirmed this yet. It will, as soon as it can be reached.')
}

async function select(given: string | undefined, ask: Ask): Promise<{ key: string } | { id: string }> {
  const named = await readKey(given, 'Id of the key, or the key itself', 'the id of the key is missing', ask)
  return named.startsWith('ms-') ? { key: named } : { id: named }
}
