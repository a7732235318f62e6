import type { paths } from '@quiva/client'
import type { Ask } from '../ask.ts'
import type { Connect } from '../connect.ts'
import { type DescriptionOptions, descriptionToSet } from '../description.ts'
import { wrongUsage } from '../errors.ts'
import { fitTable } from '../fit.ts'
import { selectKey } from '../key-input.ts'
import { describeLimits, type LimitOptions, limitsToChange } from '../limits.ts'
import { minute, type Output, visible } from '../output.ts'
import { collectPages, pagesOf, streamArray } from '../pages.ts'

type Parts = { connect: Connect; ask: Ask; output: Output }

type Query = NonNullable<paths['/accounts/api-keys']['get']['parameters']['query']>
type Key = paths['/accounts/api-keys']['get']['responses'][200]['content']['application/json']['data'][number]

export type ListOptions = Omit<Query, 'cursor'>

const HEADER = ['ID', 'NAME', 'ENDS WITH', 'CREATED (UTC)', 'EXPIRES (UTC)', 'LAST USED (UTC)', 'LIMITS', '']
/** Name, limits and remark: what may be cut where the terminal is narrow. */
const FLEXIBLE = [1, 6, 7]

/** viewApiKeys, page by page. */
export async function listKeys(options: ListOptions, { connect, output }: Omit<Parts, 'ask'>): Promise<void> {
  const { client } = await connect.signedIn()
  const { limit: most, ...filters } = options
  const pages = pagesOf(most, (page) =>
    client.GET('/accounts/api-keys', { params: { query: { ...filters, ...page } } }),
  )
  if (output.asJson) return streamArray(pages, output)
  const keys = await collectPages(pages)
  output.result(keys, keys.length === 0 ? '' : fitTable([HEADER, ...keys.map(cells)], output.width, FLEXIBLE))
  if (keys.length > 0) return
  output.note(
    ['search', 'state', 'environment', 'tag'].every((name) => Reflect.get(filters, name) === undefined)
      ? 'There are no keys. Issue one with: quiva keys issue <name>'
      : 'No keys were found.',
  )
}

function cells(key: Key): string[] {
  return [
    key.id,
    key.name,
    `…${key.last_4_characters}`,
    minute(key.created_on),
    minute(key.expires_on),
    key.last_used_on === null ? 'never' : minute(key.last_used_on),
    describeLimits(key),
    remark(key),
  ]
}

/** What tells keys apart that have the same name. */
function remark({
  role,
  replaces,
  replaced_by: replacedBy,
  disabled,
  environment,
  tags,
  silent_days: days,
}: {
  role?: string
  replaces: string | null
  replaced_by: string | null
  disabled: boolean
  environment: 'live' | 'test'
  tags: string[]
  silent_days: number | null
}) {
  return [
    disabled && 'disabled',
    environment === 'test' && 'test key',
    role,
    ...tags.map((tag) => `#${tag}`),
    replacedBy !== null && `replaced by ${replacedBy}`,
    typeof days === 'number' && `ends after ${days} d without a use`,
    replacedBy === null && replaces !== null && `replaces ${replaces}`,
  ]
    .filter(Boolean)
    .join(', ')
}

export type UpdateKeyOptions = LimitOptions & DescriptionOptions & { name?: string; expires?: number }

/** updateApiKey, by id or by the key itself: only what an option is given for. */
export async function updateKey(
  given: string | undefined,
  options: UpdateKeyOptions,
  { connect, ask, output }: Parts,
): Promise<void> {
  const { name, expires } = options
  const changes = {
    ...(name !== undefined && { key_name: name }),
    ...(expires !== undefined && { expiry_days: expires }),
    ...limitsToChange(options),
    ...descriptionToSet(options),
  }
  if (Object.keys(changes).length === 0) throw wrongUsage('there is nothing to change: see quiva keys update --help')
  const selected = await selectKey(given, ask)
  const { client } = await connect.signedIn()
  const { data } = await client.PATCH('/accounts/api-key', { body: { ...selected, ...changes } })
  const limits = describeLimits(data)
  output.result(
    data,
    `The key ${visible(data.name)} (${data.id}) has ${limits === '' ? 'no limits' : `the limits ${limits}`}.`,
  )
  if (expires !== undefined)
    output.note(
      `It is good until ${data.expires_on.slice(0, 10)}. Its creds were made for the time before: get new ones with quiva keys creds.`,
    )
  const { creds_revoked: revoked } = data
  if (revoked !== undefined)
    output.note('Its creds for the message bus were revoked, because the bus cannot enforce these limits.')
  if (revoked === false)
    output.note('The message bus has not confirmed this yet. It will, as soon as it can be reached.')
}
