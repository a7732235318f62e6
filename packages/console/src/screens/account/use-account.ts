import type { AccountInfo } from '@quiva/client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useClient, useGateway } from '../../gateway-context.tsx'
import { useSay } from '../../parts/toast.tsx'

/** The account as it is now: getAccountInfo. */
export function useAccount() {
  const client = useClient()
  return useQuery({
    queryKey: ['account'],
    queryFn: async ({ signal }): Promise<AccountInfo> => (await client.GET('/accounts/info', { signal })).data,
  })
}

/** A change of the account: does it, says that it was done, and reads what shows the account anew. */
export function useAccountChange<Given = void, Answer = unknown>(
  change: (given: Given) => Promise<Answer>,
  say: string | ((answer: Answer) => string),
) {
  const { queries } = useGateway()
  const speak = useSay()
  return useMutation({
    mutationFn: change,
    onSuccess: async (answer) => {
      speak(typeof say === 'string' ? say : say(answer))
      for (const key of ['account', 'me', 'overview']) await queries.invalidateQueries({ queryKey: [key] })
    },
  })
}
