import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { RevocationReceipt } from '../../parts/revocation-receipt.tsx'
import { useAct } from '../../shell/use-act.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './account.module.css'

/** Says what ends at an origin, and since when that holds if somebody was there. */
export function RemoveOrigin({ origin, onClose }: { origin: string; onClose: () => void }) {
  const client = useClient()
  const t = useTexts()
  const remove = useAct(
    () => client.DELETE('/accounts/embed-origins', { params: { query: { receipt: true } }, body: { origin } }),
    { reads: ['embed-origins'] },
  )
  if (remove.data)
    return (
      <Dialog
        open
        onClose={onClose}
        title={t('account.embed.removed', { origin })}
        actions={
          <Button look="primary" onClick={onClose}>
            {t('secret.done')}
          </Button>
        }
      >
        {remove.data.revocation ? (
          <RevocationReceipt revocation={remove.data.revocation} name="embed-origin" />
        ) : (
          <p>{t('account.embed.removed.none')}</p>
        )}
      </Dialog>
    )
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('account.embed.confirm', { origin })}
      action={t('account.embed.confirm.action')}
      busy={remove.isPending}
      error={remove.problem}
      onConfirm={() => remove.mutate()}
    >
      <ul className={styles.list}>
        <li>{t('account.embed.ends.sessions')}</li>
        <li>{t('account.embed.ends.tokens')}</li>
      </ul>
      <p>{t('account.embed.stays')}</p>
    </ConfirmDialog>
  )
}
