import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useGateway } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { TextField } from '../../parts/field.tsx'
import { Form } from '../../parts/form.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useSay } from '../../parts/toast.tsx'
import { useFeatures } from '../../session/config.ts'
import { PublicCard } from '../../shell/public-frame.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import { signInBody, type TypedSignUp } from './typed-sign-up.ts'

/** The code from the mail; then the person is signed in with what they typed a moment ago. */
export function ConfirmStep({ typed }: { typed: TypedSignUp }) {
  const { client, session } = useGateway()
  const t = useTexts()
  const say = useSay()
  const { mail_as_files: mailAsFiles } = useFeatures()
  const [code, setCode] = useState('')
  const { root_email: email, password } = typed
  const confirm = useMutation({
    mutationFn: async () => {
      await client.POST('/accounts/confirm-email', { body: { code: code.trim(), password } })
      await session.signIn('', signInBody(typed))
    },
  })
  const resend = useMutation({
    mutationFn: () => client.POST('/accounts/resend-confirmation', { body: { email } }),
    onSuccess: () => say(t('confirm.resent')),
  })
  return (
    <PublicCard title={t('confirm.title')} intro={t('confirm.intro', { email })}>
      {mailAsFiles && <Callout>{t('confirm.files')}</Callout>}
      <Form onSubmit={() => confirm.mutate()}>
        <TextField
          label={t('confirm.code')}
          hint={t('confirm.code.hint')}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          mono
          value={code}
          onChange={({ target }) => setCode(target.value)}
        />
        <ProblemNote error={confirm.error ?? resend.error} />
        <Button type="submit" look="primary" wide busy={confirm.isPending}>
          {t('confirm.action')}
        </Button>
        <Button look="quiet" size="small" busy={resend.isPending} onClick={() => resend.mutate()}>
          {t('confirm.resend')}
        </Button>
      </Form>
    </PublicCard>
  )
}
