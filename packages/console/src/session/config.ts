import type { Client } from '@quiva/client'
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { useClient, useGateway } from '../gateway-context.tsx'
import { type TextName, text } from '../texts/texts.ts'

/** What pages need to know before anybody has signed in: getConsoleConfig. */
export const configQuery = (client: Client) =>
  queryOptions({
    queryKey: ['config'],
    queryFn: async () => (await client.GET('/console/config')).data,
    staleTime: Number.POSITIVE_INFINITY,
  })

export const useConfig = () => useSuspenseQuery(configQuery(useClient())).data
/** What windows are called: the brand, or the product. Some screens say that the gateway does not even answer this. */
export function useWindowName(): string {
  const { queries, client } = useGateway()
  const config = queries.getQueryData(configQuery(client).queryKey)
  return config?.branding ? config.app_name : text('app.name')
}

/** A text that a brand may replace: the gateway has a list of them (features/console/console-texts.ts). */
export function useBrandTexts(): (name: TextName) => string {
  const { branding } = useConfig()
  return (name) => branding?.texts.find((replaced) => replaced.name === name)?.text ?? text(name)
}

export const useFeatures = () => useConfig().features
