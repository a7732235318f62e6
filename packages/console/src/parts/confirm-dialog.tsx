import { type ReactNode, useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { TextField } from './field.tsx'
import { ProblemNote } from './problem-note.tsx'

type ConfirmProps = {
  open: boolean
  onClose: () => void
  title: string
  /** What ends, before it ends. */
  children: ReactNode
  /** What the button does, as a verb: "Delete key". */
  action: string
  /** The name that must be typed, where it cannot be undone. */
  typeName?: string
  /** It ends something: the button has the colour of danger, which it has nowhere else. */
  danger?: boolean
  busy: boolean
  error: unknown
  onConfirm: () => void
}

/** Asks before something ends. */
export function ConfirmDialog(props: ConfirmProps) {
  const { open, onClose, title, children, action, typeName, danger = true, busy, error, onConfirm } = props
  const t = useTexts()
  const [typed, setTyped] = useState('')
  const ready = typeName === undefined || typed.trim() === typeName
  const close = () => {
    setTyped('')
    onClose()
  }
  return (
    <Dialog
      open={open}
      onClose={close}
      title={title}
      onSubmit={() => ready && !busy && onConfirm()}
      actions={
        <>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button type="submit" look={danger ? 'danger' : 'primary'} busy={busy} disabled={!ready}>
            {action}
          </Button>
        </>
      }
    >
      {children}
      {typeName !== undefined && (
        <TextField
          label={t('confirm.type-name', { name: typeName })}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      <ProblemNote error={error} />
    </Dialog>
  )
}
