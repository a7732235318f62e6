import { useQuery } from '@tanstack/react-query'
import { KeyRound, Pencil, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Menu } from '../../parts/menu.tsx'
import { Page } from '../../parts/page.tsx'
import { Empty, LoadFailed, Skeleton } from '../../parts/states.tsx'
import { useMay } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { KeyDialog, type OpenDialog } from './key-dialog.tsx'
import { KeyEvents } from './key-events.tsx'
import { KeyFacts } from './key-facts.tsx'
import { KeyImpactCard } from './key-impact-card.tsx'
import { KeyLimits } from './key-limits.tsx'
import { KeyLineage } from './key-lineage.tsx'
import { KeyNote } from './key-note.tsx'
import { keyQuery, type ListedKey } from './key-queries.ts'
import { KeyUsage } from './key-usage.tsx'
import { PlaceBack, PlaceButton, usePlaces } from './places.tsx'
import { StateBadge } from './state-badge.tsx'
import { useKeyMenu } from './use-key-menu.tsx'
import { useKeyRights } from './use-key-rights.ts'

/** One key: what it is, what it may do, who uses it, where it comes from, and what can be done with it. */
export function KeyPage({ id }: { id: string }) {
  const t = useTexts()
  const client = useClient()
  const may = useMay()
  const { data: key, error, refetch } = useQuery(keyQuery(client, may, id))
  const back = <PlaceBack to={{ kind: 'list' }}>{t('keys.key.back')}</PlaceBack>
  if (key) return <Shown of={key} back={back} />
  return (
    <Page back={back} title={t('keys.title')}>
      {key === null ? (
        <Empty
          icon={<KeyRound aria-hidden="true" />}
          title={t('keys.key.gone.title')}
          actions={<PlaceButton to={{ kind: 'list' }}>{t('keys.key.back')}</PlaceButton>}
        >
          {t('keys.key.gone.text')}
        </Empty>
      ) : error ? (
        <LoadFailed error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton lines={8} />
      )}
    </Page>
  )
}

function Shown({ of: key, back }: { of: ListedKey; back: React.ReactNode }) {
  const t = useTexts()
  const may = useMay()
  const mayDo = useKeyRights()
  const { go } = usePlaces()
  const [dialog, setDialog] = useState<OpenDialog>()
  const menuOf = useKeyMenu(setDialog, { within: true })
  const canRotate = mayDo('rotateApiKey', key) && !key.disabled && key.replaced_by === null
  const open = (kind: OpenDialog['kind']) => setDialog({ kind, key })
  return (
    <Page
      back={back}
      title={key.name}
      mark={
        <>
          <StateBadge of={key} />
          {key.environment === 'test' && <Badge>{t('keys.row.test')}</Badge>}
        </>
      }
      actions={
        <>
          {mayDo('updateApiKey', key) && (
            <Button onClick={() => open('edit')}>
              <Pencil aria-hidden="true" />
              {t('keys.action.edit')}
            </Button>
          )}
          {canRotate && (
            <Button onClick={() => open('rotate')}>
              <RefreshCw aria-hidden="true" />
              {t('keys.action.rotate')}
            </Button>
          )}
          <Menu label={t('keys.row.actions', { name: key.name })} items={menuOf(key)} />
        </>
      }
    >
      <KeyNote of={key} />
      <KeyFacts of={key} />
      <KeyLimits of={key} onChange={mayDo('updateApiKey', key) ? () => open('limits') : undefined} />
      {mayDo('getApiKeyUsage', key) && <KeyUsage of={key} />}
      <KeyLineage of={key} />
      {may('listAuditEvents') && <KeyEvents of={key} />}
      {mayDo('getApiKeyImpact', key) && (
        <KeyImpactCard of={key} onDelete={mayDo('deleteApiKey', key) ? () => open('delete') : undefined} />
      )}
      <KeyDialog open={dialog} onClose={() => setDialog(undefined)} onDeleted={() => go({ kind: 'list' })} />
    </Page>
  )
}
