import type { AccountInfo } from '@quiva/client'
import { useQuery } from '@tanstack/react-query'
import { useClient } from '../../gateway-context.tsx'
import { useAct } from '../../shell/use-act.ts'

/** The account as it is now: getAccountInfo. */
export function useAccount() {
  const client = useClient()
  return useQuery({
    queryKey: ['account'],
    queryFn: async ({ signal }): Promise<AccountInfo> => (await client.GET('/accounts/info', { signal })).data,
  })
}

/** A change of the account: does it, says that it was done, and reads what shows the account anew. */
export const useAccountChange = <Given = void, Answer = unknown>(
  change: (given: Given) => Promise<Answer>,
  say: string | ((answer: Answer) => string),
) => useAct(change, { reads: ['account', 'me', 'overview'], say })
