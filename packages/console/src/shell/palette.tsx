import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { KeyRound, UserRound } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useClient, useSession } from '../gateway-context.tsx'
import dialogStyles from '../parts/dialog.module.css'
import floating from '../parts/floating.module.css'
import { listQueryOf } from '../screens/keys/key-queries.ts'
import { characterOf } from '../screens/keys/key-state.ts'
import { useFeatures } from '../session/config.ts'
import { useMay } from '../session/me.ts'
import { useTexts } from '../texts/use-texts.tsx'
import styles from './palette.module.css'
import { placesFor } from './places.ts'

type Found = {
  id: string
  label: string
  hint?: string
  icon: ReactNode
  to: string
  params?: Record<string, string>
  search?: Record<string, string>
}

const MOST_OF_EACH = 5
const LONGEST_SEARCH = 100

/** Finds screens, keys and people (Ctrl K). */
export function Palette({ onClose }: { onClose: () => void }) {
  const t = useTexts()
  const navigate = useNavigate()
  const [query, setQuery] = useState('')
  const groups = useFound(query.trim().slice(0, LONGEST_SEARCH))
  const nothing = groups.every(({ items }) => items.length === 0)
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialogStyles.backdrop} />
        <Dialog.Popup className={styles.popup} aria-label={t('nav.search')}>
          <Autocomplete.Root
            open
            inline
            items={groups}
            value={query}
            onValueChange={setQuery}
            filter={null}
            autoHighlight="always"
            itemToStringValue={(item: Found) => item.label}
          >
            <Autocomplete.Input
              className={styles.input}
              placeholder={t('nav.search.placeholder')}
              aria-label={t('nav.search.placeholder')}
            />
            <Autocomplete.Empty className={styles.empty}>
              {nothing && query.trim() ? t('nav.search.empty', { query: query.trim() }) : null}
            </Autocomplete.Empty>
            <Autocomplete.List className={styles.list}>
              {(group: { title: string; items: Found[] }) => (
                <Autocomplete.Group key={group.title} items={group.items}>
                  <Autocomplete.GroupLabel className={styles.group}>{group.title}</Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(item: Found) => (
                      <Autocomplete.Item
                        key={item.id}
                        value={item}
                        className={floating.item}
                        onClick={() => {
                          onClose()
                          const { to, params, search } = item
                          void navigate({ to, ...(params && { params }), ...(search && { search }) })
                        }}
                      >
                        {item.icon}
                        <span className={floating.itemText}>
                          {item.label}
                          {item.hint && <span className={floating.itemHint}>{item.hint}</span>}
                        </span>
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function useFound(query: string): { title: string; items: Found[] }[] {
  const t = useTexts()
  const client = useClient()
  const may = useMay()
  const session = useSession()
  const features = useFeatures()
  const wanted = query !== ''
  const few = { limit: MOST_OF_EACH }
  // What was found stays until more letters have found something else.
  const stays = { placeholderData: keepPreviousData }
  const { data: keys = [] } = useQuery({
    queryKey: ['keys', 'found', query],
    enabled: wanted,
    ...stays,
    queryFn: async ({ signal }) => {
      const params = { query: { ...listQueryOf({ search: query }, may), ...few } }
      return (await client.GET('/accounts/api-keys', { params, signal })).data
    },
  })
  const { data: people = [] } = useQuery({
    queryKey: ['members', 'found', query],
    enabled: wanted && may('listUsersByAccount'),
    ...stays,
    queryFn: async ({ signal }) => {
      const params = { query: { search: query, ...few } }
      return (await client.GET('/accounts/users/list', { params, signal })).data
    },
  })
  const foundKeys = wanted ? keys : []
  const foundPeople = wanted ? people : []
  const isOperator = session.kind === 'in' && session.isOperator
  const screens = placesFor({ may, features, isOperator })
    .map(({ to, name, icon: Icon }) => ({ id: to, label: t(name), icon: <Icon aria-hidden="true" />, to }))
    .filter(({ label }) => label.toLowerCase().includes(query.toLowerCase()))
  return [
    { title: t('nav.search.screens'), items: screens },
    {
      title: t('nav.search.keys'),
      items: foundKeys.map((key) => ({
        id: key.id,
        label: key.name,
        hint: [characterOf(key), key.email].filter(Boolean).join(' · '),
        icon: <KeyRound aria-hidden="true" />,
        to: '/keys/$id',
        params: { id: key.id },
      })),
    },
    {
      title: t('nav.search.people'),
      items: foundPeople.map((member) => ({
        id: member.email,
        label: `${member.first_name} ${member.last_name}`.trim() || member.email,
        hint: member.email,
        icon: <UserRound aria-hidden="true" />,
        to: '/members',
        search: { search: member.email },
      })),
    },
  ].filter(({ items }) => items.length > 0)
}
