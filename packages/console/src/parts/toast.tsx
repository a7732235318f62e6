import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useState } from 'react'
import { useSession } from '../gateway-context.tsx'

export type News = { title: string; description: string | undefined }
type Say = (title: string, description?: string) => void

const ToastRegion = lazy(async () => ({ default: (await import('./toast-region.tsx')).ToastRegion }))
const SayContext = createContext<Say>(() => undefined)

/**
 * Around the whole page. The corner itself comes after somebody has signed in: screen readers say only what appears in a
 * region that was there before.
 */
export function Toasts({ children }: { children: ReactNode }) {
  const [news, setNews] = useState<readonly News[]>([])
  const isIn = useSession().kind === 'in'
  const say = useCallback<Say>((title, description) => setNews((before) => [...before, { title, description }]), [])
  return (
    <SayContext value={say}>
      {children}
      {(isIn || news.length > 0) && (
        <Suspense>
          <ToastRegion news={news} />
        </Suspense>
      )}
    </SayContext>
  )
}

/** Says in the corner that something was done; what failed is said where it was tried (`ProblemNote`). */
export const useSay = (): Say => useContext(SayContext)
