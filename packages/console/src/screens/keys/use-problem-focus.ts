import { type RefObject, useEffect, useRef } from 'react'

/** After a refusal, the focus is in the first field that it is about; the ref is for what is around the fields. */
export function useProblemFocus(error: unknown): RefObject<HTMLDivElement | null> {
  const around = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (error) around.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [error])
  return around
}
