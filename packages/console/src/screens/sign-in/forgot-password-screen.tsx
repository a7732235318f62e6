import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { TextField } from '../../parts/field.tsx'
import { Form } from '../../parts/form.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useFeatures } from '../../session/config.ts'
import { PublicCard } from '../../shell/public-frame.tsx'
import { useTexts } from '../../texts/use-texts.tsx'

export function ForgotPasswordScreen() {
  const client = useClient()
  const t = useTexts()
  const { mail_as_files: mailAsFiles } = useFeatures()
  const [email, setEmail] = useState('')
  const ask = useMutation({ mutationFn: () => client.POST('/accounts/request-reset-password', { body: { email } }) })
  const back = <Link to="/sign-in">{t('forgot.back')}</Link>
  if (ask.isSuccess)
    return (
      <PublicCard title={t('forgot.sent.title')} intro={t('forgot.sent.text', { email })} below={back}>
        {mailAsFiles && <Callout>{t('confirm.files')}</Callout>}
      </PublicCard>
    )
  return (
    <PublicCard title={t('forgot.title')} intro={t('forgot.intro')} below={back}>
      <Form onSubmit={() => ask.mutate()}>
        <TextField
          label={t('sign-in.email')}
          type="email"
          autoComplete="username"
          autoFocus
          value={email}
          onChange={({ target }) => setEmail(target.value)}
        />
        <ProblemNote error={ask.error} />
        <Button type="submit" look="primary" wide busy={ask.isPending}>
          {t('forgot.action')}
        </Button>
      </Form>
    </PublicCard>
  )
}
