import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { RevocationReceipt } from '../../parts/revocation-receipt.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import type { KeyDialogProps } from './dialog-props.ts'
import { useUpdateKey } from './use-update-key.ts'

/** Disables a key, and shows since when that holds. */
export function DisableKey({ of: key, onClose }: KeyDialogProps) {
  const t = useTexts()
  const update = useUpdateKey()
  if (update.data)
    return (
      <Dialog
        open
        onClose={onClose}
        title={t('keys.disable.done')}
        actions={
          <Button look="primary" onClick={onClose}>
            {t('secret.done')}
          </Button>
        }
      >
        <RevocationReceipt revocation={update.data.revocation} creds={update.data.data.creds_revoked} name={key.id} />
      </Dialog>
    )
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('keys.disable.title', { name: key.name })}
      action={t('keys.disable.action')}
      busy={update.isPending}
      error={update.error}
      onConfirm={() => update.mutate({ key, changes: { disabled: true } })}
    >
      <p>{t('keys.disable.text')}</p>
    </ConfirmDialog>
  )
}
