import { QuivaError } from '@quiva/client'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useGateway } from '../../gateway-context.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { Card } from '../../parts/page.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useSay } from '../../parts/toast.tsx'
import { Text, useTexts } from '../../texts/use-texts.tsx'
import styles from './billing.module.css'
import { type Current, isFree, type Plan } from './catalogue.ts'
import { PlanFacts } from './plan-facts.tsx'

/** What can be chosen. Who pays already changes the plan here; everybody else goes to Stripe's checkout. */
export function Plans({ plans, current }: { plans: readonly Plan[]; current: Current | null }) {
  const { client, queries } = useGateway()
  const t = useTexts()
  const say = useSay()
  const [changing, setChanging] = useState<Plan>()
  const prices = new Set(plans.map(({ price }) => price.id))
  const own = current?.items.find(({ price }) => prices.has(price.id))
  const pays = own !== undefined && own.price.amount > 0
  /** A subscription keeps its currency, and ends before the free plan begins. */
  const canChoose = (plan: Plan) =>
    plan.price.id !== own?.price.id && !(pays && (isFree(plan) || plan.price.currency !== own.price.currency))
  const read = () => queries.invalidateQueries({ queryKey: ['billing'] })
  const choose = useMutation({
    mutationFn: async (plan: Plan) => {
      if (isFree(plan)) {
        await client.POST('/accounts/payment/free-subscription')
        return undefined
      }
      return (await client.POST('/accounts/payment/checkout-url', { body: { base_subscription: plan.price.id } })).data
    },
    onSuccess: async (checkout, plan) => {
      if (checkout !== undefined) return location.assign(checkout)
      say(t('billing.free.done', { name: plan.product.name }))
      await read()
    },
  })
  const change = useMutation({
    mutationFn: ({ price }: Plan) =>
      client.PATCH('/accounts/payment/subscription', {
        body: { items: [{ id: own?.id ?? '', price: price.id, quantity: 1 }] },
      }),
    onSuccess: async () => {
      setChanging(undefined)
      say(t('billing.changed'))
      await read()
    },
  })
  const confirmation = change.error instanceof QuivaError ? change.error.confirmationUrl : undefined
  return (
    <Card title={t('billing.plans.title')} {...(plans.length === 0 && { description: t('billing.plans.none') })}>
      <ProblemNote error={choose.error} />
      <ul className={styles.plans}>
        {plans.map((plan) => {
          const { product, price } = plan
          const isOwn = price.id === own?.price.id
          return (
            <li key={price.id} className={isOwn ? `${styles.plan} ${styles.own}` : styles.plan}>
              <PlanFacts plan={plan} mark={isOwn && <Badge tone="info">{t('billing.plan.current')}</Badge>} />
              {canChoose(plan) && (
                <Button
                  wide
                  disabled={choose.isPending}
                  onClick={() => (pays ? setChanging(plan) : choose.mutate(plan))}
                >
                  {t(pays ? 'billing.change' : 'billing.choose', { name: product.name })}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {changing && (
        <ConfirmDialog
          open
          danger={false}
          onClose={() => {
            change.reset()
            setChanging(undefined)
          }}
          title={t('billing.change.title', { name: changing.product.name })}
          action={t('billing.change.action')}
          busy={change.isPending}
          error={confirmation ? null : change.error}
          onConfirm={() => change.mutate(changing)}
        >
          <PlanFacts plan={changing} />
          <p>{t('billing.change.text')}</p>
          <p>{t('billing.change.limits')}</p>
          {confirmation && (
            <Callout tone="warn" live>
              {/* biome-ignore lint/a11y/useAnchorContent: <Text> gives it its words */}
              <Text name="billing.confirm" parts={{ 0: <a href={confirmation} /> }} />
            </Callout>
          )}
        </ConfirmDialog>
      )}
    </Card>
  )
}
