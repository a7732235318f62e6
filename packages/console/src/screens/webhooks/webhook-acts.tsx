import type { Webhook } from '@quiva/client'
import { KeyRound, Pencil, Power, PowerOff, Send, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { Menu, type MenuItem } from '../../parts/menu.tsx'
import { useSay } from '../../parts/toast.tsx'
import { type May, useMay } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { TestDialog } from './test-dialog.tsx'
import { useChange } from './use-change.ts'
import { hostOf } from './webhook.ts'
import { WebhookDialog } from './webhook-dialog.tsx'
import { SecretOfWebhook } from './webhook-secret.tsx'

/** What somebody is about to do to a webhook. */
export type WebhookAct = { kind: 'test' | 'edit' | 'rotate' | 'on' | 'off' | 'delete'; webhook: Webhook }

export function WebhookMenu({ webhook, onAct }: { webhook: Webhook; onAct: (act: WebhookAct) => void }) {
  const t = useTexts()
  const may = useMay()
  const items = itemsFor(webhook, may, t, (kind) => onAct({ kind, webhook }))
  return items.length > 0 && <Menu label={t('webhooks.actions-of', { name: hostOf(webhook) })} items={items} />
}

function itemsFor(
  { disabled }: Webhook,
  may: May,
  t: ReturnType<typeof useTexts>,
  act: (kind: WebhookAct['kind']) => void,
): MenuItem[] {
  return [
    may('testWebhook') && {
      label: t('webhooks.test'),
      icon: <Send aria-hidden="true" />,
      onSelect: () => act('test'),
    },
    may('updateWebhook') && {
      label: t('webhooks.edit'),
      icon: <Pencil aria-hidden="true" />,
      onSelect: () => act('edit'),
    },
    may('rotateWebhookSecret') && {
      label: t('webhooks.rotate'),
      icon: <KeyRound aria-hidden="true" />,
      onSelect: () => act('rotate'),
    },
    may('updateWebhook') && {
      label: t(disabled ? 'webhooks.on' : 'webhooks.off'),
      icon: disabled ? <Power aria-hidden="true" /> : <PowerOff aria-hidden="true" />,
      onSelect: () => act(disabled ? 'on' : 'off'),
    },
    may('deleteWebhook') && {
      label: t('webhooks.delete'),
      icon: <Trash2 aria-hidden="true" />,
      danger: true,
      onSelect: () => act('delete'),
    },
  ].filter((item) => item !== false)
}

type ActProps = { webhook: Webhook; onClose: () => void }

/** The dialog of an act: what it means, before it is done. */
export function WebhookActs({
  act: { kind, webhook },
  onClose,
  onDeleted,
}: {
  act: WebhookAct
  onClose: () => void
  onDeleted?: () => void
}) {
  if (kind === 'test') return <TestDialog webhook={webhook} onClose={onClose} />
  if (kind === 'edit') return <WebhookDialog webhook={webhook} onClose={onClose} onSecret={() => undefined} />
  if (kind === 'rotate') return <Rotate webhook={webhook} onClose={onClose} />
  if (kind === 'delete') return <Delete webhook={webhook} onClose={onClose} onDeleted={onDeleted} />
  return <Switch webhook={webhook} off={kind === 'off'} onClose={onClose} />
}

/** The new secret is in the state of this dialog until the person has kept it. */
function Rotate({ webhook, onClose }: ActProps) {
  const client = useClient()
  const t = useTexts()
  const [rotated, setRotated] = useState<{ secret: string; until: string }>()
  const rotate = useChange(
    () => client.POST('/accounts/webhooks/rotate-secret', { body: { id: webhook.id } }),
    ({ data }) => setRotated({ secret: data.secret, until: data.previous_secret_until }),
  )
  if (rotated) return <SecretOfWebhook secret={rotated.secret} formerUntil={rotated.until} onDone={onClose} />
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('webhooks.rotate.title', { name: hostOf(webhook) })}
      action={t('webhooks.rotate.action')}
      danger={false}
      busy={rotate.isPending}
      error={rotate.error}
      onConfirm={() => rotate.mutate(undefined, { onSuccess: () => rotate.reset() })}
    >
      <p>{t('webhooks.rotate.text')}</p>
      {webhook.previous_secret_until && <p>{t('webhooks.rotate.again')}</p>}
    </ConfirmDialog>
  )
}

function Switch({ webhook, off, onClose }: ActProps & { off: boolean }) {
  const client = useClient()
  const t = useTexts()
  const say = useSay()
  const name = hostOf(webhook)
  const change = useChange(
    () => client.PATCH('/accounts/webhooks', { body: { id: webhook.id, disabled: off } }),
    () => say(t(off ? 'webhooks.off.done' : 'webhooks.on.done', { name })),
  )
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t(off ? 'webhooks.off.title' : 'webhooks.on.title', { name })}
      action={t(off ? 'webhooks.off' : 'webhooks.on')}
      danger={off}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined, { onSuccess: onClose })}
    >
      <p>{t(off ? 'webhooks.off.text' : 'webhooks.on.text')}</p>
    </ConfirmDialog>
  )
}

function Delete({ webhook, onClose, onDeleted }: ActProps & { onDeleted: (() => void) | undefined }) {
  const client = useClient()
  const t = useTexts()
  const say = useSay()
  const name = hostOf(webhook)
  const remove = useChange(
    () => client.DELETE('/accounts/webhooks', { body: { id: webhook.id } }),
    () => {
      say(t('webhooks.delete.done', { name }))
      onDeleted?.()
    },
  )
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('webhooks.delete.title', { name })}
      action={t('webhooks.delete.action')}
      typeName={name}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onClose })}
    >
      <p>{t('webhooks.delete.text')}</p>
    </ConfirmDialog>
  )
}
