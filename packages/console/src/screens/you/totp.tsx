import { useState } from 'react'
import { encode } from 'uqr'
import { fieldProblems } from '../../api/queries.ts'
import { useClient } from '../../gateway-context.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { CodeBlock } from '../../parts/code.tsx'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { Card } from '../../parts/page.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useMe } from '../../session/me.ts'
import { useAct } from '../../shell/use-act.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { CodesDialog } from './codes-dialog.tsx'
import styles from './you.module.css'

export function Totp() {
  const client = useClient()
  const t = useTexts()
  const { mfa } = useMe()
  const [removing, setRemoving] = useState(false)
  const begin = useAct(async () => (await client.POST('/accounts/generate-totp-key', { body: {} })).data, {
    reads: [],
  })
  const remove = useAct(() => client.DELETE('/accounts/totp', { body: {} }), {
    reads: ['me', 'overview'],
    say: t('you.totp.remove.done'),
  })
  return (
    <>
      <Card
        title={t('you.totp.title')}
        description={t('you.totp.text')}
        actions={
          <>
            <Badge {...(mfa.totp_enabled && { tone: 'good' })}>
              {t(mfa.totp_enabled ? 'you.totp.on' : 'you.totp.off')}
            </Badge>
            {mfa.totp_enabled && (
              <Button size="small" onClick={() => setRemoving(true)}>
                {t('you.totp.remove')}
              </Button>
            )}
            <Button size="small" busy={begin.isPending} onClick={() => begin.mutate()}>
              {t(mfa.totp_enabled ? 'you.totp.replace' : 'you.totp.set-up')}
            </Button>
          </>
        }
      >
        {begin.problem && <ProblemNote error={begin.problem} />}
      </Card>
      {begin.data && <SetUp {...begin.data} onClose={begin.reset} />}
      <ConfirmDialog
        open={removing}
        onClose={() => setRemoving(false)}
        title={t('you.totp.remove.title')}
        action={t('you.totp.remove')}
        busy={remove.isPending}
        error={remove.problem}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => setRemoving(false) })}
      >
        <p>{t('you.totp.remove.text')}</p>
      </ConfirmDialog>
    </>
  )
}

/** The secret as a picture and as text; the first code proves that the app has it. */
function SetUp({ otpauth_url: url, secret, onClose }: { otpauth_url: string; secret: string; onClose: () => void }) {
  const client = useClient()
  const t = useTexts()
  const [code, setCode] = useState('')
  const confirm = useAct(
    async () => {
      const body = { code: code.replace(/\s/g, ''), secret }
      return (await client.POST('/accounts/confirm-totp-registration', { body })).data.recovery_codes
    },
    { reads: ['me', 'overview'], say: t('you.totp.done') },
  )
  if (confirm.data) return <CodesDialog codes={confirm.data} onDone={onClose} />
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('you.totp.title')}
      description={t('you.totp.scan')}
      onSubmit={() => confirm.mutate()}
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" busy={confirm.isPending}>
            {t('you.totp.action')}
          </Button>
        </>
      }
    >
      <QrCode text={url} label={t('you.totp.picture')} />
      <CodeBlock wrap label={t('you.totp.secret')}>
        {secret}
      </CodeBlock>
      <TextField
        label={t('you.totp.code')}
        problem={fieldProblems(confirm.error).code}
        inputMode="numeric"
        autoComplete="one-time-code"
        mono
        value={code}
        onChange={({ target }) => setCode(target.value)}
      />
      <ProblemNote error={confirm.problem} fields={['code']} />
    </Dialog>
  )
}

/** Dark on white in both themes: not every camera reads it otherwise. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 2 })
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return (
    <svg
      className={styles.qr}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path d={path} fill="#000" />
    </svg>
  )
}
