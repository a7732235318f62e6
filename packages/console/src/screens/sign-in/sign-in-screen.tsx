import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useGateway } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { PasswordField, TextField } from '../../parts/field.tsx'
import { Form } from '../../parts/form.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { PublicCard } from '../../shell/public-frame.tsx'
import { useTexts } from '../../texts/use-texts.tsx'

export function SignInScreen() {
  const { session } = useGateway()
  const t = useTexts()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useMutation({ mutationFn: () => session.signIn('', { email, password }) })
  return (
    <PublicCard title={t('sign-in.title')}>
      <Form onSubmit={() => signIn.mutate()}>
        <TextField
          label={t('sign-in.email')}
          type="email"
          autoComplete="username webauthn"
          value={email}
          onChange={({ target }) => setEmail(target.value)}
        />
        <PasswordField
          label={t('sign-in.password')}
          autoComplete="current-password"
          value={password}
          onChange={({ target }) => setPassword(target.value)}
        />
        <ProblemNote error={signIn.error} />
        <Button type="submit" look="primary" wide busy={signIn.isPending}>
          {t('sign-in.action')}
        </Button>
      </Form>
    </PublicCard>
  )
}
