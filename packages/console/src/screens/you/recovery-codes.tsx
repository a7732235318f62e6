import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Actions } from '../../parts/form.tsx'
import { Card } from '../../parts/page.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useMe } from '../../session/me.ts'
import { useAct } from '../../shell/use-act.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { CodesDialog } from './codes-dialog.tsx'

export function RecoveryCodes() {
  const client = useClient()
  const t = useTexts()
  const { mfa } = useMe()
  const view = useAct(async () => (await client.GET('/accounts/recovery-codes')).data, { reads: [] })
  const renew = useAct(async () => (await client.POST('/accounts/recovery-codes', { body: {} })).data, {
    reads: [],
  })
  const codes = renew.data ?? view.data
  function done(): void {
    view.reset()
    renew.reset()
  }
  const has = mfa.passkey_enabled || mfa.totp_enabled
  return (
    <Card title={t('you.codes.title')} description={t('you.codes.text')}>
      {has ? (
        <Actions>
          <Button busy={view.isPending} onClick={() => view.mutate()}>
            {t('you.codes.view')}
          </Button>
          <Button busy={renew.isPending} onClick={() => renew.mutate()}>
            {t('you.codes.new')}
          </Button>
        </Actions>
      ) : (
        <p>{t('you.codes.none')}</p>
      )}
      <ProblemNote error={view.problem ?? renew.problem} />
      {codes && <CodesDialog codes={codes} onDone={done} />}
    </Card>
  )
}
