import { useMutation } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Button, ButtonLink } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { Actions, Form } from '../../parts/form.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import { CodeProblem } from './code-problem.tsx'
import { DeviceRequest } from './device-request.tsx'

const route = getRouteApi('/app/device')

/** For `quiva login` and other programs without a browser (RFC 8628). Nothing is approved by opening the page. */
export function DeviceScreen() {
  const client = useClient()
  const t = useTexts()
  const navigate = route.useNavigate()
  const { user_code: given } = route.useSearch()
  const [typed, setTyped] = useState(given ?? '')
  const [decision, setDecision] = useState<'approved' | 'denied'>()
  const find = useMutation({
    mutationFn: async (code: string) => (await client.POST('/device/find', { body: { user_code: code } })).data,
  })
  const asked = useRef(false)
  // A code in the address is looked up once, and leaves the address: it is of no use to whoever reads it later.
  useEffect(() => {
    if (given === undefined || asked.current) return
    asked.current = true
    find.mutate(given)
    void navigate({ search: {}, replace: true })
  }, [given, find.mutate, navigate])

  function restart(): void {
    setTyped('')
    setDecision(undefined)
    find.reset()
  }
  if (decision)
    return (
      <Page narrow title={t(`device.${decision}.title`)} description={t(`device.${decision}.text`)}>
        <Actions>
          {decision === 'approved' && <ButtonLink to="/you">{t('device.approved.sessions')}</ButtonLink>}
          <Button onClick={restart}>{t('device.another')}</Button>
        </Actions>
      </Page>
    )
  if (find.data)
    return (
      <Page narrow title={t('device.title')}>
        <DeviceRequest request={find.data} onDecided={setDecision} onRestart={restart} />
      </Page>
    )
  return (
    <Page narrow title={t('device.title')} description={t('device.enter.intro')}>
      <Card>
        <Form onSubmit={() => find.mutate(typed)}>
          <TextField
            label={t('device.code')}
            hint={t('device.code.hint')}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            autoFocus
            mono
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
          <CodeProblem error={find.error} />
          <Actions>
            <Button type="submit" look="primary" busy={find.isPending}>
              {t('device.find')}
            </Button>
          </Actions>
        </Form>
      </Card>
    </Page>
  )
}
