import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'

/** GET /console/config: what pages need to know before anybody has signed in. */
export type ConsoleConfig = {
  app_name: string
  version: string
  features: {
    oauth: boolean
    passkeys: boolean
    bus: boolean
    payments: boolean
    sign_up: boolean
    mail_as_files: boolean
  }
}

export const configQuery = queryOptions({
  queryKey: ['config'],
  queryFn: async () => {
    const answer = await fetch('/console/config')
    return ((await answer.json()) as { data: ConsoleConfig }).data
  },
  staleTime: Number.POSITIVE_INFINITY,
})

export const useConfig = (): ConsoleConfig => useSuspenseQuery(configQuery).data
export const useFeatures = () => useConfig().features
