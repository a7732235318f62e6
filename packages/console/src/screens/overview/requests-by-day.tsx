import { formatDate, formatNumber } from '../../parts/formats.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './overview.module.css'

/** A bar for each day, oldest first; screen readers get the days as a list. */
export function RequestsByDay({ days }: { days: readonly { date: string; requests: number }[] }) {
  const t = useTexts()
  const most = Math.max(...days.map((day) => day.requests), 0)
  const first = days[0]
  const last = days.at(-1)
  if (most === 0 || !first || !last) return <p>{t('overview.chart.none')}</p>
  return (
    <figure>
      <ol className={styles.bars}>
        {days.map(({ date, requests }) => {
          const label = t('overview.chart.bar', { date: formatDate(date), count: requests })
          return (
            <li
              key={date}
              title={label}
              className={requests === 0 ? `${styles.bar} ${styles.zero}` : styles.bar}
              style={{ height: `${(requests / most) * 100}%` }}
            >
              <span className="visually-hidden">{label}</span>
            </li>
          )
        })}
      </ol>
      <figcaption className={styles.scale}>
        {t('overview.chart.summary', {
          from: formatDate(first.date),
          to: formatDate(last.date),
          most: formatNumber(most),
        })}
      </figcaption>
    </figure>
  )
}
