import { useState } from 'react'
import { fieldProblems } from '../../api/queries.ts'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { PasswordField } from '../../parts/field.tsx'
import { Card } from '../../parts/page.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useAct } from '../../shell/use-act.ts'
import { useTexts } from '../../texts/use-texts.tsx'

const NOTHING = { password: '', new_password: '' }

export function Password() {
  const client = useClient()
  const t = useTexts()
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState(NOTHING)
  const save = useAct(() => client.POST('/accounts/reset-password', { body: typed }), {
    reads: ['sessions'],
    say: t('you.password.saved'),
  })
  function close(): void {
    setOpen(false)
    setTyped(NOTHING)
    save.reset()
  }
  const problems = fieldProblems(save.error)
  return (
    <>
      <Card
        title={t('you.password.title')}
        description={t('you.password.text')}
        actions={
          <Button size="small" onClick={() => setOpen(true)}>
            {t('you.password.change')}
          </Button>
        }
      />
      <Dialog
        open={open}
        onClose={close}
        title={t('you.password.change')}
        description={t('you.password.text')}
        onSubmit={() => save.mutate(undefined, { onSuccess: close })}
        actions={
          <>
            <Button onClick={close}>{t('action.cancel')}</Button>
            <Button type="submit" look="primary" busy={save.isPending}>
              {t('you.password.change')}
            </Button>
          </>
        }
      >
        <PasswordField
          label={t('you.password.current')}
          autoComplete="current-password"
          autoFocus
          value={typed.password}
          problem={problems.password}
          onChange={({ target }) => setTyped({ ...typed, password: target.value })}
        />
        <PasswordField
          label={t('you.password.new')}
          hint={t('you.password.rule')}
          autoComplete="new-password"
          value={typed.new_password}
          problem={problems.new_password}
          onChange={({ target }) => setTyped({ ...typed, new_password: target.value })}
        />
        <ProblemNote error={save.problem} fields={['password', 'new_password']} />
      </Dialog>
    </>
  )
}
