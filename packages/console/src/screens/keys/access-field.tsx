import type { Role } from '../../../../gateway/src/platform/values/roles.ts'
import { Callout } from '../../parts/callout.tsx'
import { Choices } from '../../parts/checks.tsx'
import { useEmbedding } from '../../parts/embedding.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { CeilingField } from './ceiling-field.tsx'
import type { LimitsDraft } from './drafts.ts'
import { ScopePicker } from './scope-picker.tsx'

const accesses = ['chosen', 'read', 'everything'] as const

/** What the key may do: as little as possible first, everything with a warning. */
export function AccessField({
  draft: { access, scopes },
  role,
  problem,
  onChange,
}: {
  draft: LimitsDraft
  /** Of the owner of the key. */
  role: Role
  problem: string | undefined
  onChange: (change: Partial<LimitsDraft>) => void
}) {
  const t = useTexts()
  const ceiling = useEmbedding()?.keyScopes
  if (ceiling)
    return <CeilingField draft={{ access, scopes }} ceiling={ceiling} problem={problem} onChange={onChange} />
  return (
    <>
      <Choices
        legend={t('keys.access')}
        value={access}
        onChange={(next) => onChange({ access: next })}
        choices={accesses.map((value) => ({
          value,
          label: t(`keys.access.${value}`),
          hint: t(`keys.access.${value}.hint`),
        }))}
      />
      {access === 'everything' && <Callout tone="warn">{t('keys.access.everything.warning')}</Callout>}
      {access === 'chosen' && (
        <ScopePicker scopes={scopes} role={role} problem={problem} onChange={(next) => onChange({ scopes: next })} />
      )}
    </>
  )
}
