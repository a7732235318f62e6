import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { CircleAlert } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import fieldStyles from './field.module.css'
import styles from './segments.module.css'

/** One of a few short choices, all of them visible. Arrow keys move between them. */
export function Segments<Value extends string>({
  label,
  value,
  onChange,
  choices,
  hint,
  problem,
}: {
  label: string
  value: Value
  onChange: (value: Value) => void
  choices: readonly { value: Value; label: string }[]
  hint?: ReactNode
  problem?: string | undefined
}) {
  const id = useId()
  return (
    <div className={fieldStyles.field}>
      <div className={fieldStyles.label} id={id}>
        {label}
      </div>
      <RadioGroup
        className={styles.segments}
        aria-labelledby={id}
        aria-describedby={hint || problem ? `${id}-more` : undefined}
        value={value}
        onValueChange={(next) => onChange(next as Value)}
      >
        {choices.map((choice) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: the control is Base UI's
          <label key={choice.value} className={styles.segment}>
            <Radio.Root className={styles.radio} value={choice.value} />
            {choice.label}
          </label>
        ))}
      </RadioGroup>
      <div id={`${id}-more`} className={styles.more}>
        {hint && <div className={fieldStyles.hint}>{hint}</div>}
        {problem && (
          <div className={fieldStyles.error} role="alert">
            <CircleAlert aria-hidden="true" />
            {problem}
          </div>
        )}
      </div>
    </div>
  )
}
