import type { OperatorMetrics } from '@quiva/client'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ChartLine } from 'lucide-react'
import { lazy, Suspense, useMemo } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { formatNumber } from '../../parts/formats.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Segments } from '../../parts/segments.tsx'
import { Empty, Skeleton } from '../../parts/states.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { formatLocale } from '../../texts/texts.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { everyStep } from './metric-steps.ts'
import { WINDOWS } from './metrics-search.ts'
import { MetricsTable } from './metrics-table.tsx'
import styles from './operator.module.css'
import { OperatorPage } from './operator-page.tsx'

const SeriesChart = lazy(async () => ({ default: (await import('./series-chart.tsx')).SeriesChart }))

const route = getRouteApi('/app/operator/metrics')
const EVERY_MS = 60_000

type Point = OperatorMetrics['points'][number]
type Line = { name: keyof typeof lineTexts; colour: 'accent' | 'warn' | 'bad' }

const lineTexts = {
  requests: 'operator.metrics.requests',
  client_errors: 'operator.metrics.client-errors',
  server_errors: 'operator.metrics.server-errors',
  p99_ms: 'operator.metrics.p99',
  sign_ins: 'operator.metrics.sign-ins',
  issued_keys: 'operator.metrics.issued-keys',
  outbox_waiting: 'operator.metrics.outbox-waiting',
  outbox_failed: 'operator.metrics.outbox-failed',
} as const

const charts = [
  {
    title: 'operator.metrics.answers',
    lines: [
      { name: 'requests', colour: 'accent' },
      { name: 'client_errors', colour: 'warn' },
      { name: 'server_errors', colour: 'bad' },
    ],
  },
  { title: 'operator.metrics.duration', lines: [{ name: 'p99_ms', colour: 'accent' }] },
  {
    title: 'operator.metrics.people',
    lines: [
      { name: 'sign_ins', colour: 'accent' },
      { name: 'issued_keys', colour: 'warn' },
    ],
  },
  {
    title: 'operator.metrics.outbox',
    lines: [
      { name: 'outbox_waiting', colour: 'accent' },
      { name: 'outbox_failed', colour: 'bad' },
    ],
  },
] as const satisfies readonly { title: string; lines: readonly Line[] }[]

/** What all gateways did in the last hour, day or 30 days: as charts, and as a table with the same numbers. */
export function MetricsScreen() {
  const client = useClient()
  const t = useTexts()
  const navigate = route.useNavigate()
  const { window = 'day' } = route.useSearch()
  const query = useQuery({
    queryKey: ['operator', 'metrics', window],
    queryFn: async ({ signal }): Promise<OperatorMetrics> =>
      (await client.GET('/operator/metrics', { params: { query: { window } }, signal })).data,
    refetchInterval: ({ state }) => (state.error ? false : EVERY_MS),
  })
  return (
    <OperatorPage description={t('operator.metrics.intro')} error={query.error}>
      <Segments
        label={t('operator.metrics.window')}
        value={window}
        choices={WINDOWS.map((value) => ({ value, label: t(`operator.metrics.${value}`) }))}
        onChange={(next) => void navigate({ search: { window: next }, replace: true })}
      />
      <Loaded query={query} lines={10}>
        {(metrics) =>
          metrics.points.length === 0 ? (
            <Empty icon={<ChartLine aria-hidden="true" />} title={t('operator.metrics.none')}>
              {t('operator.metrics.none.text')}
            </Empty>
          ) : (
            <Tabs
              label={t('operator.metrics.views')}
              tabs={[
                { value: 'charts', label: t('operator.metrics.charts'), content: <Charts of={metrics} /> },
                { value: 'table', label: t('operator.metrics.table'), content: <MetricsTable of={metrics} /> },
              ]}
            />
          )
        }
      </Loaded>
    </OperatorPage>
  )
}

function Charts({ of: metrics }: { of: OperatorMetrics }) {
  const t = useTexts()
  const { times, steps } = useMemo(() => everyStep(metrics), [metrics])
  return (
    <div className={styles.charts}>
      {charts.map(({ title, lines }) => (
        <Card key={title} title={t(title)}>
          <Lines times={times} steps={steps} total={metrics.total} lines={lines} title={t(title)} />
        </Card>
      ))}
    </div>
  )
}

function Lines({
  times,
  steps,
  total,
  lines,
  title,
}: {
  times: readonly number[]
  steps: readonly (Point | undefined)[]
  total: OperatorMetrics['total']
  lines: readonly Line[]
  title: string
}) {
  const t = useTexts()
  const series = useMemo(
    () => lines.map(({ name, colour }) => ({ colour, values: steps.map((step) => step?.[name] ?? null) })),
    [lines, steps],
  )
  const named = lines.map(({ name, colour }) => ({ name, colour, value: wholeOf(name, total, steps) }))
  return (
    <>
      <ul className={styles.legend}>
        {named.map(({ name, colour, value }) => (
          <li key={name}>
            <span className={styles[colour]} aria-hidden="true" />
            {t(lineTexts[name])}
            <strong>{value}</strong>
          </li>
        ))}
      </ul>
      <Suspense fallback={<Skeleton lines={4} />}>
        <SeriesChart times={times} series={series} label={t('operator.metrics.chart', { title })} />
      </Suspense>
    </>
  )
}

/** Of the whole window: the sum, or the most where a sum says nothing. */
function wholeOf(name: Line['name'], total: OperatorMetrics['total'], steps: readonly (Point | undefined)[]): string {
  if (name === 'p99_ms') return total.p99_ms === null ? '–' : milliseconds.format(total.p99_ms)
  if (name === 'outbox_waiting' || name === 'outbox_failed')
    return formatNumber(Math.max(...steps.map((step) => step?.[name] ?? 0)))
  return formatNumber(total[name])
}

const milliseconds = new Intl.NumberFormat(formatLocale, {
  style: 'unit',
  unit: 'millisecond',
  maximumFractionDigits: 1,
})
