import { CircleAlert } from 'lucide-react'
import { useState } from 'react'
import type { Role } from '../../../../gateway/src/platform/values/roles.ts'
import { Checkbox } from '../../parts/checks.tsx'
import fieldStyles from '../../parts/field.module.css'
import { controlClass } from '../../parts/field.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import { ChipsField } from './chips-field.tsx'
import styles from './keys.module.css'
import { isGatewayScope, isOfUse, scopeGroups } from './scopes.ts'

/**
 * The gateway's scopes, each explained, and those of one's own services. What a key with this role could not use is
 * shown, but cannot be chosen.
 */
export function ScopePicker({
  scopes,
  role,
  problem,
  onChange,
}: {
  scopes: readonly string[]
  role: Role
  problem: string | undefined
  onChange: (scopes: readonly string[]) => void
}) {
  const t = useTexts()
  const [search, setSearch] = useState('')
  const words = search.trim().toLowerCase().split(/\s+/)
  const groups = scopeGroups
    .map((group) => ({
      ...group,
      scopes: group.scopes.filter((scope) => {
        const text = `${scope} ${t(`keys.scope.${scope}`)} ${t(`keys.scope-group.${group.resource}`)}`.toLowerCase()
        return words.every((word) => text.includes(word))
      }),
    }))
    .filter(({ scopes: found }) => found.length > 0)
  const own = scopes.filter((scope) => !isGatewayScope(scope))
  return (
    <div className={styles.picker}>
      <div className={styles.pickerHead}>
        <input
          type="search"
          className={controlClass()}
          aria-label={t('keys.scopes.search')}
          placeholder={t('keys.scopes.search')}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
          onKeyDown={(event) => {
            // It is no field of the form.
            if (event.key === 'Enter') event.preventDefault()
          }}
        />
        <span className={styles.quiet} role="status">
          {t('keys.scopes.count', { count: scopes.length })}
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must be reached by keyboard */}
      {/* biome-ignore lint/a11y/useSemanticElements: it has fieldsets */}
      <div className={styles.pickerList} role="group" aria-label={t('keys.scopes')} tabIndex={0}>
        {groups.length === 0 && <p className={styles.quiet}>{t('keys.scopes.none')}</p>}
        {groups.map(({ resource, scopes: inGroup }) => (
          <fieldset key={resource} className={styles.pickerGroup}>
            <legend>{t(`keys.scope-group.${resource}`)}</legend>
            {inGroup.map((scope) => {
              const useful = isOfUse(scope, role)
              return (
                <Checkbox
                  key={scope}
                  checked={scopes.includes(scope)}
                  disabled={!useful && !scopes.includes(scope)}
                  onChange={(checked) =>
                    onChange(checked ? [...scopes, scope] : scopes.filter((each) => each !== scope))
                  }
                  label={<span className={styles.mono}>{scope}</span>}
                  hint={useful ? t(`keys.scope.${scope}`) : t('keys.scopes.role', { role: t(`role.${role}`) })}
                />
              )
            })}
          </fieldset>
        ))}
      </div>
      {problem && own.length === 0 && (
        <div className={fieldStyles.error} role="alert">
          <CircleAlert aria-hidden="true" />
          {problem}
        </div>
      )}
      <ChipsField
        label={t('keys.scopes.own')}
        hint={t('keys.scopes.own.hint')}
        problem={own.length > 0 ? problem : undefined}
        values={own}
        onChange={(next) => onChange([...scopes.filter(isGatewayScope), ...next])}
      />
    </div>
  )
}
