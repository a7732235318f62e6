import { useQuery } from '@tanstack/react-query'
import { useClient } from '../../gateway-context.tsx'
import { formatNumber } from '../../parts/formats.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { useMe } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { Attention } from './attention.tsx'
import { FirstSteps } from './first-steps.tsx'
import styles from './overview.module.css'
import { RequestsByDay } from './requests-by-day.tsx'

export function OverviewScreen() {
  const client = useClient()
  const t = useTexts()
  const { account } = useMe()
  const query = useQuery({
    queryKey: ['overview'],
    queryFn: async ({ signal }) => (await client.GET('/accounts/overview', { signal })).data,
  })
  return (
    <Page title={t('overview.title')} description={account.display_name ?? account.name}>
      <Loaded query={query} lines={8}>
        {({ scope, keys, members, requests, attention }) => (
          <>
            {keys.live === 0 && <FirstSteps />}
            <div className={styles.figures}>
              <Figure
                name={t(scope === 'account' ? 'overview.keys' : 'overview.keys.own')}
                value={keys.live}
                under={t('overview.keys.under', {
                  total: keys.live,
                  active: formatNumber(keys.active),
                  unused: formatNumber(keys.unused),
                })}
              />
              <Figure name={t('overview.requests')} value={requests.total} under={t('overview.requests.under')} />
              {members && (
                <Figure
                  name={t('overview.members')}
                  value={members.active + members.suspended}
                  under={t('overview.members.under', { pending: members.pending })}
                />
              )}
            </div>
            <Attention items={attention} />
            {keys.live > 0 && (
              <Card title={t('overview.chart.title')}>
                <RequestsByDay days={requests.days} />
              </Card>
            )}
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Figure({ name, value, under }: { name: string; value: number; under: string }) {
  return (
    <section className={styles.figure}>
      <h2>{name}</h2>
      <div className={styles.value}>{formatNumber(value)}</div>
      <div className={styles.under}>{under}</div>
    </section>
  )
}
