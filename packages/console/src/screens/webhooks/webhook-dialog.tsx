import type { Webhook } from '@quiva/client'
import { useState } from 'react'
import type { AuditAction } from '../../../../gateway/src/platform/audit/actions.ts'
import { fieldProblems } from '../../api/queries.ts'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { fieldsOf } from '../../parts/fields-of.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useSay } from '../../parts/toast.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import { EventsField } from './events-field.tsx'
import { useChange } from './use-change.ts'

const FIELDS = ['url', 'description', 'events'] as const

type Typed = { url: string; description: string; events: AuditAction[] | null }

/** Creates a webhook, and hands its secret on; or changes `webhook`, if nobody else has changed it in the meantime. */
export function WebhookDialog({
  webhook,
  onClose,
  onSecret,
}: {
  webhook?: Webhook
  onClose: () => void
  onSecret: (secret: string) => void
}) {
  const client = useClient()
  const t = useTexts()
  const say = useSay()
  const [typed, setTyped] = useState<Typed>({
    url: webhook?.url ?? '',
    description: webhook?.description ?? '',
    // The gateway only stores actions that it knows.
    events: (webhook?.events as AuditAction[] | null | undefined) ?? null,
  })
  const save = useChange(async (body: Typed) => {
    if (!webhook) return (await client.POST('/accounts/webhooks', { body })).data.secret
    const header = { 'if-match': `"${webhook.version}"` }
    await client.PATCH('/accounts/webhooks', { body: { id: webhook.id, ...body }, params: { header } })
    return undefined
  })
  const problems = fieldProblems(save.error)
  const set = fieldsOf(typed, setTyped, problems)
  const submit = () =>
    save.mutate(typed, {
      onSuccess: (secret) => {
        save.reset()
        onClose()
        if (secret !== undefined) onSecret(secret)
        else say(t('webhooks.saved'))
      },
    })
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t(webhook ? 'webhooks.edit.title' : 'webhooks.create.title')}
      description={webhook ? undefined : t('webhooks.create.intro')}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" busy={save.isPending}>
            {t(webhook ? 'action.save' : 'webhooks.create.action')}
          </Button>
        </>
      }
    >
      <TextField
        {...set('url')}
        label={t('webhooks.field.url')}
        hint={t('webhooks.field.url.hint')}
        type="url"
        inputMode="url"
        placeholder="https://example.com/quiva-events"
        autoComplete="off"
        spellCheck={false}
        autoFocus
      />
      <TextField {...set('description')} label={t('webhooks.field.description')} optional autoComplete="off" />
      <EventsField
        value={typed.events}
        problem={problems['events']}
        onChange={(events) => setTyped({ ...typed, events })}
      />
      <ProblemNote error={save.error} fields={FIELDS} />
    </Dialog>
  )
}
