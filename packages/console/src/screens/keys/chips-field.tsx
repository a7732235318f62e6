import { X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { controlClass, Field } from '../../parts/field.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './keys.module.css'

/** Several words: each becomes a chip with Enter, a comma or by leaving the field; Backspace takes the last one back. */
export function ChipsField({
  label,
  hint,
  problem,
  values,
  onChange,
  placeholder,
  beside,
}: {
  label: string
  hint?: ReactNode
  problem?: string | undefined
  values: readonly string[]
  onChange: (values: readonly string[]) => void
  placeholder?: string
  /** A button beside the field. */
  beside?: ReactNode
}) {
  const t = useTexts()
  const [typed, setTyped] = useState('')
  const add = (text: string) => {
    const words = text.split(/[\s,]+/).filter((word) => word !== '' && !values.includes(word))
    if (words.length > 0) onChange([...values, ...new Set(words)])
    setTyped('')
  }
  return (
    <Field label={label} hint={hint} problem={problem} optional>
      {(wiring) => (
        <>
          {values.length > 0 && (
            <ul className={styles.chips}>
              {values.map((value) => (
                <li key={value} className={styles.chip}>
                  <bdi>{value}</bdi>
                  <button
                    type="button"
                    aria-label={t('keys.chip.remove', { name: value })}
                    onClick={() => onChange(values.filter((each) => each !== value))}
                  >
                    <X aria-hidden="true" />
                  </button>
                </li>
              ))}
            </ul>
          )}
          <div className={styles.chipsInput}>
            <input
              {...wiring}
              type="text"
              className={controlClass(true)}
              value={typed}
              placeholder={placeholder}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={({ target }) => (/[\s,]$/.test(target.value) ? add(target.value) : setTyped(target.value))}
              onPaste={(event) => {
                event.preventDefault()
                add(typed + event.clipboardData.getData('text'))
              }}
              onBlur={() => add(typed)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && typed.trim() !== '') {
                  event.preventDefault()
                  add(typed)
                }
                if (event.key === 'Backspace' && typed === '') onChange(values.slice(0, -1))
              }}
            />
            {beside}
          </div>
        </>
      )}
    </Field>
  )
}
