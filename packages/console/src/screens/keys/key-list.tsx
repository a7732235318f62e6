import { KeyRound, Plus, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { DataList } from '../../parts/data-list.tsx'
import { Page } from '../../parts/page.tsx'
import { Empty, NoMatch } from '../../parts/states.tsx'
import { usePages } from '../../parts/use-pages.ts'
import { useMay } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { useKeyColumns } from './key-columns.tsx'
import { KeyDialog, type OpenDialog } from './key-dialog.tsx'
import { KeyFilters } from './key-filters.tsx'
import { defaultOwner, type ListedKey, listQueryOf } from './key-queries.ts'
import styles from './keys.module.css'
import { DEFAULT_SORT, isNarrowed, type KeysSearch } from './keys-search.ts'
import { PlaceButton } from './places.tsx'
import { useKeyMenu } from './use-key-menu.tsx'

const BulkDelete = lazy(async () => ({ default: (await import('./bulk-delete.tsx')).BulkDelete }))

/** Changes of what is asked for; undefined takes a filter away. */
type Change = { [Name in keyof KeysSearch]: string | undefined }

/** The list of keys. What it shows is in `search`, which its caller keeps, for example in the address. */
export function KeyList({ search, onSearch }: { search: KeysSearch; onSearch: (search: KeysSearch) => void }) {
  const t = useTexts()
  const client = useClient()
  const may = useMay()
  const [chosen, setChosen] = useState<ReadonlyMap<string, ListedKey>>(new Map())
  const [dialog, setDialog] = useState<OpenDialog>()
  const [deleting, setDeleting] = useState(false)
  const query = listQueryOf(search, may)
  const pages = usePages<ListedKey>(['keys', 'list', query], (page, signal) =>
    client.GET('/accounts/api-keys', { params: { query: { ...query, ...page } }, signal }),
  )
  const owner = search.owner ?? defaultOwner(may)
  // Answers about the keys of one member do not repeat whose they are.
  const rows = owner.includes('@') ? pages.rows.map((key) => ({ ...key, email: owner })) : pages.rows
  const columns = useKeyColumns({ showsOwner: owner === 'all', menuOf: useKeyMenu(setDialog) })
  const change = (changes: Change) => {
    setChosen(new Map())
    const next = Object.entries({ ...search, ...changes }).filter(([, value]) => value !== undefined)
    onSearch(Object.fromEntries(next))
  }
  const choose = (ids: ReadonlySet<string>) =>
    setChosen(new Map(rows.filter(({ id }) => ids.has(id)).map((key) => [key.id, key])))
  const issue = may('issueApiKey', 'self') && (
    <PlaceButton to={{ kind: 'issue' }} look="primary">
      <Plus aria-hidden="true" />
      {t('keys.issue')}
    </PlaceButton>
  )
  return (
    <Page title={t('keys.title')} description={t('keys.intro')} actions={issue}>
      <KeyFilters search={search} rows={rows} onSearch={change} />
      {chosen.size > 0 && (
        <section className={styles.selected} aria-label={t('keys.selected.label')}>
          <span role="status">{t('list.selected', { count: chosen.size })}</span>
          <Button size="small" onClick={() => setDeleting(true)}>
            <Trash2 aria-hidden="true" />
            {t('keys.selected.delete', { count: chosen.size })}
          </Button>
          <Button size="small" look="quiet" onClick={() => setChosen(new Map())}>
            {t('keys.selected.clear')}
          </Button>
        </section>
      )}
      <DataList
        label={t('keys.title')}
        pages={{ ...pages, rows }}
        columns={columns}
        rowKey={(key) => key.id}
        rowName={(key) => key.name}
        selection={{ chosen: new Set(chosen.keys()), onChange: choose }}
        sort={search.sort ?? DEFAULT_SORT}
        onSort={(sort) => change({ sort })}
        empty={
          isNarrowed(search) ? (
            <NoMatch onClear={() => onSearch(search.sort === undefined ? {} : { sort: search.sort })} />
          ) : (
            <Empty icon={<KeyRound aria-hidden="true" />} title={t('keys.empty.title')} actions={issue}>
              {t(issue ? 'keys.empty.text' : 'keys.empty.cannot')}
            </Empty>
          )
        }
      />
      {deleting && (
        <Suspense>
          <BulkDelete
            keys={[...chosen.values()]}
            onClose={() => {
              setDeleting(false)
              setChosen(new Map())
            }}
          />
        </Suspense>
      )}
      <KeyDialog open={dialog} onClose={() => setDialog(undefined)} />
    </Page>
  )
}
