import type { AuditEvent } from '@quiva/client'
import { Link } from '@tanstack/react-router'
import { Button } from '../../parts/button.tsx'
import { CodeBlock } from '../../parts/code.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Facts } from '../../parts/page.tsx'
import { Time } from '../../parts/time.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import { actorOf, sentenceOf } from './sentence.ts'

/** Everything that the log knows of an event. */
export function EventDialog({ event, onClose }: { event: AuditEvent; onClose: () => void }) {
  const t = useTexts()
  const { target, actor } = event
  const details = Object.keys(event.details).length > 0
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={sentenceOf(event)}
      actions={<Button onClick={onClose}>{t('action.close')}</Button>}
    >
      <Facts
        of={[
          [t('audit.fact.when'), <Time key="when" at={event.occurred_on} near={false} />],
          [t('audit.fact.action'), <code key="action">{event.action}</code>],
          [t('audit.fact.actor'), actorOf(event)],
          actor.credential_id !== null && [t('audit.fact.credential'), <code key="by">{actor.credential_id}</code>],
          target !== null && [
            t('audit.fact.target'),
            <span key="target">
              <code>{target.id}</code>{' '}
              {target.type === 'api_key' && (
                <Link to="/keys/$id" params={{ id: target.id }}>
                  {t('audit.show-key')}
                </Link>
              )}
            </span>,
          ],
          event.ip !== null && [t('audit.fact.ip'), <code key="ip">{event.ip}</code>],
          event.user_agent !== null && [t('audit.fact.agent'), event.user_agent],
          event.request_id !== null && [t('audit.fact.request'), <code key="request">{event.request_id}</code>],
          [t('audit.fact.id'), <code key="id">{event.id}</code>],
        ]}
      />
      {details && (
        <CodeBlock wrap label={t('audit.details')}>
          {JSON.stringify(event.details, null, 2)}
        </CodeBlock>
      )}
    </Dialog>
  )
}
