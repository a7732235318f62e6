import { useState } from 'react'
import { fieldProblems } from '../../api/queries.ts'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { Actions, Form } from '../../parts/form.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useAct } from '../../shell/use-act.ts'
import { useTexts } from '../../texts/use-texts.tsx'

/** Another origin; what one is, the gateway says. */
export function AllowOrigin() {
  const client = useClient()
  const t = useTexts()
  const [origin, setOrigin] = useState('')
  const allow = useAct(() => client.POST('/accounts/embed-origins', { body: { origin: origin.trim() } }), {
    reads: ['embed-origins'],
    say: t('account.embed.allowed'),
    after: () => setOrigin(''),
  })
  return (
    <Form onSubmit={() => origin.trim() !== '' && !allow.isPending && allow.mutate()}>
      <TextField
        label={t('account.embed.origin')}
        hint={t('account.embed.origin.hint')}
        problem={fieldProblems(allow.error).origin}
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={300}
        value={origin}
        onChange={({ target }) => {
          setOrigin(target.value)
          if (allow.isError) allow.reset()
        }}
      />
      <ProblemNote error={allow.problem} fields={['origin']} />
      <Actions>
        <Button type="submit" look="primary" busy={allow.isPending} disabled={origin.trim() === ''}>
          {t('account.embed.allow')}
        </Button>
      </Actions>
    </Form>
  )
}
