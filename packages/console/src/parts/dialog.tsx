import { Dialog as BaseDialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { IconButton } from './button.tsx'
import styles from './dialog.module.css'
import { usePortalContainer } from './embedding.ts'

type DialogProps = {
  open: boolean
  onClose: () => void
  title: string
  description?: ReactNode
  wide?: boolean
  /** Closes only by its own buttons: neither Escape nor a click beside it. For what is shown once. */
  insistent?: boolean
  /** The buttons, the one that ends the dialog last. */
  actions?: ReactNode
  /** Makes the dialog a form, so that Enter does what its `type="submit"` button does. */
  onSubmit?: () => void
  children?: ReactNode
}

/** A dialog above the page. The focus stays in it, and goes back to where it was. */
export function Dialog({
  open,
  onClose,
  title,
  description,
  wide,
  insistent,
  actions,
  onSubmit,
  children,
}: DialogProps) {
  const t = useTexts()
  const container = usePortalContainer()
  const inner = (
    <>
      <div className={styles.body}>{children}</div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </>
  )
  return (
    <BaseDialog.Root
      open={open}
      disablePointerDismissal={insistent === true}
      onOpenChange={(next, details) => {
        if (next) return
        if (insistent) return details.cancel()
        onClose()
      }}
    >
      <BaseDialog.Portal container={container}>
        <BaseDialog.Backdrop className={styles.backdrop} />
        <BaseDialog.Popup className={wide ? `${styles.popup} ${styles.wide}` : styles.popup}>
          <div className={styles.head}>
            <div>
              <BaseDialog.Title>{title}</BaseDialog.Title>
              {description && (
                <BaseDialog.Description className={styles.description}>{description}</BaseDialog.Description>
              )}
            </div>
            {!insistent && (
              <BaseDialog.Close
                render={
                  <IconButton label={t('action.close')} size="small">
                    <X aria-hidden="true" />
                  </IconButton>
                }
              />
            )}
          </div>
          {onSubmit ? (
            <form
              noValidate
              style={{ display: 'contents' }}
              onSubmit={(event) => {
                event.preventDefault()
                onSubmit()
              }}
            >
              {inner}
            </form>
          ) : (
            inner
          )}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  )
}
