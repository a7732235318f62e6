import { Popover } from '@base-ui/react/popover'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../parts/button.tsx'
import { usePortalContainer } from '../../parts/embedding.ts'
import { TextField } from '../../parts/field.tsx'
import floating from '../../parts/floating.module.css'
import { Actions, Form } from '../../parts/form.tsx'
import selectStyles from '../../parts/select.module.css'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './keys.module.css'

/** A filter by a word that one types: a tag, a scope. `suggestions` are words that are known. */
export function TextFilter({
  label,
  value,
  suggestions,
  onChange,
}: {
  label: string
  value: string | undefined
  suggestions: readonly string[]
  onChange: (value: string | undefined) => void
}) {
  const t = useTexts()
  const container = usePortalContainer()
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const choose = (next: string | undefined) => {
    setOpen(false)
    onChange(next)
  }
  const shown = suggestions.filter((word) => word !== value && word.includes(typed.trim())).slice(0, 12)
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        setTyped('')
      }}
    >
      <Popover.Trigger
        className={`${selectStyles.trigger} ${selectStyles.compact}`}
        data-set={value === undefined ? undefined : ''}
      >
        <span className={styles.filterText}>{value === undefined ? label : `${label}: ${value}`}</span>
        <ChevronDown aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal container={container}>
        <Popover.Positioner className={floating.positioner} sideOffset={4} align="start">
          <Popover.Popup className={`${floating.popup} ${styles.filterPopup}`} aria-label={label}>
            <Form onSubmit={() => choose(typed.trim() || undefined)}>
              <TextField
                label={label}
                value={typed}
                onChange={({ target }) => setTyped(target.value)}
                autoComplete="off"
                spellCheck={false}
                mono
              />
              {shown.length > 0 && (
                <div className={styles.chips}>
                  {shown.map((word) => (
                    <button key={word} type="button" className={styles.chipButton} onClick={() => choose(word)}>
                      {word}
                    </button>
                  ))}
                </div>
              )}
              <Actions>
                <Button type="submit" look="primary" size="small">
                  {t('keys.filter.apply')}
                </Button>
                {value !== undefined && (
                  <Button size="small" onClick={() => choose(undefined)}>
                    {t('keys.filter.remove')}
                  </Button>
                )}
              </Actions>
            </Form>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
