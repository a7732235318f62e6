import type { OperatorMetrics } from '@quiva/client'
import { formatNumber, formatTime } from '../../parts/formats.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './operator.module.css'

/** The newest step first. */
export function MetricsTable({ of: { points } }: { of: OperatorMetrics }) {
  const t = useTexts()
  const titles = [
    t('operator.metrics.begins'),
    t('operator.metrics.requests'),
    t('operator.metrics.client-errors'),
    t('operator.metrics.server-errors'),
    t('operator.metrics.p99'),
    t('operator.metrics.sign-ins'),
    t('operator.metrics.issued-keys'),
    t('operator.metrics.outbox-waiting'),
    t('operator.metrics.outbox-failed'),
  ]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who scrolls by keyboard needs to reach it
    <section className={styles.wide} aria-label={t('operator.metrics.table')} tabIndex={0}>
      <table>
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
          {points.toReversed().map((point) => (
            <tr key={point.at}>
              <th scope="row">{formatTime(point.at)}</th>
              <td>{formatNumber(point.requests)}</td>
              <td>{formatNumber(point.client_errors)}</td>
              <td>{formatNumber(point.server_errors)}</td>
              <td>{point.p99_ms === null ? '–' : formatNumber(Math.round(point.p99_ms * 10) / 10)}</td>
              <td>{formatNumber(point.sign_ins)}</td>
              <td>{formatNumber(point.issued_keys)}</td>
              <td>{formatNumber(point.outbox_waiting)}</td>
              <td>{formatNumber(point.outbox_failed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
