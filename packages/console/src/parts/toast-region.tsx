import { Toast } from '@base-ui/react/toast'
import { CircleCheck, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { IconButton } from './button.tsx'
import { usePortalContainer } from './embedding.ts'
import styles from './toast.module.css'
import type { News } from './toast.tsx'

/** The corner where news is said: all of it, each once. */
export function ToastRegion({ news }: { news: readonly News[] }) {
  return (
    <Toast.Provider>
      <Toast.Portal container={usePortalContainer()}>
        <Toast.Viewport className={styles.viewport}>
          <List news={news} />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function List({ news }: { news: readonly News[] }) {
  const { toasts, add } = Toast.useToastManager()
  const t = useTexts()
  const said = useRef(0)
  useEffect(() => {
    for (const each of news.slice(said.current)) add(each)
    said.current = news.length
  }, [news, add])
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
