import { Badge } from '../../parts/badge.tsx'
import { type Column, Under } from '../../parts/data-list.tsx'
import { Menu, type MenuItem } from '../../parts/menu.tsx'
import { Time } from '../../parts/time.tsx'
import { useMe } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import type { ListedKey } from './key-queries.ts'
import { characterOf, stateOf } from './key-state.ts'
import styles from './keys.module.css'
import { PlaceLink } from './places.tsx'
import { StateBadge } from './state-badge.tsx'

const MOST_TAGS = 3

/** The columns of the list. The owner is shown where there are several. */
export function useKeyColumns({
  showsOwner,
  menuOf,
}: {
  showsOwner: boolean
  menuOf: (key: ListedKey) => readonly MenuItem[]
}): readonly Column<ListedKey>[] {
  const t = useTexts()
  const me = useMe()
  const owner: Column<ListedKey> = {
    id: 'owner',
    title: t('keys.column.owner'),
    width: 'minmax(6rem, 1fr)',
    cell: ({ owner: kind, email }) => (
      <span className={styles.oneLine}>
        {kind === 'account'
          ? t('keys.row.account')
          : email === undefined || email === me.user
            ? t('keys.row.you')
            : email}
      </span>
    ),
  }
  return [
    {
      id: 'name',
      title: t('keys.column.name'),
      width: 'minmax(11rem, 2fr)',
      sort: 'name',
      kind: 'name',
      cell: (key) => (
        <>
          <span className={styles.rowName}>
            <span className={styles.oneLine}>
              <PlaceLink to={{ kind: 'key', id: key.id }}>
                <bdi>{key.name}</bdi>
              </PlaceLink>
            </span>
            {key.environment === 'test' && <Badge>{t('keys.row.test')}</Badge>}
          </span>
          <Under>
            <span className={styles.oneLine}>
              <span className={styles.mono}>{characterOf(key)}</span>
              {key.tags.length > 0 && ` · ${tagsInShort(key.tags)}`}
            </span>
          </Under>
        </>
      ),
    },
    ...(showsOwner ? [owner] : []),
    {
      id: 'state',
      title: t('keys.column.state'),
      width: '7.5rem',
      cell: (key) => <StateBadge of={key} />,
    },
    {
      id: 'used',
      title: t('keys.column.last-used'),
      width: 'minmax(8rem, 1fr)',
      sort: 'last_used_on',
      cell: (key) => (
        <>
          <Time at={key.last_used_on} />
          {key.last_used_from && (
            <Under>
              <span className={`${styles.mono} ${styles.oneLine}`}>{key.last_used_from}</span>
            </Under>
          )}
        </>
      ),
    },
    {
      id: 'expires',
      title: t('keys.column.expires'),
      width: 'minmax(6.5rem, 0.8fr)',
      sort: 'expires_on',
      cell: (key) => (
        <span className={['expiring', 'replaced', 'ended'].includes(stateOf(key)) ? styles.soon : undefined}>
          <Time at={key.expires_on} />
        </span>
      ),
    },
    {
      id: 'actions',
      title: t('keys.column.actions'),
      hideTitle: true,
      width: '2rem',
      kind: 'end',
      cell: (key) => <Menu label={t('keys.row.actions', { name: key.name })} items={menuOf(key)} />,
    },
  ]
}

function tagsInShort(tags: readonly string[]): string {
  const shown = tags.slice(0, MOST_TAGS).join(', ')
  return tags.length > MOST_TAGS ? `${shown}, …` : shown
}
