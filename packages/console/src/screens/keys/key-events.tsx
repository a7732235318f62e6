import type { AuditEvent } from '@quiva/client'
import { useQuery } from '@tanstack/react-query'
import { useClient } from '../../gateway-context.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Time } from '../../parts/time.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import type { ListedKey } from './key-queries.ts'
import styles from './keys.module.css'
import { PlaceButton, usePlaces } from './places.tsx'

const MOST_SHOWN = 10

const known = [
  'api_key.issued',
  'api_key.imported',
  'api_key.updated',
  'api_key.disabled',
  'api_key.enabled',
  'api_key.quota_topped_up',
  'api_key.rotated',
  'api_key.deleted',
  'api_key.used_after_deletion',
  'api_key.used_while_disabled',
  'api_key.leaked',
  'api_key.expired',
  'api_key.creds_read',
] as const
const isKnown = (action: string): action is (typeof known)[number] => known.some((each) => each === action)

/** The latest events of the audit log that are about a key. */
export function KeyEvents({ of: key }: { of: ListedKey }) {
  const t = useTexts()
  const client = useClient()
  const { hrefOf } = usePlaces()
  const query = { target: key.id, limit: MOST_SHOWN }
  const events = useQuery({
    queryKey: ['keys', 'events', key.id],
    queryFn: async ({ signal }) => (await client.GET('/accounts/audit-events', { params: { query }, signal })).data,
  })
  const all = { kind: 'audit', key: key.id } as const
  return (
    <Card
      title={t('keys.events.title')}
      actions={hrefOf(all) && <PlaceButton to={all}>{t('keys.events.all')}</PlaceButton>}
    >
      <Loaded query={events}>
        {(found) =>
          found.length === 0 ? (
            <p className={styles.quiet}>{t('keys.events.none')}</p>
          ) : (
            <ol className={styles.events}>
              {found.map((event) => (
                <li key={event.id}>
                  <span>
                    <Actor of={event} /> {isKnown(event.action) ? t(`keys.event.${event.action}`) : event.action}
                  </span>
                  <span className={styles.quiet}>
                    <Time at={event.occurred_on} />
                    {event.ip && <span className={styles.mono}> {event.ip}</span>}
                  </span>
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </Card>
  )
}

function Actor({ of: { actor } }: { of: AuditEvent }) {
  const t = useTexts()
  if (actor.kind === 'system') return t('keys.events.system')
  if (actor.kind === 'anonymous') return t('keys.events.anonymous')
  return <b>{actor.email ?? actor.user_id}</b>
}
