import { Toast } from '@base-ui/react/toast'
import { CircleCheck, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { IconButton } from './button.tsx'
import styles from './toast.module.css'

/** Around the whole page. */
export function Toasts({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider>
      {children}
      <Toast.Portal>
        <Toast.Viewport className={styles.viewport}>
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function List() {
  const { toasts } = Toast.useToastManager()
  const t = useTexts()
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={styles.toast}>
      <CircleCheck aria-hidden="true" />
      <div className={styles.content}>
        <Toast.Title className={styles.title} />
        <Toast.Description className={styles.description} />
      </div>
      <Toast.Close
        render={
          <IconButton size="small" label={t('action.dismiss')}>
            <X aria-hidden="true" />
          </IconButton>
        }
      />
    </Toast.Root>
  ))
}

/** Says in the corner that something was done; what failed is said where it was tried (`ProblemNote`). */
export function useSay(): (title: string, description?: string) => void {
  const { add } = Toast.useToastManager()
  return (title, description) => void add({ title, description })
}
