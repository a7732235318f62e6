import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox'
import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { Switch as BaseSwitch } from '@base-ui/react/switch'
import { Check, Minus } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import styles from './checks.module.css'

type CheckProps = {
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
  label: ReactNode
  hint?: ReactNode
}

export function Checkbox({ checked, onChange, disabled = false, label, hint }: CheckProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is Base UI's
    <label className={styles.row} data-disabled={disabled || undefined}>
      <Box checked={checked} onChange={onChange} disabled={disabled} />
      <span className={styles.text}>
        {label}
        {hint && <span className={styles.hint}>{hint}</span>}
      </span>
    </label>
  )
}

/** A checkbox without a text beside it: in rows of lists. */
export function Box({
  checked,
  onChange,
  disabled = false,
  partly = false,
  label,
}: Omit<CheckProps, 'label' | 'hint'> & { partly?: boolean; label?: string }) {
  return (
    <BaseCheckbox.Root
      className={styles.box}
      checked={checked}
      indeterminate={partly}
      onCheckedChange={onChange}
      disabled={disabled}
      aria-label={label}
    >
      <BaseCheckbox.Indicator>
        {partly ? <Minus aria-hidden="true" /> : <Check aria-hidden="true" />}
      </BaseCheckbox.Indicator>
    </BaseCheckbox.Root>
  )
}

/** On or off, at once: there is no button to save it. */
export function Switch({ checked, onChange, disabled = false, label, hint }: CheckProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is Base UI's
    <label className={styles.row} data-disabled={disabled || undefined}>
      <BaseSwitch.Root className={styles.track} checked={checked} onCheckedChange={onChange} disabled={disabled}>
        <BaseSwitch.Thumb className={styles.thumb} />
      </BaseSwitch.Root>
      <span className={styles.text}>
        {label}
        {hint && <span className={styles.hint}>{hint}</span>}
      </span>
    </label>
  )
}

/** One of a few, where each needs a sentence. */
export function Choices<Value extends string>({
  legend,
  value,
  onChange,
  choices,
}: {
  legend: string
  value: Value
  onChange: (value: Value) => void
  choices: readonly { value: Value; label: string; hint?: ReactNode; disabled?: boolean }[]
}) {
  const id = useId()
  return (
    <div>
      <div className={styles.legend} id={id}>
        {legend}
      </div>
      <RadioGroup
        className={styles.group}
        aria-labelledby={id}
        value={value}
        onValueChange={(next) => onChange(next as Value)}
      >
        {choices.map((choice) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: the control is Base UI's
          <label key={choice.value} className={styles.row} data-disabled={choice.disabled || undefined}>
            <Radio.Root className={styles.radio} value={choice.value} disabled={choice.disabled === true} />
            <span className={styles.text}>
              {choice.label}
              {choice.hint && <span className={styles.hint}>{choice.hint}</span>}
            </span>
          </label>
        ))}
      </RadioGroup>
    </div>
  )
}
