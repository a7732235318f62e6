import type { ImportsExports } from '@quiva/client'
import { Download, Plus } from 'lucide-react'
import { useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { Card } from '../../parts/page.tsx'
import { Empty } from '../../parts/states.tsx'
import { useMay } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { AddImport } from './add-import.tsx'
import { ShareRow, Shares } from './shares.tsx'
import { Unconfirmed } from './unconfirmed.tsx'
import { type Share, useShare, useShareChange } from './use-share.ts'

type Import = ImportsExports['imports'][number]

/** What the account uses of others. */
export function Imports({ of, accountKey }: { of: readonly Import[]; accountKey: string }) {
  const t = useTexts()
  const may = useMay()
  const share = useShare()
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<Import>()
  return (
    <Card
      flush
      title={t('bus.imports.title')}
      description={t('bus.imports.text')}
      actions={
        may('addImport') && (
          <Button onClick={() => setAdding(true)}>
            <Plus aria-hidden="true" />
            {t('bus.imports.add')}
          </Button>
        )
      }
    >
      <Shares
        label={t('bus.imports.title')}
        notice={share.waiting && <Unconfirmed />}
        empty={
          <Empty icon={<Download aria-hidden="true" />} title={t('bus.imports.empty.title')}>
            {t('bus.imports.empty.text')}
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
                {one.status === 'broken' && <Badge tone="bad">{t('bus.imports.broken')}</Badge>}
              </>
            }
            text={
              one.status === 'broken'
                ? t('bus.imports.broken.text', { account: one.account })
                : t('bus.imports.from', {
                    account: one.account_name ?? one.account,
                    id: one.account,
                    local: one.local_subject,
                  })
            }
            problem={one.status === 'broken'}
            onRemove={may('removeImport') && (() => setRemoving(one))}
            removeLabel={t('bus.imports.remove.of', { name: one.name })}
          />
        ))}
      </Shares>
      {adding && <AddImport share={share} accountKey={accountKey} onClose={() => setAdding(false)} />}
      {removing && <Remove one={removing} share={share} onClose={() => setRemoving(undefined)} />}
    </Card>
  )
}

function Remove({ one: { name }, share, onClose }: { one: Import; share: Share; onClose: () => void }) {
  const client = useClient()
  const t = useTexts()
  const remove = useShareChange(
    share,
    () => client.DELETE('/accounts/import', { body: { name } }),
    () => t('bus.imports.remove.done', { name }),
  )
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('bus.imports.remove.title', { name })}
      action={t('bus.imports.remove')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onClose })}
    >
      <p>{t('bus.imports.remove.text')}</p>
    </ConfirmDialog>
  )
}
