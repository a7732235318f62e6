import { CircleAlert, Plus, X } from 'lucide-react'
import { Button, IconButton } from '../../parts/button.tsx'
import fieldStyles from '../../parts/field.module.css'
import { controlClass } from '../../parts/field.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import type { MetadataRow } from './drafts.ts'
import styles from './keys.module.css'

/** Names and values for one's own services. */
export function MetadataField({
  rows,
  problem,
  onChange,
}: {
  rows: readonly MetadataRow[]
  problem: string | undefined
  onChange: (rows: readonly MetadataRow[]) => void
}) {
  const t = useTexts()
  const change = (id: number, part: Partial<MetadataRow>) =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...part } : row)))
  return (
    <fieldset className={styles.metadata}>
      <legend className={fieldStyles.label}>
        {t('keys.metadata')} <span className={fieldStyles.optional}>({t('field.optional')})</span>
      </legend>
      {rows.map(({ id, name, value }) => (
        <div key={id} className={styles.metadataRow}>
          <input
            aria-label={t('keys.metadata.name')}
            placeholder={t('keys.metadata.name')}
            className={controlClass(true)}
            autoComplete="off"
            spellCheck={false}
            value={name}
            onChange={({ target }) => change(id, { name: target.value.trim() })}
          />
          <input
            aria-label={t('keys.metadata.value')}
            placeholder={t('keys.metadata.value')}
            className={controlClass(true)}
            autoComplete="off"
            spellCheck={false}
            value={value}
            onChange={({ target }) => change(id, { value: target.value })}
          />
          <IconButton
            label={name ? t('keys.metadata.remove', { name }) : t('keys.metadata.remove-unnamed')}
            onClick={() => onChange(rows.filter((row) => row.id !== id))}
          >
            <X aria-hidden="true" />
          </IconButton>
        </div>
      ))}
      <div>
        <Button
          size="small"
          onClick={() =>
            onChange([...rows, { id: Math.max(0, ...rows.map((row) => row.id)) + 1, name: '', value: '' }])
          }
        >
          <Plus aria-hidden="true" />
          {t('keys.metadata.add')}
        </Button>
      </div>
      <div className={fieldStyles.hint}>{t('keys.metadata.hint')}</div>
      {problem && (
        <div className={fieldStyles.error} role="alert">
          <CircleAlert aria-hidden="true" />
          {problem}
        </div>
      )}
    </fieldset>
  )
}
