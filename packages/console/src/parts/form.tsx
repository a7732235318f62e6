import { Search } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { controlClass } from './field.tsx'
import styles from './form.module.css'

/** A form: Enter sends it; what is wrong with it, the gateway says. */
export function Form({ onSubmit, children }: { onSubmit: () => void; children: ReactNode }) {
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {children}
    </form>
  )
}

/** Fields beside each other where there is room. */
export const FormRow = ({ children }: { children: ReactNode }) => <div className={styles.row}>{children}</div>
export const Actions = ({ children }: { children: ReactNode }) => <div className={styles.actions}>{children}</div>
/** The search and the filters above a list. */
export const Toolbar = ({ children }: { children: ReactNode }) => <div className={styles.toolbar}>{children}</div>

const TYPING_MS = 250

/** A search that begins a moment after the last letter. */
export function SearchField({
  value,
  onSearch,
  label,
}: {
  value: string
  onSearch: (value: string) => void
  label: string
}) {
  const t = useTexts()
  const [typed, setTyped] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => setTyped(value), [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  return (
    <div className={styles.search}>
      <Search aria-hidden="true" />
      <input
        type="search"
        className={controlClass()}
        aria-label={label}
        placeholder={label || t('field.search')}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value)
          clearTimeout(timer.current)
          timer.current = setTimeout(() => onSearch(target.value.trim()), TYPING_MS)
        }}
      />
    </div>
  )
}
