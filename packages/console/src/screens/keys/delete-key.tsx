import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { RevocationReceipt } from '../../parts/revocation-receipt.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import type { KeyDialogProps } from './dialog-props.ts'
import { ImpactSummary } from './impact-summary.tsx'
import { impactQuery } from './key-queries.ts'
import styles from './keys.module.css'

/** Deletes a key: who still uses it and what goes with it, its name as the confirmation, then the receipt. */
export function DeleteKey({ of: key, onClose, onDeleted }: KeyDialogProps) {
  const t = useTexts()
  const client = useClient()
  const queries = useQueryClient()
  const impact = useQuery(impactQuery(client, key.id))
  const remove = useMutation({
    mutationFn: () =>
      client.DELETE('/accounts/api-key', { params: { query: { receipt: true } }, body: { id: key.id } }),
  })
  if (remove.data) {
    const { data, revocation } = remove.data
    const close = () => {
      onClose()
      onDeleted?.()
      void queries.invalidateQueries({ queryKey: ['keys'] })
    }
    return (
      <Dialog
        open
        onClose={close}
        title={t('keys.delete.done', { name: key.name })}
        actions={
          <Button look="primary" onClick={close}>
            {t('secret.done')}
          </Button>
        }
      >
        {data.also_deleted.length > 0 && <p>{t('keys.delete.also', { count: data.also_deleted.length })}</p>}
        <RevocationReceipt revocation={revocation} creds={data.creds_revoked} name={key.id} />
      </Dialog>
    )
  }
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('keys.delete.title', { name: key.name })}
      action={t('keys.delete.action')}
      typeName={key.name}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
    >
      <p>{t('keys.delete.text')}</p>
      <Loaded query={impact}>{(data) => <ImpactSummary of={data} />}</Loaded>
      <p className={styles.quiet}>{t('keys.impact.unseen')}</p>
    </ConfirmDialog>
  )
}
