import { useState } from 'react'
import { fieldProblems } from '../../api/queries.ts'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Choices } from '../../parts/checks.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { fieldsOf } from '../../parts/fields-of.ts'
import { FormRow } from '../../parts/form.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useAct } from '../../shell/use-act.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { type AssignableRole, assignableRoles } from './member.ts'

const FIELDS = ['first_name', 'last_name', 'email'] as const
const EMPTY = { first_name: '', last_name: '', email: '' }
/** The role with the fewest rights that most people need. */
const USUAL_ROLE: AssignableRole = 'developer'

export function InviteDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const client = useClient()
  const t = useTexts()
  const [typed, setTyped] = useState(EMPTY)
  const [role, setRole] = useState<AssignableRole>(USUAL_ROLE)
  const invite = useAct((body: typeof EMPTY & { role: AssignableRole }) => client.POST('/accounts/users', { body }), {
    reads: ['members'],
    say: (_, { email }) => t('members.invited', { email }),
  })
  const problems = fieldProblems(invite.error)
  const set = fieldsOf(typed, setTyped, problems)
  function close(): void {
    setTyped(EMPTY)
    setRole(USUAL_ROLE)
    invite.reset()
    onClose()
  }
  return (
    <Dialog
      open={open}
      onClose={close}
      title={t('members.invite.title')}
      description={t('members.invite.intro')}
      onSubmit={() => invite.mutate({ ...typed, role }, { onSuccess: close })}
      actions={
        <>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" busy={invite.isPending}>
            {t('members.invite.action')}
          </Button>
        </>
      }
    >
      <TextField {...set('email')} label={t('members.invite.email')} type="email" autoComplete="off" autoFocus />
      <FormRow>
        <TextField {...set('first_name')} label={t('members.invite.first')} autoComplete="off" />
        <TextField {...set('last_name')} label={t('members.invite.last')} autoComplete="off" />
      </FormRow>
      <RoleChoices value={role} onChange={setRole} />
      <ProblemNote error={invite.error} fields={FIELDS} />
    </Dialog>
  )
}

export function RoleChoices({ value, onChange }: { value: AssignableRole; onChange: (role: AssignableRole) => void }) {
  const t = useTexts()
  return (
    <Choices
      legend={t('members.role.legend')}
      value={value}
      onChange={onChange}
      choices={assignableRoles.map((role) => ({
        value: role,
        label: t(`role.${role}`),
        hint: t(`role.text.${role}`),
      }))}
    />
  )
}
