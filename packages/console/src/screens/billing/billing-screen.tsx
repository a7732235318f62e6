import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ExternalLink } from 'lucide-react'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { formatDate } from '../../parts/formats.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Page } from '../../parts/page.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useMe } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { currentQuery, plansQuery } from './catalogue.ts'
import { CurrentPlan } from './current-plan.tsx'
import { Plans } from './plans.tsx'

const route = getRouteApi('/app/billing')

export function BillingScreen() {
  const client = useClient()
  const t = useTexts()
  const { account } = useMe()
  const { checkout } = route.useSearch()
  const current = useQuery(currentQuery(client))
  const plans = useQuery(plansQuery(client))
  const portal = useMutation({
    mutationFn: async () => (await client.GET('/accounts/payment/dashboard-url')).data,
    onSuccess: (address) => location.assign(address),
  })
  const openPortal = () => portal.mutate()
  const due = account.payment_due_by
  return (
    <Page
      title={t('billing.title')}
      description={t('billing.intro')}
      actions={
        current.data && (
          <Button busy={portal.isPending || portal.isSuccess} onClick={openPortal}>
            {t('billing.portal')}
            <ExternalLink aria-hidden="true" />
          </Button>
        )
      }
    >
      {checkout && (
        <Callout tone={checkout === 'success' ? 'good' : 'info'}>{t(`billing.returned.${checkout}`)}</Callout>
      )}
      {due && (
        <Callout tone="bad" title={t('billing.late.title')}>
          {t('billing.late.text', { date: formatDate(due) })}{' '}
          <Button size="small" onClick={openPortal}>
            {t('billing.late.action')}
          </Button>
        </Callout>
      )}
      <ProblemNote error={portal.error} />
      <Loaded query={current} lines={4}>
        {(has) => (
          <>
            <CurrentPlan current={has} plans={plans.data ?? []} />
            <Loaded query={plans}>{(onSale) => <Plans plans={onSale} current={has} />}</Loaded>
          </>
        )}
      </Loaded>
    </Page>
  )
}
