import type { ApiKey } from '@quiva/client'
import { getRouteApi } from '@tanstack/react-router'
import { KeyRound } from 'lucide-react'
import { useClient } from '../../gateway-context.tsx'
import { type Column, DataList, Under } from '../../parts/data-list.tsx'
import { SearchField, Toolbar } from '../../parts/form.tsx'
import { Page } from '../../parts/page.tsx'
import { Empty, NoMatch } from '../../parts/states.tsx'
import { Time } from '../../parts/time.tsx'
import { usePages } from '../../parts/use-pages.ts'
import { useTexts } from '../../texts/use-texts.tsx'

const route = getRouteApi('/app/keys')

export function KeysScreen() {
  const client = useClient()
  const t = useTexts()
  const navigate = route.useNavigate()
  const { search, sort = '-created_on' } = route.useSearch()
  const query = { sort: sort as '-created_on', ...(search !== undefined && { search }) }
  const pages = usePages<ApiKey>(['keys', query], (page, signal) =>
    client.GET('/accounts/api-keys', { params: { query: { ...query, ...page } }, signal }),
  )
  const columns: Column<ApiKey>[] = [
    {
      id: 'name',
      title: t('keys.column.name'),
      width: 'minmax(12rem, 2fr)',
      sort: 'name',
      kind: 'name',
      cell: (key) => (
        <>
          {key.name}
          <Under>…{key.last_4_characters}</Under>
        </>
      ),
    },
    {
      id: 'used',
      title: t('keys.column.last-used'),
      width: 'minmax(8rem, 1fr)',
      sort: 'last_used_on',
      cell: (key) => <Time at={key.last_used_on} />,
    },
    {
      id: 'expires',
      title: t('keys.column.expires'),
      width: 'minmax(8rem, 1fr)',
      sort: 'expires_on',
      cell: (key) => <Time at={key.expires_on} />,
    },
  ]
  return (
    <Page title={t('keys.title')} description={t('keys.intro')}>
      <Toolbar>
        <SearchField
          label={t('keys.search')}
          value={search ?? ''}
          onSearch={(text) => void navigate({ search: (old) => ({ ...old, search: text || undefined }) as never })}
        />
      </Toolbar>
      <DataList
        label={t('keys.title')}
        pages={pages}
        columns={columns}
        rowKey={(key) => key.id}
        sort={sort}
        onSort={(next) => void navigate({ search: (old) => ({ ...old, sort: next }) })}
        empty={
          search ? (
            <NoMatch onClear={() => void navigate({ search: {} })} />
          ) : (
            <Empty icon={<KeyRound aria-hidden="true" />} title={t('keys.empty.title')}>
              {t('keys.empty.text')}
            </Empty>
          )
        }
      />
    </Page>
  )
}
