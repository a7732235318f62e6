import type { ApiKeyUsage } from '@quiva/client'
import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { formatDay, formatNumber } from '../../parts/formats.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Skeleton } from '../../parts/states.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { Time } from '../../parts/time.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import { type ListedKey, usageQuery } from './key-queries.ts'
import styles from './keys.module.css'
import { eachDay, networksOf } from './usage-days.ts'

const UsageChart = lazy(async () => ({ default: (await import('./usage-chart.tsx')).UsageChart }))

const KEPT_DAYS = 90
const SHOWN_DAYS = 30
const MOST_ROWS = 10

/** How often and from where a key was used: as a chart, and as tables with the same numbers. */
export function KeyUsage({ of: key }: { of: ListedKey }) {
  const t = useTexts()
  const usage = useQuery(usageQuery(useClient(), key.id))
  return (
    <Card title={t('keys.usage.title')}>
      <Loaded query={usage} lines={5}>
        {(data) =>
          data.days.length === 0 ? (
            <p className={styles.quiet}>{t('keys.usage.none', { days: KEPT_DAYS })}</p>
          ) : (
            <Tabs
              label={t('keys.usage.views')}
              tabs={[
                { value: 'chart', label: t('keys.usage.chart'), content: <Chart of={data} /> },
                { value: 'days', label: t('keys.usage.table'), content: <Days of={data} /> },
                { value: 'networks', label: t('keys.usage.networks'), content: <Networks of={data} /> },
              ]}
            />
          )
        }
      </Loaded>
    </Card>
  )
}

function Chart({ of: usage }: { of: ApiKeyUsage }) {
  const t = useTexts()
  const days = eachDay(usage, SHOWN_DAYS)
  const total = days.reduce((sum, { uses }) => sum + uses, 0)
  const most = days.reduce((best, day) => (day.uses > best.uses ? day : best))
  return (
    <>
      <p className={styles.quiet}>{t('keys.usage.total', { total, days: SHOWN_DAYS })}</p>
      <Suspense fallback={<Skeleton lines={4} />}>
        <UsageChart
          days={days}
          label={t('keys.usage.summary', {
            total,
            days: SHOWN_DAYS,
            date: formatDay(most.date),
            most: formatNumber(most.uses),
          })}
        />
      </Suspense>
    </>
  )
}

function Days({ of: { days } }: { of: ApiKeyUsage }) {
  const t = useTexts()
  return (
    <Numbers
      titles={[t('keys.usage.day'), t('keys.usage.uses'), t('keys.usage.last')]}
      rows={days.map((day) => ({
        id: day.date,
        cells: [formatDay(day.date), formatNumber(day.uses), <Time key="last" at={day.last_used_on} />],
      }))}
    />
  )
}

function Networks({ of: usage }: { of: ApiKeyUsage }) {
  const t = useTexts()
  const networks = networksOf(usage)
  if (networks.length === 0) return <p className={styles.quiet}>{t('keys.usage.networks.none')}</p>
  return (
    <Numbers
      titles={[t('keys.usage.network'), t('keys.usage.uses'), t('keys.usage.last')]}
      rows={networks.map(({ network, uses, last_used_on: last }) => ({
        id: network,
        cells: [
          <span key="network" className={styles.mono}>
            {network}
          </span>,
          formatNumber(uses),
          <Time key="last" at={last} />,
        ],
      }))}
    />
  )
}

function Numbers({
  titles,
  rows,
}: {
  titles: readonly [string, string, string]
  rows: readonly { id: string; cells: readonly [ReactNode, string, ReactNode] }[]
}) {
  const t = useTexts()
  const [all, setAll] = useState(false)
  return (
    <>
      <table className={styles.numbers}>
        <thead>
          <tr>
            {titles.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(all ? rows : rows.slice(0, MOST_ROWS)).map(({ id, cells: [name, uses, last] }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              <td>{uses}</td>
              <td>{last}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {!all && rows.length > MOST_ROWS && (
        <div>
          <Button size="small" onClick={() => setAll(true)}>
            {t('keys.usage.more')}
          </Button>
        </div>
      )}
    </>
  )
}
