import type { OperatedAccount } from '@quiva/client'
import { getRouteApi } from '@tanstack/react-router'
import { Building2 } from 'lucide-react'
import { useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Badge } from '../../parts/badge.tsx'
import { type Column, DataList, Under } from '../../parts/data-list.tsx'
import { SearchField, Toolbar } from '../../parts/form.tsx'
import { formatDate, formatNumber } from '../../parts/formats.ts'
import { FilterSelect } from '../../parts/select.tsx'
import { Empty, NoMatch } from '../../parts/states.tsx'
import { usePages } from '../../parts/use-pages.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { AccountDialog } from './account-dialog.tsx'
import styles from './operator.module.css'
import { OperatorPage } from './operator-page.tsx'
import type { AccountsSearch } from './routes.tsx'

const route = getRouteApi('/app/operator/accounts')
const ANY = ''
const STATES = ['active', 'unconfirmed', 'suspended', 'closing', 'deleted'] as const
const tones = { active: 'good', unconfirmed: 'info', suspended: 'bad', closing: 'warn', deleted: 'bad' } as const

/** Every account, with numbers and nothing that its members have stored. */
export function AccountsScreen() {
  const client = useClient()
  const t = useTexts()
  const navigate = route.useNavigate()
  const { search, state, sort = 'name' } = route.useSearch()
  const [shown, setShown] = useState<OperatedAccount>()
  const query = {
    sort: sort as 'name',
    ...(search && { search }),
    ...(state && { state: state as OperatedAccount['state'] }),
  }
  const pages = usePages<OperatedAccount>(['operator', 'accounts', query], (page, signal) =>
    client.GET('/operator/accounts', { params: { query: { ...query, ...page } }, signal }),
  )
  const change = (next: AccountsSearch) =>
    void navigate({
      search: (old) => Object.fromEntries(Object.entries({ ...old, ...next }).filter(([, value]) => value !== ANY)),
      replace: true,
    })
  const columns: Column<OperatedAccount>[] = [
    {
      id: 'name',
      title: t('operator.accounts.name'),
      width: 'minmax(13rem, 3fr)',
      sort: 'name',
      kind: 'name',
      cell: (account) => (
        <>
          <button
            type="button"
            className={styles.row}
            aria-label={t('operator.accounts.details', { name: account.display_name })}
            onClick={() => setShown(account)}
          >
            <bdi>{account.display_name}</bdi>
          </button>
          <Under>{account.root_email ?? t('operator.account.root.gone')}</Under>
        </>
      ),
    },
    {
      id: 'state',
      title: t('operator.accounts.state'),
      width: 'minmax(7rem, 1fr)',
      cell: (account) => <Badge tone={tones[account.state]}>{t(`operator.accounts.${account.state}`)}</Badge>,
    },
    {
      id: 'members',
      title: t('operator.accounts.members'),
      width: '5rem',
      cell: (account) => formatNumber(account.members),
    },
    { id: 'keys', title: t('operator.accounts.keys'), width: '5rem', cell: (account) => formatNumber(account.keys) },
    {
      id: 'last',
      title: t('operator.accounts.last'),
      width: '7.5rem',
      cell: (account) => formatDate(account.last_request_on),
    },
    {
      id: 'created',
      title: t('operator.accounts.created'),
      width: '7.5rem',
      sort: 'created_on',
      cell: (account) => formatDate(account.created_on),
    },
  ]
  const isFiltered = search !== undefined || state !== undefined
  return (
    <OperatorPage description={t('operator.accounts.intro')} error={pages.query.error}>
      <Toolbar>
        <SearchField
          label={t('operator.accounts.search')}
          value={search ?? ''}
          onSearch={(text) => change({ search: text })}
        />
        <FilterSelect
          label={t('operator.accounts.state')}
          value={state ?? ANY}
          none={ANY}
          choices={[
            { value: ANY, label: t('operator.accounts.any-state') },
            ...STATES.map((value) => ({ value: value as string, label: t(`operator.accounts.${value}`) })),
          ]}
          onChange={(value) => change({ state: value })}
        />
      </Toolbar>
      <DataList
        label={t('operator.nav.accounts')}
        pages={pages}
        columns={columns}
        rowKey={(account) => account.id}
        sort={sort}
        onSort={(next) => change({ sort: next })}
        empty={
          isFiltered ? (
            <NoMatch onClear={() => void navigate({ search: {} })} />
          ) : (
            <Empty icon={<Building2 aria-hidden="true" />} title={t('operator.accounts.empty')}>
              {t('operator.accounts.empty.text')}
            </Empty>
          )
        }
      />
      {shown && <AccountDialog account={shown} onClose={() => setShown(undefined)} />}
    </OperatorPage>
  )
}
