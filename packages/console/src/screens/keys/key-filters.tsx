import { useState } from 'react'
import { scopeTable } from '../../../../gateway/src/access/scope-table.ts'
import { SearchField, Toolbar } from '../../parts/form.tsx'
import { FilterSelect } from '../../parts/select.tsx'
import { useMay } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { defaultOwner, type ListedKey, seesAll } from './key-queries.ts'
import { environments, type KeysSearch, states } from './keys-search.ts'
import { MemberPicker } from './member-picker.tsx'
import { TextFilter } from './text-filter.tsx'

const ANY = ''
const OF_A_MEMBER = 'member'
const gatewayScopes = [...new Set<string>(Object.values(scopeTable))].filter((scope) => scope.includes(':')).sort()

/** The search and the filters above the list. `rows` are shown now: their tags and scopes are suggested. */
export function KeyFilters({
  search,
  onSearch,
  rows,
}: {
  search: KeysSearch
  onSearch: (change: { [Name in keyof KeysSearch]: string | undefined }) => void
  rows: readonly ListedKey[]
}) {
  const t = useTexts()
  const may = useMay()
  const [picking, setPicking] = useState(false)
  const owner = search.owner ?? defaultOwner(may)
  return (
    <Toolbar>
      <SearchField
        label={t('keys.search')}
        value={search.search ?? ''}
        onSearch={(text) => onSearch({ search: text || undefined })}
      />
      {seesAll(may) && (
        <FilterSelect
          label={t('keys.filter.owner')}
          value={owner}
          none={defaultOwner(may)}
          choices={[
            { value: 'all', label: t('keys.filter.owner.all') },
            { value: 'mine', label: t('keys.filter.owner.mine') },
            { value: 'account', label: t('keys.filter.owner.account') },
            ...(owner.includes('@') ? [{ value: owner, label: owner }] : []),
            { value: OF_A_MEMBER, label: t('keys.filter.owner.member') },
          ]}
          onChange={(next) => {
            if (next === OF_A_MEMBER) setPicking(true)
            else onSearch({ owner: next === defaultOwner(may) ? undefined : next })
          }}
        />
      )}
      <FilterSelect
        label={t('keys.filter.state')}
        value={search.state ?? ANY}
        none={ANY}
        choices={[
          { value: ANY, label: t('keys.filter.state.any') },
          ...states.map((state) => ({
            value: state,
            label: t(state === 'silent' ? 'keys.filter.state.silent' : `keys.state.${state}`),
          })),
        ]}
        onChange={(state) => onSearch({ state: state || undefined })}
      />
      <FilterSelect
        label={t('keys.filter.environment')}
        value={search.environment ?? ANY}
        none={ANY}
        choices={[
          { value: ANY, label: t('keys.filter.environment.any') },
          ...environments.map((value) => ({ value, label: t(`keys.environment.${value}`) })),
        ]}
        onChange={(environment) => onSearch({ environment: environment || undefined })}
      />
      <TextFilter
        label={t('keys.filter.tag')}
        value={search.tag}
        suggestions={[...new Set(rows.flatMap(({ tags }) => tags))].sort()}
        onChange={(tag) => onSearch({ tag })}
      />
      <TextFilter
        label={t('keys.filter.scope')}
        value={search.scope}
        suggestions={[...new Set([...rows.flatMap(({ scopes }) => scopes ?? []), ...gatewayScopes])]}
        onChange={(scope) => onSearch({ scope })}
      />
      {picking && (
        <MemberPicker
          onClose={() => setPicking(false)}
          onPick={(email) => {
            setPicking(false)
            onSearch({ owner: email })
          }}
        />
      )}
    </Toolbar>
  )
}
