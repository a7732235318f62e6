import type { Client } from '@quiva/client'
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { useClient } from '../gateway-context.tsx'

/** What pages need to know before anybody has signed in: getConsoleConfig. */
export const configQuery = (client: Client) =>
  queryOptions({
    queryKey: ['config'],
    queryFn: async () => (await client.GET('/console/config')).data,
    staleTime: Number.POSITIVE_INFINITY,
  })

export const useConfig = () => useSuspenseQuery(configQuery(useClient())).data
export const useFeatures = () => useConfig().features
