import type { OperatorHealth } from '@quiva/client'
import { useQuery } from '@tanstack/react-query'
import { useClient } from '../../gateway-context.tsx'
import { Callout } from '../../parts/callout.tsx'
import { formatNumber } from '../../parts/formats.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Facts } from '../../parts/page.tsx'
import { Time } from '../../parts/time.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './operator.module.css'
import { OperatorPage } from './operator-page.tsx'

const EVERY_MS = 10_000
const LITTLE_DISK = 0.1

export function HealthScreen() {
  const client = useClient()
  const t = useTexts()
  const query = useQuery({
    queryKey: ['operator', 'health'],
    queryFn: async ({ signal }): Promise<OperatorHealth> => (await client.GET('/operator/health', { signal })).data,
    // A refusal stays one until something is done about it.
    refetchInterval: ({ state }) => (state.error ? false : EVERY_MS),
  })
  return (
    <OperatorPage description={t('operator.health.intro')} error={query.error}>
      <Loaded query={query} lines={10}>
        {(health) => (
          <>
            <Attention health={health} />
            <Depends health={health} />
            <Work health={health} />
            <ThisGateway health={health} />
          </>
        )}
      </Loaded>
    </OperatorPage>
  )
}

const busTexts = {
  connected: 'operator.health.bus.connected',
  connecting: 'operator.health.bus.connecting',
  closed: 'operator.health.bus.closed',
  'not configured': 'operator.health.bus.none',
} as const

function Attention({ health: { outbox, disk, message_bus: bus } }: { health: OperatorHealth }) {
  const t = useTexts()
  const free = disk ? disk.free_bytes / disk.total_bytes : 1
  const lines = [
    outbox.failed > 0 && t('operator.health.failed', { count: outbox.failed }),
    (bus === 'closed' || bus === 'connecting') && t('operator.health.bus', { state: t(busTexts[bus]) }),
    free < LITTLE_DISK && t('operator.health.disk', { percent: percent.format(free) }),
  ].filter((line) => line !== false)
  if (lines.length === 0) return <Callout tone="good" title={t('operator.health.well')} />
  return (
    <Callout tone="warn" title={t('operator.health.attention')}>
      <ul className={styles.list}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Callout>
  )
}

function Depends({ health }: { health: OperatorHealth }) {
  const t = useTexts()
  const { database, disk, mail, images, message_bus: bus } = health
  return (
    <Card title={t('operator.health.depends')}>
      <Facts
        of={[
          [
            t('operator.health.database'),
            t('operator.health.database.value', {
              engine: database.engine === 'sqlite' ? 'SQLite' : 'PostgreSQL',
              ms: formatNumber(database.took_ms),
            }),
          ],
          [
            t('operator.health.migrations'),
            t('operator.health.migrations.value', {
              count: database.migrations.applied,
              newest: database.migrations.newest,
            }),
          ],
          [t('operator.health.message-bus'), t(busTexts[bus])],
          [t('operator.health.mail'), `${t(`operator.health.mail.${mail.way}`)}: ${t('operator.health.counts', mail)}`],
          [t('operator.health.images'), t(`operator.health.images.${images}`)],
          [
            t('operator.health.disk.name'),
            disk
              ? t('operator.health.disk.value', { free: bytes(disk.free_bytes), total: bytes(disk.total_bytes) })
              : t('operator.health.disk.unknown'),
          ],
        ]}
      />
    </Card>
  )
}

function Work({ health: { outbox, accounts } }: { health: OperatorHealth }) {
  const t = useTexts()
  return (
    <Card title={t('operator.health.work')}>
      <Facts
        of={[
          [t('operator.health.outbox'), t('operator.health.counts', outbox)],
          [t('operator.health.accounts'), t('operator.health.accounts.value', accounts)],
        ]}
      />
    </Card>
  )
}

function ThisGateway({ health: { gateway, gateways } }: { health: OperatorHealth }) {
  const t = useTexts()
  const startedAt = new Date(Date.now() - gateway.uptime_seconds * 1000).toISOString()
  return (
    <Card title={t('operator.health.gateway')}>
      <Facts
        of={[
          [t('operator.health.version'), gateway.version],
          [t('operator.health.node'), gateway.node],
          [t('operator.health.uptime'), <Time key="uptime" at={startedAt} />],
          [t('operator.health.memory'), bytes(gateway.memory_bytes)],
          [t('operator.health.cached'), formatNumber(gateway.cached_credentials)],
          [t('operator.health.gateways'), formatNumber(gateways.heard)],
        ]}
      />
    </Card>
  )
}

const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 })
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** 112 MB, in the reader's language. */
function bytes(count: number): string {
  const at = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3))
  const unit = UNITS[at] ?? 'byte'
  return new Intl.NumberFormat(undefined, { style: 'unit', unit, maximumFractionDigits: 1 }).format(count / 1000 ** at)
}
