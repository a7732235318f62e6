import { useQuery } from '@tanstack/react-query'
import { useClient } from '../../gateway-context.tsx'
import { Card, Facts } from '../../parts/page.tsx'
import { useMay } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { keyQuery, type ListedKey } from './key-queries.ts'
import styles from './keys.module.css'
import { PlaceLink } from './places.tsx'
import { StateBadge } from './state-badge.tsx'

/** The keys that this one comes from, and the one that replaces it. */
export function KeyLineage({ of: key }: { of: ListedKey }) {
  const t = useTexts()
  const { issued_by: issuer, replaces, replaced_by: successor } = key
  if (issuer === null && replaces === null && successor === null) return null
  return (
    <Card title={t('keys.key.lineage')}>
      <Facts
        of={[
          issuer !== null && [
            t('keys.key.issued-by'),
            <div key="issuer">
              <Relative id={issuer} />
              <div className={styles.quiet}>{t('keys.key.issued-by.hint')}</div>
            </div>,
          ],
          replaces !== null && [t('keys.key.replaces'), <Relative key="replaces" id={replaces} />],
          successor !== null && [t('keys.key.replaced-by'), <Relative key="successor" id={successor} />],
        ]}
      />
    </Card>
  )
}

function Relative({ id }: { id: string }) {
  const t = useTexts()
  const client = useClient()
  const { data: key } = useQuery(keyQuery(client, useMay(), id))
  if (!key)
    return (
      <span>
        <span className={styles.mono}>{id}</span>{' '}
        {key === null && <span className={styles.quiet}>({t('keys.key.relative.gone')})</span>}
      </span>
    )
  return (
    <span className={styles.relative}>
      <PlaceLink to={{ kind: 'key', id }}>
        <bdi>{key.name}</bdi>
      </PlaceLink>
      <span className={styles.mono}>…{key.last_4_characters}</span>
      <StateBadge of={key} />
    </span>
  )
}
