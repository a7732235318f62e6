import { useTexts } from '../../texts/use-texts.tsx'
import { ChipsField } from './chips-field.tsx'
import type { DescriptionDraft } from './drafts.ts'
import { MetadataField } from './metadata-field.tsx'
import type { Problems } from './problems.ts'

/** What a key is found by, and what services want to know of it. */
export function DescriptionFields({
  draft: { tags, metadata },
  problems,
  onChange,
}: {
  draft: DescriptionDraft
  problems: Problems
  onChange: (change: Partial<DescriptionDraft>) => void
}) {
  const t = useTexts()
  return (
    <>
      <ChipsField
        label={t('keys.tags')}
        hint={t('keys.tags.hint')}
        problem={problems.at('tags')}
        values={tags}
        onChange={(next) => onChange({ tags: next })}
      />
      <MetadataField
        rows={metadata}
        problem={problems.at('metadata')}
        onChange={(next) => onChange({ metadata: next })}
      />
    </>
  )
}
