import { TextField } from '../../parts/field.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { DescriptionFields } from './description-fields.tsx'
import type { KeyDialogProps } from './dialog-props.ts'
import { changed, type DescriptionDraft, descriptionDraftOf, metadataOf } from './drafts.ts'
import type { ListedKey } from './key-queries.ts'

type Draft = DescriptionDraft & { name: string }

const draftOf = (key: ListedKey): Draft => ({ ...descriptionDraftOf(key), name: key.name })
const valuesOf = ({ name, tags, metadata }: Draft) => ({
  key_name: name.trim(),
  tags: [...tags],
  metadata: metadataOf(metadata),
})

/** Changes what a key is called and found by. */
export function EditKey(props: KeyDialogProps) {
  const t = useTexts()
  return (
    <ChangeDialog
      {...props}
      title={t('keys.edit.title')}
      fields={['key_name', 'tags', 'metadata']}
      draftOf={draftOf}
      changesOf={(draft, key) => changed(valuesOf(draftOf(key)), valuesOf(draft))}
    >
      {({ draft, change, problems }) => (
        <>
          <TextField
            label={t('keys.issue.name')}
            problem={problems.at('key_name')}
            value={draft.name}
            autoComplete="off"
            onChange={({ target }) => change({ name: target.value })}
          />
          <DescriptionFields draft={draft} problems={problems} onChange={change} />
        </>
      )}
    </ChangeDialog>
  )
}
