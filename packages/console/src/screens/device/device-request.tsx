import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { Actions } from '../../parts/form.tsx'
import { Card, Facts } from '../../parts/page.tsx'
import { Time } from '../../parts/time.tsx'
import { useMe } from '../../session/me.ts'
import { Text, useTexts } from '../../texts/use-texts.tsx'
import { CodeProblem } from './code-problem.tsx'
import styles from './device.module.css'

/** What the gateway says of a device that asks (findDeviceSignIn). */
type Found = {
  user_code: string
  client_id: string
  ip: string
  location: string
  nearby: boolean
  agent: string
  platform: string
  requested_on: string
  expires_on: string
}

/** What asks, to be compared and then approved or denied, which weigh the same. */
export function DeviceRequest({
  request,
  onDecided,
  onRestart,
}: {
  request: Found
  onDecided: (decision: 'approved' | 'denied') => void
  onRestart: () => void
}) {
  const client = useClient()
  const t = useTexts()
  const { account, user } = useMe()
  const hasEnded = useHasEnded(request.expires_on)
  const body = { user_code: request.user_code }
  const approve = useMutation({
    mutationFn: () => client.POST('/device/approve', { body }),
    onSuccess: () => onDecided('approved'),
  })
  const deny = useMutation({
    mutationFn: () => client.POST('/device/deny', { body }),
    onSuccess: () => onDecided('denied'),
  })
  const { agent, platform, ip, location } = request
  return (
    <Card>
      <p>
        <Text name="device.asks" values={{ program: request.client_id }} parts={{ 0: <strong /> }} />
      </p>
      <div>
        <p className={styles.compare}>{t('device.compare')}</p>
        <p className={styles.code}>{request.user_code}</p>
      </div>
      <Facts
        of={[
          [t('device.fact.account'), account.display_name ?? account.name],
          [t('device.fact.as'), user],
          [t('device.fact.agent'), t('device.fact.agent-on', { agent, platform })],
          [t('device.fact.place'), t('device.fact.place-at', { ip, location })],
          [t('device.fact.since'), <Time key="since" at={request.requested_on} />],
          [t('device.fact.until'), <Time key="until" at={request.expires_on} />],
        ]}
      />
      {!request.nearby && (
        <Callout tone="warn" title={t('device.far.title')}>
          {t('device.far.text')}
        </Callout>
      )}
      <p>{t('device.warning')}</p>
      {hasEnded && (
        <Callout tone="bad" live>
          {t('device.expired')}
        </Callout>
      )}
      <CodeProblem error={approve.error ?? deny.error} />
      <Actions>
        <Button busy={deny.isPending} disabled={approve.isPending || hasEnded} onClick={() => deny.mutate()}>
          {t('device.deny')}
        </Button>
        <Button busy={approve.isPending} disabled={deny.isPending || hasEnded} onClick={() => approve.mutate()}>
          {t('device.approve')}
        </Button>
        <Button look="quiet" onClick={onRestart}>
          {t('device.another')}
        </Button>
      </Actions>
    </Card>
  )
}

function useHasEnded(at: string): boolean {
  const [hasEnded, setHasEnded] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setHasEnded(true), Math.max(0, Date.parse(at) - Date.now()))
    return () => clearTimeout(timer)
  }, [at])
  return hasEnded
}
