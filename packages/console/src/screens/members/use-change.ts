import { useMutation } from '@tanstack/react-query'
import { useGateway } from '../../gateway-context.tsx'
import { useSay } from '../../parts/toast.tsx'

/** A change of the members: does it, says that it was done, and reads the list anew. */
export function useChange<Given>(change: (given: Given) => Promise<unknown>, after: (given: Given) => { say: string }) {
  const { queries } = useGateway()
  const say = useSay()
  return useMutation({
    mutationFn: change,
    onSuccess: async (_, given) => {
      say(after(given).say)
      await queries.invalidateQueries({ queryKey: ['members'] })
    },
  })
}
