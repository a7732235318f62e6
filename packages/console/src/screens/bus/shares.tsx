import { Trash2 } from 'lucide-react'
import { Children, type ReactNode } from 'react'
import { IconButton } from '../../parts/button.tsx'
import { InlineCode } from '../../parts/code.tsx'
import styles from './bus.module.css'

/** The list of exports or imports; there are at most a hundred of each. */
export function Shares({
  label,
  notice,
  empty,
  children,
}: {
  label: string
  notice: ReactNode
  empty: ReactNode
  children: ReactNode
}) {
  return (
    <>
      {notice && <div className={styles.notice}>{notice}</div>}
      {Children.count(children) === 0 ? (
        empty
      ) : (
        <ul className={styles.shares} aria-label={label}>
          {children}
        </ul>
      )}
    </>
  )
}

export function ShareRow({
  share,
  marks,
  text,
  problem = false,
  onRemove,
  removeLabel,
}: {
  share: { name: string; subject: string }
  marks: ReactNode
  /** Who uses it, or where it comes from; or why it is broken. */
  text: string
  problem?: boolean
  onRemove: (() => void) | false
  removeLabel: string
}) {
  return (
    <li className={styles.share}>
      <div className={styles.shareText}>
        <div className={styles.nameLine}>
          <span className={styles.name}>{share.name}</span>
          {marks}
        </div>
        <div>
          <InlineCode>{share.subject}</InlineCode>
        </div>
        <p className={problem ? styles.problem : styles.quiet}>{text}</p>
      </div>
      {onRemove && (
        <IconButton size="small" label={removeLabel} onClick={onRemove}>
          <Trash2 aria-hidden="true" />
        </IconButton>
      )}
    </li>
  )
}
