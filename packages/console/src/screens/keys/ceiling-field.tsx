import { CircleAlert } from 'lucide-react'
import { Checkbox, Choices } from '../../parts/checks.tsx'
import fieldStyles from '../../parts/field.module.css'
import { useTexts } from '../../texts/use-texts.tsx'
import type { LimitsDraft } from './drafts.ts'
import styles from './keys.module.css'

/** What a key may do that is issued on a page of another product: all of what that product offers, or some of it. */
export function CeilingField({
  draft: { access, scopes },
  ceiling,
  problem,
  onChange,
}: {
  draft: Pick<LimitsDraft, 'access' | 'scopes'>
  ceiling: readonly string[]
  problem: string | undefined
  onChange: (change: Partial<LimitsDraft>) => void
}) {
  const t = useTexts()
  const isAll =
    access !== 'everything' && scopes.length === ceiling.length && ceiling.every((each) => scopes.includes(each))
  return (
    <>
      <Choices
        legend={t('keys.access')}
        value={isAll ? 'all' : 'some'}
        onChange={(next) => onChange({ access: 'chosen', scopes: next === 'all' ? ceiling : [] })}
        choices={(['all', 'some'] as const).map((value) => ({
          value,
          label: t(`keys.ceiling.${value}`),
          hint: t(`keys.ceiling.${value}.hint`),
        }))}
      />
      {!isAll && (
        <fieldset className={styles.pickerGroup}>
          <legend>{t('keys.scopes')}</legend>
          {ceiling.map((scope) => (
            <Checkbox
              key={scope}
              checked={scopes.includes(scope)}
              label={<span className={styles.mono}>{scope}</span>}
              onChange={(checked) =>
                onChange({
                  access: 'chosen',
                  scopes: checked ? [...scopes, scope] : scopes.filter((each) => each !== scope),
                })
              }
            />
          ))}
        </fieldset>
      )}
      {problem && (
        <div className={fieldStyles.error} role="alert">
          <CircleAlert aria-hidden="true" />
          {problem}
        </div>
      )}
    </>
  )
}
