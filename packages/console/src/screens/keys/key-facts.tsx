import { isRole } from '../../../../gateway/src/platform/values/roles.ts'
import { CopyButton } from '../../parts/code.tsx'
import { Card, Facts } from '../../parts/page.tsx'
import { Time } from '../../parts/time.tsx'
import { useMe } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import type { ListedKey } from './key-queries.ts'
import styles from './keys.module.css'

/** Whose a key is, and since when and until when. */
export function KeyFacts({ of: key }: { of: ListedKey }) {
  const t = useTexts()
  const me = useMe()
  const metadata = Object.entries(key.metadata ?? {})
  const owner =
    key.owner === 'account' && isRole(key.role)
      ? t('keys.key.owner.account', { role: t(`role.${key.role}`) })
      : (key.email ?? me.user)
  return (
    <Card title={t('keys.key.facts')}>
      <Facts
        of={[
          [
            t('keys.key.id'),
            <span key="id" className={styles.withCopy}>
              <span className={styles.mono}>{key.id}</span>
              <CopyButton value={key.id} of={t('keys.key.id')} />
            </span>,
          ],
          key.start ? [t('keys.key.starts-with'), <Mono key="start">{key.start}</Mono>] : undefined,
          key.last_4_characters !== '' && [t('keys.key.ends-with'), <Mono key="end">{key.last_4_characters}</Mono>],
          [t('keys.key.owner'), owner],
          [t('keys.key.environment'), t(`keys.environment.${key.environment}`)],
          [t('keys.key.created'), <Time key="created" at={key.created_on} />],
          [t('keys.key.expires'), <Time key="expires" at={key.expires_on} />],
          [
            t('keys.key.last-used'),
            <span key="used">
              <Time at={key.last_used_on} />{' '}
              {key.last_used_from && t('keys.key.last-used.from', { network: key.last_used_from })}
            </span>,
          ],
          key.tags.length > 0 && [t('keys.tags'), <Words key="tags" of={key.tags} />],
          metadata.length > 0 && [
            t('keys.metadata'),
            <ul key="metadata" className={styles.plainList}>
              {metadata.map(([name, value]) => (
                <li key={name} className={styles.mono}>
                  {name}: {JSON.stringify(value)}
                </li>
              ))}
            </ul>,
          ],
        ]}
      />
    </Card>
  )
}

const Mono = ({ children }: { children: string }) => <span className={styles.mono}>{children}</span>

/** Tags, scopes, networks. */
export function Words({ of: words }: { of: readonly string[] }) {
  return (
    <ul className={styles.chips}>
      {words.map((word) => (
        <li key={word} className={styles.chip}>
          {word}
        </li>
      ))}
    </ul>
  )
}
