import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Avatar } from '../../parts/avatar.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { SearchField } from '../../parts/form.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './keys.module.css'

const MOST_SHOWN = 20

/** Asks for one of the members, of whom there may be thousands. */
export function MemberPicker({ onPick, onClose }: { onPick: (email: string) => void; onClose: () => void }) {
  const t = useTexts()
  const client = useClient()
  const [search, setSearch] = useState('')
  const query = { limit: MOST_SHOWN, ...(search && { search }) }
  const members = useQuery({
    queryKey: ['members', 'picker', search],
    queryFn: async ({ signal }) => (await client.GET('/accounts/users/list', { params: { query }, signal })).data,
    placeholderData: keepPreviousData,
  })
  return (
    <Dialog open onClose={onClose} title={t('keys.member.title')}>
      <SearchField label={t('keys.member.search')} value={search} onSearch={setSearch} />
      <Loaded query={members}>
        {(found) => {
          const accepted = found.filter(({ invitation_pending: pending }) => !pending)
          if (accepted.length === 0) return <p className={styles.quiet}>{t('keys.member.none')}</p>
          return (
            <ul className={styles.people}>
              {accepted.map(({ email, first_name: first, last_name: last }) => {
                const name = `${first} ${last}`.trim() || email
                return (
                  <li key={email}>
                    <button type="button" className={styles.person} onClick={() => onPick(email)}>
                      <Avatar name={name} />
                      <span className={styles.personText}>
                        {name}
                        {name !== email && <span className={styles.quiet}>{email}</span>}
                      </span>
                    </button>
                  </li>
                )
              })}
            </ul>
          )
        }}
      </Loaded>
    </Dialog>
  )
}
