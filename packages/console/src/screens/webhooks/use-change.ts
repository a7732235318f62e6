import { useMutation } from '@tanstack/react-query'
import { useGateway } from '../../gateway-context.tsx'

/** A change of webhooks, or a delivery: does it, and reads what is shown of webhooks anew. */
export function useChange<Given, Answer>(
  change: (given: Given) => Promise<Answer>,
  after?: (answer: Answer, given: Given) => void,
) {
  const { queries } = useGateway()
  return useMutation({
    mutationFn: change,
    onSuccess: async (answer, given) => {
      after?.(answer, given)
      await queries.invalidateQueries({ queryKey: ['webhooks'] })
    },
  })
}
