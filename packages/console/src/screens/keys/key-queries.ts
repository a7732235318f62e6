import type { ApiKey, Client, operations } from '@quiva/client'
import { queryOptions } from '@tanstack/react-query'
import type { May } from '../../session/me.ts'
import { DEFAULT_SORT, type KeysSearch } from './keys-search.ts'

type ListQuery = NonNullable<operations['viewApiKeys']['parameters']['query']>

/** What the list says of a key, which is more than an answer to a change does. */
export type ListedKey = ApiKey

/** Whether somebody sees keys that are not their own. */
export const seesAll = (may: May): boolean => may('viewApiKeys:account')

/** Whose keys are listed if nothing else is asked for. */
export const defaultOwner = (may: May): string => (seesAll(may) ? 'all' : 'mine')

function whose(owner: string): object {
  if (owner === 'mine') return {}
  return owner.includes('@') ? { email: owner } : { owner }
}

/** What the gateway is asked for a list. The address has been read strictly, so its words are the gateway's. */
export function listQueryOf({ owner, sort = DEFAULT_SORT, ...narrow }: KeysSearch, may: May): ListQuery {
  return { ...whose(owner ?? defaultOwner(may)), ...narrow, sort } as ListQuery
}

/** One key; null if there is none that the caller may see. The list finds keys by their id, too. */
export const keyQuery = (client: Client, may: May, id: string) =>
  queryOptions({
    queryKey: ['keys', 'one', id],
    queryFn: async ({ signal }): Promise<ListedKey | null> => {
      const query = { ...whose(defaultOwner(may)), search: id, limit: 1 } as ListQuery
      const { data } = await client.GET('/accounts/api-keys', { params: { query }, signal })
      return data.find((key) => key.id === id) ?? null
    },
  })

export const usageQuery = (client: Client, id: string) =>
  queryOptions({
    queryKey: ['keys', 'usage', id],
    queryFn: async ({ signal }) =>
      (await client.GET('/accounts/api-key/usage', { params: { query: { id } }, signal })).data,
  })

export const impactQuery = (client: Client, id: string) =>
  queryOptions({
    queryKey: ['keys', 'impact', id],
    // It says who uses the key now.
    staleTime: 0,
    queryFn: async ({ signal }) =>
      (await client.GET('/accounts/api-key/impact', { params: { query: { id } }, signal })).data,
  })
