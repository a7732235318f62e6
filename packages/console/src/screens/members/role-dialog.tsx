import type { Member } from '@quiva/client'
import { useState } from 'react'
import { ifMatch } from '../../api/if-match.ts'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useAct } from '../../shell/use-act.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { RoleChoices } from './invite-dialog.tsx'
import { type AssignableRole, nameOf } from './member.ts'

export function RoleDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const client = useClient()
  const t = useTexts()
  const name = nameOf(member)
  const [role, setRole] = useState(member.role as AssignableRole)
  const change = useAct(
    (next: AssignableRole) =>
      client.PATCH('/accounts/role', { params: ifMatch(member.version), body: { email: member.email, role: next } }),
    { reads: ['members'], say: (_, next) => t('members.role.done', { name, role: t(`role.${next}`) }) },
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('members.role.title', { name })}
      onSubmit={() => change.mutate(role, { onSuccess: onClose })}
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" busy={change.isPending} disabled={role === member.role}>
            {t('members.role.action')}
          </Button>
        </>
      }
    >
      <RoleChoices value={role} onChange={setRole} />
      <ProblemNote error={change.error} />
    </Dialog>
  )
}
