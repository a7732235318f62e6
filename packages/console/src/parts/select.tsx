import { Select as BaseSelect } from '@base-ui/react/select'
import { Check, ChevronDown } from 'lucide-react'
import { usePortalContainer } from './embedding.ts'
import { Field } from './field.tsx'
import floating from './floating.module.css'
import styles from './select.module.css'

export type Choice<Value extends string> = { value: Value; label: string; hint?: string }

type SelectProps<Value extends string> = {
  value: Value
  choices: readonly Choice<Value>[]
  onChange: (value: Value) => void
  disabled?: boolean
  name?: string
}

function List<Value extends string>({ choices }: { choices: readonly Choice<Value>[] }) {
  return (
    <BaseSelect.Portal container={usePortalContainer()}>
      <BaseSelect.Positioner className={floating.positioner} sideOffset={4} alignItemWithTrigger={false}>
        <BaseSelect.Popup className={floating.popup}>
          {choices.map(({ value, label, hint }) => (
            <BaseSelect.Item key={value} value={value} label={label} className={floating.item}>
              <span className={floating.itemText}>
                <BaseSelect.ItemText>{label}</BaseSelect.ItemText>
                {hint && <span className={floating.itemHint}>{hint}</span>}
              </span>
              <BaseSelect.ItemIndicator className={floating.check}>
                <Check aria-hidden="true" />
              </BaseSelect.ItemIndicator>
            </BaseSelect.Item>
          ))}
        </BaseSelect.Popup>
      </BaseSelect.Positioner>
    </BaseSelect.Portal>
  )
}

const labelOf = <Value extends string>(choices: readonly Choice<Value>[], value: Value) =>
  choices.find((choice) => choice.value === value)?.label ?? value

/** One of a few, in a form. */
export function SelectField<Value extends string>({
  label,
  hint,
  problem,
  value,
  choices,
  onChange,
  ...rest
}: SelectProps<Value> & { label: string; hint?: string; problem?: string | undefined }) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(wiring) => (
        <BaseSelect.Root value={value} onValueChange={(next) => onChange(next as Value)} {...rest}>
          <BaseSelect.Trigger {...wiring} className={styles.trigger}>
            <BaseSelect.Value>{(chosen: Value) => labelOf(choices, chosen)}</BaseSelect.Value>
            <ChevronDown aria-hidden="true" />
          </BaseSelect.Trigger>
          <List choices={choices} />
        </BaseSelect.Root>
      )}
    </Field>
  )
}

/** One of a few, above a list. Looks set while it is not `none`, which is the choice of all. */
export function FilterSelect<Value extends string>({
  label,
  value,
  none,
  choices,
  onChange,
}: SelectProps<Value> & { label: string; none: Value }) {
  return (
    <BaseSelect.Root value={value} onValueChange={(next) => onChange(next as Value)}>
      <BaseSelect.Trigger
        aria-label={`${label}: ${labelOf(choices, value)}`}
        className={`${styles.trigger} ${styles.compact}`}
        data-set={value === none ? undefined : ''}
      >
        <BaseSelect.Value>{(chosen: Value) => (chosen === none ? label : labelOf(choices, chosen))}</BaseSelect.Value>
        <ChevronDown aria-hidden="true" />
      </BaseSelect.Trigger>
      <List choices={choices} />
    </BaseSelect.Root>
  )
}
