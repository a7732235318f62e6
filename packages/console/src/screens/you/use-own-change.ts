import { useMutation } from '@tanstack/react-query'
import { useGateway } from '../../gateway-context.tsx'
import { useSay } from '../../parts/toast.tsx'
import { useSecured, wasCancelled } from '../../shell/step-up.tsx'

/** A change of oneself: asks for a new sign-in where it must, says what was done, and reads what it changes anew. */
export function useOwnChange<Given = void, Answer = unknown>(
  change: (given: Given) => Promise<Answer>,
  { reads, say }: { reads: readonly string[]; say?: string },
) {
  const { queries } = useGateway()
  const secured = useSecured()
  const speak = useSay()
  const mutation = useMutation({
    mutationFn: (given: Given) => secured(() => change(given)),
    onSuccess: async () => {
      if (say !== undefined) speak(say)
      for (const key of reads) await queries.invalidateQueries({ queryKey: [key] })
    },
  })
  return { ...mutation, problem: wasCancelled(mutation.error) ? null : mutation.error }
}
