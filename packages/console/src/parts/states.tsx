import { CloudOff, SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import { problemOf } from '../api/queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from './button.tsx'
import styles from './states.module.css'

/** What stands where there is nothing yet: what it is for, and the first step. */
export function Empty({
  icon,
  title,
  children,
  actions,
}: {
  icon?: ReactNode
  title?: string
  children?: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className={styles.state}>
      {icon}
      {title && <h2>{title}</h2>}
      {children && <p>{children}</p>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}

/** There is something, but nothing that the search and the filters let through. */
export function NoMatch({ onClear }: { onClear: () => void }) {
  const t = useTexts()
  return (
    <Empty
      icon={<SearchX aria-hidden="true" />}
      title={t('list.no-match')}
      actions={<Button onClick={onClear}>{t('list.clear-filters')}</Button>}
    >
      {t('list.no-match.hint')}
    </Empty>
  )
}

/** It could not be loaded: why, and the way to try again. */
export function LoadFailed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useTexts()
  const { kind, message } = problemOf(error)
  return (
    <div role="alert">
      <Empty
        icon={<CloudOff aria-hidden="true" />}
        title={t('error.load')}
        actions={<Button onClick={onRetry}>{t('action.try-again')}</Button>}
      >
        {kind === 'no-answer' ? t('error.no-answer') : (message ?? t('error.unexpected'))}
      </Empty>
    </div>
  )
}

/** Holds the place of what is being loaded, about as high as that will be. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const t = useTexts()
  return (
    <div className={styles.bones} role="status">
      <span className="visually-hidden">{t('list.loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a bone is nothing but its place
        <div key={line} className={styles.bone} aria-hidden="true" />
      ))}
    </div>
  )
}
