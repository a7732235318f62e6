import { formatDate } from '../../parts/formats.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import type { KeyDialogProps } from './dialog-props.ts'
import { dateIn, daysOf, type ExpiryDraft } from './expiry.ts'
import { ExpiryField } from './expiry-field.tsx'

/** Makes a key expire later. */
export function ExtendKey(props: KeyDialogProps) {
  const t = useTexts()
  const { name, expires_on: expires } = props.of
  return (
    <ChangeDialog<ExpiryDraft>
      {...props}
      title={t('keys.extend.title', { name })}
      description={t('keys.extend.text', { date: formatDate(expires) })}
      action={t('keys.extend.action')}
      fields={['expiry_days']}
      draftOf={() => ({ choice: '90', date: dateIn(30) })}
      changesOf={(draft) => ({ expiry_days: daysOf(draft) })}
    >
      {({ draft, change, problems }) => (
        <ExpiryField
          label={t('keys.issue.expiry')}
          draft={draft}
          problem={problems.at('expiry_days')}
          onChange={change}
        />
      )}
    </ChangeDialog>
  )
}
