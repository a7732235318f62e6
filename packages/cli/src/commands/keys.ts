import type { Ask } from '../ask.ts'
import type { Connect } from '../connect.ts'
import { readKey } from '../key-input.ts'
import { type Output, table, visible } from '../output.ts'

type Parts = { connect: Connect; ask: Ask; output: Output }

/** viewApiKeys. */
export async function listKeys(options: { email?: string }, { connect, output }: Omit<Parts, 'ask'>): Promise<void> {
  const { client } = await connect.signedIn()
  const query = options.email === undefined ? {} : { email: options.email }
  const { data: keys } = await client.GET('/accounts/api-keys', { params: { query } })
  const rows = keys.map((key) => [
    key.id,
    key.name,
    `…${key.last_4_characters}`,
    minute(key.created_on),
    minute(key.expires_on),
    key.last_used_on === null ? 'never' : minute(key.last_used_on),
  ])
  const header = ['ID', 'NAME', 'ENDS WITH', 'CREATED (UTC)', 'EXPIRES (UTC)', 'LAST USED (UTC)']
  output.result(keys, rows.length === 0 ? '' : table([header, ...rows]))
  if (rows.length === 0) output.note('There are no keys. Issue one with: quiva keys issue <name>')
}

/** deleteApiKey, by id or by the key itself, which travels in the body. */
export async function deleteKey(given: string | undefined, { connect, ask, output }: Parts): Promise<void> {
  const named = await readKey(given, 'Id of the key, or the key', 'the id of the key is missing', ask)
  const body = named.startsWith('ms-') ? { key: named } : { id: named }
  const { client } = await connect.signedIn()
  const { data } = await client.DELETE('/accounts/api-key', { body })
  const { key: _shownAlready, ...deleted } = data
  const { also_deleted: others, creds_revoked: revoked } = deleted
  output.result(deleted, `The key ${visible(deleted.name)} (${deleted.id}) is deleted and refused from now on.`)
  if (others.length > 0) output.note(`So are the keys that it had issued: ${others.join(', ')}`)
  if (revoked === false) output.note('The message bus has not confirmed it yet; it will as soon as it can be reached.')
}

function minute(isoTime: string): string {
  return isoTime.slice(0, 16).replace('T', ' ')
}
