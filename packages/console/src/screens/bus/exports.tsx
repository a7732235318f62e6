import type { ImportsExports } from '@quiva/client'
import { Plus, Share2 } from 'lucide-react'
import { useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { Card } from '../../parts/page.tsx'
import { Empty } from '../../parts/states.tsx'
import { useMay } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { AddExport } from './add-export.tsx'
import { ShareRow, Shares } from './shares.tsx'
import { Unconfirmed } from './unconfirmed.tsx'
import { type Share, useShare, useShareChange } from './use-share.ts'

type Export = ImportsExports['exports'][number]

/** What the account offers to others. */
export function Exports({ of, accountKey }: { of: readonly Export[]; accountKey: string }) {
  const t = useTexts()
  const may = useMay()
  const share = useShare()
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<Export>()
  return (
    <Card
      flush
      title={t('bus.exports.title')}
      description={t('bus.exports.text')}
      actions={
        may('addExport') && (
          <Button onClick={() => setAdding(true)}>
            <Plus aria-hidden="true" />
            {t('bus.exports.add')}
          </Button>
        )
      }
    >
      <Shares
        label={t('bus.exports.title')}
        notice={share.waiting && <Unconfirmed />}
        empty={
          <Empty icon={<Share2 aria-hidden="true" />} title={t('bus.exports.empty.title')}>
            {t('bus.exports.empty.text')}
          </Empty>
        }
      >
        {of.map((one) => (
          <ShareRow
            key={one.name}
            share={one}
            marks={
              <>
                <Badge>{t(`bus.type.${one.type}`)}</Badge>
                {one.token_position !== null && <Badge>{t('bus.position', { position: one.token_position })}</Badge>}
              </>
            }
            text={[
              one.allowed_accounts
                ? t('bus.exports.only', { accounts: one.allowed_accounts.join(', ') })
                : t('bus.exports.everybody'),
              t('bus.exports.importers', { count: one.importers }),
            ].join(' ')}
            onRemove={may('removeExport') && (() => setRemoving(one))}
            removeLabel={t('bus.exports.remove.of', { name: one.name })}
          />
        ))}
      </Shares>
      {adding && <AddExport share={share} accountKey={accountKey} onClose={() => setAdding(false)} />}
      {removing && <Remove one={removing} share={share} onClose={() => setRemoving(undefined)} />}
    </Card>
  )
}

function Remove({ one, share, onClose }: { one: Export; share: Share; onClose: () => void }) {
  const client = useClient()
  const t = useTexts()
  const { name } = one
  const remove = useShareChange(
    share,
    () => client.DELETE('/accounts/export', { body: { name } }),
    () => t('bus.exports.remove.done', { name }),
  )
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('bus.exports.remove.title', { name })}
      action={t('bus.exports.remove')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onClose })}
    >
      <p>{t('bus.exports.remove.text', { count: one.importers })}</p>
    </ConfirmDialog>
  )
}
