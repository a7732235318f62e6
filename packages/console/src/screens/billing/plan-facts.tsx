import type { Price } from '@quiva/client'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatNumber } from '../../parts/formats.ts'
import { text } from '../../texts/texts.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './billing.module.css'
import { isFree, limitsOf, type Plan } from './catalogue.ts'

/** A plan with its price and what it brings. */
export function PlanFacts({ plan, mark }: { plan: Plan; mark?: ReactNode }) {
  const t = useTexts()
  const { product, price } = plan
  const { keys, rate } = limitsOf(price)
  const brings = [
    ...product.marketing_features.flatMap(({ name }) => (name ? [name] : [])),
    ...(keys === undefined ? [] : [t('billing.limit.keys', { count: keys })]),
    ...(rate ? [t('billing.limit.rate', { requests: formatNumber(rate.requests), seconds: rate.seconds })] : []),
  ]
  return (
    <div className={styles.facts}>
      <div className={styles.name}>
        <h3>{product.name}</h3>
        {mark}
      </div>
      <p className={styles.price}>{isFree(plan) ? t('billing.price.free') : priceOf(price)}</p>
      {product.description && <p className={styles.description}>{product.description}</p>}
      {brings.length > 0 && (
        <ul className={styles.brings}>
          {brings.map((each) => (
            <li key={each}>
              <Check aria-hidden="true" />
              {each}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function priceOf({ amount, currency, interval, interval_count: count }: Price): string {
  const money = new Intl.NumberFormat(undefined, { style: 'currency', currency: currency.toUpperCase() }).format(amount)
  return count === 1
    ? text('billing.price', { amount: money, interval })
    : text('billing.price.each', { amount: money, interval, count })
}
