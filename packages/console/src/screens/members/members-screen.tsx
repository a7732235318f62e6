import type { Member } from '@quiva/client'
import { getRouteApi } from '@tanstack/react-router'
import { UserPlus, Users } from 'lucide-react'
import { useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Avatar } from '../../parts/avatar.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { type Column, DataList, Under } from '../../parts/data-list.tsx'
import { SearchField, Toolbar } from '../../parts/form.tsx'
import { formatDate } from '../../parts/formats.ts'
import { Page } from '../../parts/page.tsx'
import { Empty, NoMatch } from '../../parts/states.tsx'
import { usePages } from '../../parts/use-pages.ts'
import { useMay, useMe } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { nameOf, stateLooks, stateOf } from './member.ts'
import { type MemberAct, MemberActs, MemberMenu } from './member-acts.tsx'
import styles from './members.module.css'
import { RolesDialog } from './roles-dialog.tsx'
import type { MembersSearch } from './routes.tsx'

const route = getRouteApi('/app/members')

export function MembersScreen() {
  const client = useClient()
  const t = useTexts()
  const may = useMay()
  const me = useMe()
  const navigate = route.useNavigate()
  const { search, sort = 'name' } = route.useSearch()
  const [inviting, setInviting] = useState(false)
  const [showingRoles, setShowingRoles] = useState(false)
  const [act, setAct] = useState<MemberAct>()
  const change = (next: MembersSearch) => void navigate({ search: (old) => ({ ...old, ...next }), replace: true })
  const query = { sort: sort as 'name', ...(search !== undefined && { search }) }
  const pages = usePages<Member>(['members', query], (page, signal) =>
    client.GET('/accounts/users/list', { params: { query: { ...query, ...page } }, signal }),
  )
  const columns: Column<Member>[] = [
    {
      id: 'name',
      title: t('members.column.name'),
      width: 'minmax(12rem, 2fr)',
      sort: 'name',
      kind: 'name',
      cell: (member) => (
        <div className={styles.person}>
          <Avatar name={nameOf(member)} />
          <div>
            {nameOf(member)} {member.email === me.user && <span className={styles.you}>({t('members.you')})</span>}
            {nameOf(member) !== member.email && <Under>{member.email}</Under>}
          </div>
        </div>
      ),
    },
    {
      id: 'role',
      title: t('members.column.role'),
      width: 'minmax(7rem, 1fr)',
      cell: (member) => t(`role.${member.role}` as 'role.admin'),
    },
    {
      id: 'state',
      title: t('members.column.state'),
      width: 'minmax(8rem, 1fr)',
      cell: (member) => {
        const { name, tone } = stateLooks[stateOf(member)]
        const until = member.invitation_expires_on
        return (
          <>
            <Badge tone={tone}>{t(name)}</Badge>
            {until && <Under>{t('members.state.invited-until', { date: formatDate(until) })}</Under>}
          </>
        )
      },
    },
    {
      id: 'acts',
      title: t('action.more'),
      hideTitle: true,
      width: '2rem',
      kind: 'end',
      cell: (member) => member.email !== me.user && <MemberMenu member={member} onAct={setAct} />,
    },
  ]
  const isFiltered = search !== undefined
  return (
    <Page
      title={t('members.title')}
      description={t('members.intro')}
      actions={
        <>
          <Button onClick={() => setShowingRoles(true)}>{t('members.roles.show')}</Button>
          {may('createUser') && (
            <Button look="primary" onClick={() => setInviting(true)}>
              <UserPlus aria-hidden="true" />
              {t('members.invite')}
            </Button>
          )}
        </>
      }
    >
      <Toolbar>
        <SearchField
          label={t('members.search')}
          value={search ?? ''}
          onSearch={(text) => change({ search: text || undefined } as MembersSearch)}
        />
      </Toolbar>
      <DataList
        label={t('members.title')}
        pages={pages}
        columns={columns}
        rowKey={(member) => member.email}
        sort={sort}
        onSort={(next) => change({ sort: next })}
        empty={
          isFiltered ? (
            <NoMatch onClear={() => void navigate({ search: {} })} />
          ) : (
            <Empty icon={<Users aria-hidden="true" />} title={t('members.empty.title')}>
              {t('members.empty.text')}
            </Empty>
          )
        }
      />
      <InviteDialog open={inviting} onClose={() => setInviting(false)} />
      <RolesDialog open={showingRoles} onClose={() => setShowingRoles(false)} />
      {act && <MemberActs act={act} onClose={() => setAct(undefined)} />}
    </Page>
  )
}
