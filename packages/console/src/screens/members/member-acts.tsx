import type { Member } from '@quiva/client'
import { Mail, Pause, Play, UserMinus, UserPen } from 'lucide-react'
import { ifMatch } from '../../api/if-match.ts'
import { useClient } from '../../gateway-context.tsx'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { Menu, type MenuItem } from '../../parts/menu.tsx'
import { type May, useMay } from '../../session/me.ts'
import { useAct } from '../../shell/use-act.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { nameOf, stateOf } from './member.ts'
import { RoleDialog } from './role-dialog.tsx'

/** What somebody is about to do to a member. */
export type MemberAct = { kind: 'role' | 'suspend' | 'resume' | 'remove'; member: Member }

/** What the signed-in user may do to this member; nothing to the root user. */
export function MemberMenu({ member, onAct }: { member: Member; onAct: (act: MemberAct) => void }) {
  const t = useTexts()
  const client = useClient()
  const may = useMay()
  const resend = useAct((email: string) => client.POST('/accounts/resend-invitation', { body: { email } }), {
    reads: ['members'],
    say: (_, email) => t('members.resent', { email }),
  })
  const items = itemsFor(member, may, {
    say: t,
    act: (kind) => onAct({ kind, member }),
    resend: () => resend.mutate(member.email),
  })
  return items.length > 0 && <Menu label={t('members.actions-of', { name: nameOf(member) })} items={items} />
}

type Does = { say: ReturnType<typeof useTexts>; act: (kind: MemberAct['kind']) => void; resend: () => void }

function itemsFor(member: Member, may: May, { say, act, resend }: Does): MenuItem[] {
  const target = member.role === 'root' ? 'root' : 'member'
  const state = stateOf(member)
  return [
    state === 'invited' &&
      may('resendInvitation', target) && {
        label: say('members.resend'),
        icon: <Mail aria-hidden="true" />,
        onSelect: resend,
      },
    may('updateRole', target) && {
      label: say('members.role.change'),
      icon: <UserPen aria-hidden="true" />,
      onSelect: () => act('role'),
    },
    state === 'active' &&
      may('suspendUser', target) && {
        label: say('members.suspend'),
        icon: <Pause aria-hidden="true" />,
        onSelect: () => act('suspend'),
      },
    state === 'suspended' &&
      may('suspendUser', target) && {
        label: say('members.resume'),
        icon: <Play aria-hidden="true" />,
        onSelect: () => act('resume'),
      },
    may('removeUser', target) && {
      label: say('members.remove'),
      icon: <UserMinus aria-hidden="true" />,
      danger: true,
      onSelect: () => act('remove'),
    },
  ].filter((item) => item !== false)
}

/** The dialog of an act: what it means, before it is done. */
export function MemberActs({ act, onClose }: { act: MemberAct; onClose: () => void }) {
  const client = useClient()
  const t = useTexts()
  const { kind, member } = act
  const { email } = member
  const name = nameOf(member)
  const suspend = useAct(
    (yes: boolean) =>
      client.PATCH('/accounts/suspend-user', { params: ifMatch(member.version), body: { email, suspend: yes } }),
    { reads: ['members'], say: (_, yes) => t(yes ? 'members.suspend.done' : 'members.resume.done', { name }) },
  )
  const remove = useAct(() => client.DELETE('/accounts/remove-user', { body: { email } }), {
    reads: ['members'],
    say: t('members.remove.done', { name }),
  })
  if (kind === 'role') return <RoleDialog member={member} onClose={onClose} />
  if (kind === 'remove')
    return (
      <ConfirmDialog
        open
        onClose={onClose}
        title={t('members.remove.title', { name })}
        action={t('members.remove.action')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(undefined, { onSuccess: onClose })}
      >
        <p>{t(stateOf(member) === 'invited' ? 'members.remove.invitation' : 'members.remove.text')}</p>
      </ConfirmDialog>
    )
  const isSuspending = kind === 'suspend'
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t(isSuspending ? 'members.suspend.title' : 'members.resume.title', { name })}
      action={t(isSuspending ? 'members.suspend' : 'members.resume')}
      danger={isSuspending}
      busy={suspend.isPending}
      error={suspend.error}
      onConfirm={() => suspend.mutate(isSuspending, { onSuccess: onClose })}
    >
      <p>{t(isSuspending ? 'members.suspend.text' : 'members.resume.text')}</p>
    </ConfirmDialog>
  )
}
