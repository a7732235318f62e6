import type { ApiKeyImpact } from '@quiva/client'
import { Badge } from '../../parts/badge.tsx'
import { formatNumber } from '../../parts/formats.ts'
import { Facts } from '../../parts/page.tsx'
import { Time } from '../../parts/time.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import { characterOf } from './key-state.ts'
import styles from './keys.module.css'

/** Without the message bus, the gateway does not know: that counts against a deletion, and is no use that it has seen. */
export const shownVerdict = ({ verdict, uses, connections }: ApiKeyImpact) =>
  verdict === 'in_use' && uses === 0 && connections === null ? 'unknown' : verdict

const tones = { unused: 'good', replaced: 'good', in_use: 'warn' } as const
const MOST_SHOWN = 5

/** Who would miss a key, and what ends with it: getApiKeyImpact. */
export function ImpactSummary({ of: impact }: { of: ApiKeyImpact }) {
  const t = useTexts()
  const { verdict, reason, uses, sessions, connections, successor, also_deleted: keys } = impact
  return (
    <div className={styles.impact}>
      <p className={styles.verdict}>
        <Badge tone={tones[verdict]}>{t(`keys.impact.${shownVerdict(impact)}`)}</Badge> {reason}
      </p>
      <Facts
        of={[
          [t('keys.impact.uses'), formatNumber(uses)],
          connections !== null && [t('keys.impact.connections'), formatNumber(connections)],
          sessions.length > 0 && [
            t('keys.impact.sessions'),
            <ul key="sessions" className={styles.plainList}>
              {sessions.slice(0, MOST_SHOWN).map((session) => (
                <li key={session.created_on + session.ip}>
                  {t('keys.impact.session', { agent: session.agent, ip: session.ip })} <Time at={session.created_on} />
                </li>
              ))}
              <More count={sessions.length - MOST_SHOWN} />
            </ul>,
          ],
          keys.length > 0 && [
            t('keys.impact.keys'),
            <ul key="keys" className={styles.plainList}>
              {keys.slice(0, MOST_SHOWN).map((key) => (
                <li key={key.id}>
                  <bdi>{key.name}</bdi> <span className={styles.mono}>{characterOf({ ...key, start: null })}</span>{' '}
                  <span className={styles.quiet}>{t(`keys.impact.key.${key.because}`)}</span>
                </li>
              ))}
              <More count={impact.also_deleted_count - MOST_SHOWN} />
            </ul>,
          ],
          impact.invitations > 0 && [t('keys.impact.invitations'), formatNumber(impact.invitations)],
        ]}
      />
      {successor && (
        <p>
          {t(successor.also_deleted ? 'keys.impact.successor.also' : 'keys.impact.successor', { name: successor.name })}
        </p>
      )}
    </div>
  )
}

function More({ count }: { count: number }) {
  const t = useTexts()
  return count > 0 ? <li className={styles.quiet}>{t('keys.impact.more', { count })}</li> : null
}
