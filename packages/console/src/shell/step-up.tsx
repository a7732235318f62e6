import { QuivaError } from '@quiva/client'
import { createContext, lazy, type ReactNode, Suspense, useContext, useRef, useState } from 'react'

const StepUpDialog = lazy(async () => ({ default: (await import('./step-up-dialog.tsx')).StepUpDialog }))

/** Does something; if the gateway wants a more recent sign-in first, asks for it and does it then. */
type Secured = <Answer>(act: () => Promise<Answer>) => Promise<Answer>

const StepUp = createContext<Secured>((act) => act())
export const useSecured = (): Secured => useContext(StepUp)

/** The person did not want to sign in again: what they began is not done, and that is no error. */
class StepUpCancelled extends Error {
  override readonly name = 'StepUpCancelled'
}

export const wasCancelled = (error: unknown): boolean => error instanceof StepUpCancelled

export function StepUpProvider({ children }: { children: ReactNode }) {
  const [asking, setAsking] = useState(false)
  const waiting = useRef<{ resolve: () => void; reject: (reason: Error) => void }>(undefined)

  const secured: Secured = async (act) => {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof QuivaError && error.code === 'step_up_required')) throw error
      await new Promise<void>((resolve, reject) => {
        waiting.current = { resolve, reject }
        setAsking(true)
      })
      return act()
    }
  }
  return (
    <StepUp value={secured}>
      {children}
      {asking && (
        <Suspense>
          <StepUpDialog
            onDone={() => {
              setAsking(false)
              waiting.current?.resolve()
            }}
            onCancel={() => {
              setAsking(false)
              waiting.current?.reject(new StepUpCancelled('not signed in again'))
            }}
          />
        </Suspense>
      )}
    </StepUp>
  )
}
