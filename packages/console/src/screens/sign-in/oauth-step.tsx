import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { Form } from '../../parts/form.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { keepWay } from '../../session/way.ts'
import { PublicCard } from '../../shell/public-frame.tsx'
import { useTexts } from '../../texts/use-texts.tsx'

/** Single sign-on begins with the name of the account, and goes on at the provider. */
export function OAuthStep({ to, onBack }: { to: string | undefined; onBack: () => void }) {
  const client = useClient()
  const t = useTexts()
  const [account, setAccount] = useState('')
  const begin = useMutation({
    mutationFn: () =>
      client.GET('/accounts/oauth/login', {
        params: { query: { account }, header: { referer: location.origin } },
      }),
    onSuccess: ({ data }) => {
      keepWay(to)
      location.assign(data.oauth_url)
    },
  })
  return (
    <PublicCard title={t('sign-in.oauth.title')} intro={t('sign-in.oauth.intro')}>
      <Form onSubmit={() => begin.mutate()}>
        <TextField
          label={t('sign-in.oauth.account')}
          autoComplete="organization"
          autoFocus
          value={account}
          onChange={({ target }) => setAccount(target.value)}
        />
        <ProblemNote error={begin.error} />
        <Button type="submit" look="primary" wide busy={begin.isPending || begin.isSuccess}>
          {t('sign-in.oauth.action')}
        </Button>
        <Button look="quiet" size="small" onClick={onBack}>
          {t('sign-in.other-way')}
        </Button>
      </Form>
    </PublicCard>
  )
}
