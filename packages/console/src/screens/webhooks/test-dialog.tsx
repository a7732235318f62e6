import type { Webhook } from '@quiva/client'
import { useEffect } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { Skeleton } from '../../parts/states.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import { Attempt } from './attempt.tsx'
import { useChange } from './use-change.ts'
import { hostOf } from './webhook.ts'

/** Delivers a test event as soon as it opens, and says what became of it. */
export function TestDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const client = useClient()
  const t = useTexts()
  const test = useChange(() => client.POST('/accounts/webhooks/test', { body: { id: webhook.id } }))
  const { mutate } = test
  useEffect(() => mutate(), [mutate])
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('webhooks.test.title', { name: hostOf(webhook) })}
      description={t('webhooks.test.text')}
      actions={
        <>
          <Button onClick={() => mutate()} busy={test.isPending}>
            {t('webhooks.test.again')}
          </Button>
          <Button look="primary" onClick={onClose}>
            {t('action.close')}
          </Button>
        </>
      }
    >
      {test.isPending && <Skeleton lines={2} />}
      {test.data && !test.isPending && (
        <Callout
          live
          tone={test.data.data.delivered ? 'good' : 'bad'}
          title={t(test.data.data.delivered ? 'webhooks.delivered' : 'webhooks.failed')}
        >
          <Attempt of={test.data.data} />
        </Callout>
      )}
      <ProblemNote error={test.error} />
    </Dialog>
  )
}
