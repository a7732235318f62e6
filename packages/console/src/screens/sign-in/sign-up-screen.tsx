import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { fieldProblems } from '../../api/queries.ts'
import { useGateway } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { PasswordField, TextField } from '../../parts/field.tsx'
import { fieldsOf } from '../../parts/fields-of.ts'
import { Form } from '../../parts/form.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useBrandTexts, useFeatures } from '../../session/config.ts'
import { PublicCard } from '../../shell/public-frame.tsx'
import { Text, useTexts } from '../../texts/use-texts.tsx'
import { ConfirmStep } from './confirm-step.tsx'
import { NOTHING_TYPED, signInBody } from './typed-sign-up.ts'

const FIELDS = ['name', 'root_email', 'password'] as const

/** A new account: its name, an address and a password; then the code from the mail. */
export function SignUpScreen() {
  const { client, session } = useGateway()
  const t = useTexts()
  const brandText = useBrandTexts()
  const { sign_up: isOpen } = useFeatures()
  const [typed, setTyped] = useState(NOTHING_TYPED)
  const create = useMutation({
    mutationFn: async () => {
      const { data } = await client.POST('/accounts', { body: typed })
      // A user who has proven their password needs no mail.
      if (data.email_confirmed) await session.signIn('', signInBody(typed))
      return data
    },
  })
  const problems = fieldProblems(create.error)
  const set = fieldsOf(typed, setTyped, problems)
  const have = <Text name="sign-up.have" parts={{ 0: <Link to="/sign-in" /> }} />
  if (!isOpen)
    return (
      <PublicCard title={brandText('sign-up.closed.title')} intro={brandText('sign-up.closed.text')} below={have}>
        {null}
      </PublicCard>
    )
  if (create.data && !create.data.email_confirmed) return <ConfirmStep typed={typed} />
  return (
    <PublicCard title={brandText('sign-up.title')} intro={brandText('sign-up.intro')} below={have}>
      <Form onSubmit={() => create.mutate()}>
        <TextField
          {...set('name')}
          label={t('sign-up.name')}
          hint={t('sign-up.name.hint')}
          autoComplete="organization"
          autoFocus
        />
        <TextField {...set('root_email')} label={t('sign-in.email')} type="email" autoComplete="username" />
        <PasswordField
          {...set('password')}
          label={t('sign-in.password')}
          hint={t('sign-up.password.hint')}
          autoComplete="new-password"
        />
        <ProblemNote error={create.error} fields={FIELDS} />
        <Button type="submit" look="primary" wide busy={create.isPending}>
          {t('sign-up.action')}
        </Button>
      </Form>
    </PublicCard>
  )
}
