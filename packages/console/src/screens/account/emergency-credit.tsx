import { useState } from 'react'
import { fieldProblems } from '../../api/queries.ts'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { Actions, Form } from '../../parts/form.tsx'
import { Card } from '../../parts/page.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './account.module.css'
import { useAccountChange } from './use-account.ts'

/** How much the account may spend beyond its plan. */
export function EmergencyCredit({ credit }: { credit: number }) {
  const client = useClient()
  const t = useTexts()
  const [typed, setTyped] = useState(String(credit))
  const amount = typed.trim() === '' ? Number.NaN : Number(typed.replace(',', '.'))
  const isAmount = Number.isFinite(amount)
  const save = useAccountChange(
    () => client.PATCH('/accounts/set-emergency-credit', { body: { emergency_credit: amount } }),
    t('account.credit.saved'),
  )
  return (
    <Card title={t('account.credit.title')} description={t('account.credit.text')}>
      <Form onSubmit={() => isAmount && save.mutate()}>
        <div className={styles.short}>
          <TextField
            label={t('account.credit.label')}
            hint={t('account.credit.hint')}
            problem={isAmount ? fieldProblems(save.error).emergency_credit : t('account.credit.none')}
            inputMode="decimal"
            autoComplete="off"
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        </div>
        <ProblemNote error={save.error} fields={['emergency_credit']} />
        <Actions>
          <Button type="submit" look="primary" busy={save.isPending} disabled={!isAmount || amount === credit}>
            {t('action.save')}
          </Button>
        </Actions>
      </Form>
    </Card>
  )
}
