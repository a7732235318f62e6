import type { AccountOverview } from '@quiva/client'
import { CircleCheck, TriangleAlert } from 'lucide-react'
import { ButtonLink } from '../../parts/button.tsx'
import { formatDate } from '../../parts/formats.ts'
import { Card } from '../../parts/page.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './overview.module.css'

type Item = AccountOverview['attention'][number]

/** Where each kind of trouble is mended. */
const places: Record<Item['kind'], string> = {
  keys_expiring: '/keys?state=expiring',
  keys_silent: '/keys?state=silent',
  keys_unused: '/keys?state=unused',
  second_factor_missing: '/you',
  bus_unreachable: '/bus',
  payment_overdue: '/billing',
  webhooks_failing: '/webhooks',
}

/** What may become a problem, the most urgent first, each with the way to mend it. */
export function Attention({ items }: { items: readonly Item[] }) {
  const t = useTexts()
  if (items.length === 0)
    return (
      <div className={styles.fine}>
        <CircleCheck aria-hidden="true" />
        {t('overview.attention.none')}
      </div>
    )
  return (
    <Card title={t('overview.attention.title')} flush>
      <ul className={styles.items}>
        {items.map(({ kind, count, examples }) => (
          <li key={kind} className={styles.item}>
            <TriangleAlert aria-hidden="true" />
            <div>
              <div className={styles.itemTitle}>{t(`overview.attention.${kind}`, { count })}</div>
              {examples.length > 0 && (
                <div className={styles.names}>
                  {examples.map(({ name, on }) => (on ? `${name}, ${formatDate(on)}` : name)).join(' · ')}
                  {count > examples.length && ` ${t('overview.attention.more', { count: count - examples.length })}`}
                </div>
              )}
            </div>
            <ButtonLink size="small" href={`/console${places[kind]}`} to={places[kind] as '/'}>
              {t(`overview.attention.do.${kind}`)}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </Card>
  )
}
