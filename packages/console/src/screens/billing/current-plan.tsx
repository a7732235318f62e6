import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useGateway } from '../../gateway-context.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { formatDate, formatNumber } from '../../parts/formats.ts'
import { Card, Facts } from '../../parts/page.tsx'
import { useSay } from '../../parts/toast.tsx'
import { useMe } from '../../session/me.ts'
import type { TextName } from '../../texts/texts.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { type Current, limitsOf, type Plan } from './catalogue.ts'

const states = ['active', 'trialing', 'past_due', 'unpaid', 'incomplete', 'paused', 'canceled'] as const
const isGood = (status: string) => status === 'active' || status === 'trialing'
const inIso = (seconds: number) => new Date(seconds * 1000).toISOString()

/** The plan and the addons that the account has, until when, and what of their limits is used. */
export function CurrentPlan({ current, plans }: { current: Current | null; plans: readonly Plan[] }) {
  const { client, queries } = useGateway()
  const t = useTexts()
  const say = useSay()
  const { account } = useMe()
  const [cancelling, setCancelling] = useState(false)
  const { data: overview } = useQuery({
    queryKey: ['overview'],
    queryFn: async ({ signal }) => (await client.GET('/accounts/overview', { signal })).data,
  })
  const cancel = useMutation({
    mutationFn: () => client.DELETE('/accounts/payment/subscription'),
    onSuccess: async () => {
      setCancelling(false)
      say(t('billing.cancel.done'))
      await queries.invalidateQueries({ queryKey: ['billing'] })
    },
  })
  if (!current) return <Card title={t('billing.plan.title')} description={t('billing.plan.none')} />
  const { subscription, items } = current
  const named = (productId: string) => plans.find(({ product }) => product.id === productId)?.product.name
  const planItem = items.find(({ price }) => named(price.product) !== undefined)
  const addons = items.filter((item) => item !== planItem)
  const most = planItem ? limitsOf(planItem.price).keys : undefined
  const keys = overview?.scope === 'account' ? overview.keys.live : undefined
  const status = states.find((known) => known === subscription.status)
  const state: TextName | undefined = subscription.cancel_at_period_end
    ? 'billing.state.ending'
    : status && `billing.state.${status}`
  const end = subscription.items.data[0]?.current_period_end
  const ends = subscription.cancel_at_period_end || subscription.cancel_at !== null
  return (
    <Card
      title={t('billing.plan.title')}
      actions={
        !ends && (
          <Button size="small" onClick={() => setCancelling(true)}>
            {t('billing.cancel')}
          </Button>
        )
      }
    >
      <Facts
        of={[
          [t('billing.fact.plan'), (planItem && named(planItem.price.product)) ?? account.subscription_plan ?? ''],
          addons.length > 0 && [
            t('billing.fact.addons'),
            addons
              .map(({ price, quantity }) => t('billing.fact.addon', { name: price.nickname ?? price.id, quantity }))
              .join(', '),
          ],
          state && [
            t('billing.fact.state'),
            <Badge key="state" tone={ends ? 'warn' : isGood(subscription.status) ? 'good' : 'bad'}>
              {t(state)}
            </Badge>,
          ],
          end !== undefined && [
            t(ends ? 'billing.fact.ends' : 'billing.fact.next'),
            formatDate(inIso(subscription.cancel_at ?? end)),
          ],
          most !== undefined &&
            keys !== undefined && [
              t('billing.fact.keys'),
              t('billing.fact.keys-of', { count: formatNumber(keys), most: formatNumber(most) }),
            ],
        ]}
      />
      <ConfirmDialog
        open={cancelling}
        onClose={() => setCancelling(false)}
        title={t('billing.cancel.title')}
        action={t('billing.cancel')}
        busy={cancel.isPending}
        error={cancel.error}
        onConfirm={() => cancel.mutate()}
      >
        <p>{t('billing.cancel.text')}</p>
      </ConfirmDialog>
    </Card>
  )
}
