import { isRole } from '../../../../gateway/src/platform/values/roles.ts'
import { useFeatures } from '../../session/config.ts'
import { useMe } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { AccessField } from './access-field.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { CredsNote } from './creds-note.tsx'
import type { KeyDialogProps } from './dialog-props.ts'
import { changed, limitsDraftOf, limitsOf } from './drafts.ts'
import { LimitsFields } from './limits-fields.tsx'

/** Changes what a key may do, from where and how often. */
export function EditLimits(props: KeyDialogProps) {
  const t = useTexts()
  const me = useMe()
  const { bus } = useFeatures()
  const { name, role } = props.of
  return (
    <ChangeDialog
      {...props}
      title={t('keys.edit.limits.title', { name })}
      description={t('keys.edit.limits.now')}
      fields={['scopes', 'allowed_ips', 'rate_limit', 'quota']}
      draftOf={limitsDraftOf}
      changesOf={(draft, key) => changed(limitsOf(limitsDraftOf(key)), limitsOf(draft))}
    >
      {({ draft, change, problems }) => (
        <>
          <AccessField
            draft={draft}
            role={isRole(role) ? role : me.role}
            problem={problems.at('scopes')}
            onChange={change}
          />
          <LimitsFields draft={draft} problems={problems} onChange={change} />
          {bus && <CredsNote draft={draft} />}
        </>
      )}
    </ChangeDialog>
  )
}
