import { type ReactNode, useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from './button.tsx'
import { Callout } from './callout.tsx'
import { Checkbox } from './checks.tsx'
import { Dialog } from './dialog.tsx'

/**
 * Shows a secret once: it closes only when the person says that they have kept it. The secret lives in the state of the
 * caller and nowhere else; `onDone` lets go of it.
 */
export function SecretDialog({
  open,
  title,
  description,
  kept,
  children,
  onDone,
}: {
  open: boolean
  title: string
  description?: ReactNode
  /** What the person confirms; by default that they have kept it. */
  kept?: string
  children: ReactNode
  onDone: () => void
}) {
  const t = useTexts()
  const [confirmed, setConfirmed] = useState(false)
  return (
    <Dialog
      open={open}
      insistent
      wide
      title={title}
      description={description}
      onClose={() => undefined}
      actions={
        <Button
          look="primary"
          disabled={!confirmed}
          onClick={() => {
            setConfirmed(false)
            onDone()
          }}
        >
          {t('secret.done')}
        </Button>
      }
    >
      <Callout tone="warn">{t('secret.once')}</Callout>
      {children}
      <Checkbox checked={confirmed} onChange={setConfirmed} label={kept ?? t('secret.kept')} />
    </Dialog>
  )
}
