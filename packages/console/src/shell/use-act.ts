import { QuivaError } from '@quiva/client'
import { useMutation } from '@tanstack/react-query'
import { useGateway } from '../gateway-context.tsx'
import { useSay } from '../parts/toast.tsx'
import { useSecured, wasCancelled } from './step-up.tsx'

type Said = string | { title: string; text?: string | undefined }

/**
 * What somebody does on a screen: asks for a new sign-in where the gateway wants one, says what was done, and reads anew
 * what it changes, by the areas of the query keys. The same is read anew if somebody else has changed it meanwhile, so
 * that the screen shows what is there now. `problem` is the error, unless the person did not want to sign in again.
 */
export function useAct<Given = void, Answer = unknown>(
  act: (given: Given) => Promise<Answer>,
  options: {
    reads: readonly string[]
    say?: Said | ((answer: Answer, given: Given) => Said)
    after?: (answer: Answer) => void
  },
) {
  const { queries } = useGateway()
  const secured = useSecured()
  const speak = useSay()
  const readAnew = async () => {
    for (const area of options.reads) await queries.invalidateQueries({ queryKey: [area] })
  }
  const mutation = useMutation({
    mutationFn: (given: Given) => secured(() => act(given)),
    onSuccess: async (answer, given) => {
      const { say, after } = options
      const said = typeof say === 'function' ? say(answer, given) : say
      if (typeof said === 'string') speak(said)
      else if (said) speak(said.title, said.text)
      after?.(answer)
      await readAnew()
    },
    onError: async (error) => {
      if (error instanceof QuivaError && error.code === 'changed_meanwhile') await readAnew()
    },
  })
  return { ...mutation, problem: wasCancelled(mutation.error) ? null : mutation.error }
}
