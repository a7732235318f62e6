import { CircleAlert, Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, type ReactNode, useId, useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { IconButton } from './button.tsx'
import styles from './field.module.css'

type FieldProps = {
  label: string
  /** What to type, in a sentence. */
  hint?: ReactNode
  /** What is wrong with what was typed: from `fieldProblems`. */
  problem?: string | undefined
  optional?: boolean
}

type Wiring = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': boolean | undefined }

/** A label, a control, and what is said about it; `children` gets what ties them together for screen readers. */
export function Field({
  label,
  hint,
  problem,
  optional = false,
  children,
}: FieldProps & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId()
  const t = useTexts()
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ')
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label} {optional && <span className={styles.optional}>({t('field.optional')})</span>}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': problem ? true : undefined })}
      {hint && (
        <div className={styles.hint} id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {problem && (
        <div className={styles.error} id={`${id}-problem`} role="alert">
          <CircleAlert aria-hidden="true" />
          <span className={styles.sentence}>{problem}</span>
        </div>
      )}
    </div>
  )
}

type InputProps = Omit<ComponentProps<'input'>, 'className' | 'style' | 'id'> & { mono?: boolean }

export const controlClass = (mono = false) => (mono ? `${styles.control} ${styles.mono}` : styles.control)

export function TextField({ label, hint, problem, optional, mono, ...input }: FieldProps & InputProps) {
  return (
    <Field label={label} hint={hint} problem={problem} {...(optional && { optional })}>
      {(wiring) => <input type="text" {...input} {...wiring} className={controlClass(mono)} />}
    </Field>
  )
}

export function TextArea({
  label,
  hint,
  problem,
  optional,
  mono,
  ...area
}: FieldProps & Omit<ComponentProps<'textarea'>, 'className' | 'style' | 'id'> & { mono?: boolean }) {
  return (
    <Field label={label} hint={hint} problem={problem} {...(optional && { optional })}>
      {(wiring) => <textarea {...area} {...wiring} className={controlClass(mono)} />}
    </Field>
  )
}

/** A password, which can be looked at while it is typed. */
export function PasswordField({ label, hint, problem, ...input }: FieldProps & Omit<InputProps, 'type' | 'mono'>) {
  const [shown, setShown] = useState(false)
  const t = useTexts()
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(wiring) => (
        <div className={styles.withButton}>
          <input
            {...input}
            {...wiring}
            type={shown ? 'text' : 'password'}
            spellCheck={false}
            autoCapitalize="none"
            className={controlClass()}
          />
          <IconButton label={t(shown ? 'action.hide' : 'action.show')} onClick={() => setShown(!shown)}>
            {shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
          </IconButton>
        </div>
      )}
    </Field>
  )
}
