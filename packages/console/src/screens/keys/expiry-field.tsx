import { TextField } from '../../parts/field.tsx'
import { formatDate } from '../../parts/formats.ts'
import { Segments } from '../../parts/segments.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import { dateIn, daysOf, type ExpiryDraft, endOf, expiries } from './expiry.ts'

const LONGEST_DAYS = 365

/** How long a key lives: a few lengths, the shortest first, or a date of one's own. */
export function ExpiryField({
  label,
  hint,
  draft,
  problem,
  onChange,
}: {
  label: string
  hint?: string
  draft: ExpiryDraft
  problem: string | undefined
  onChange: (draft: ExpiryDraft) => void
}) {
  const t = useTexts()
  const days = daysOf(draft)
  const lengthOf = (choice: string) => {
    if (choice === 'own') return t('keys.issue.expiry.own')
    return choice === '365' ? t('keys.issue.expiry.year') : t('keys.issue.expiry.days', { days: Number(choice) })
  }
  return (
    <>
      <Segments
        label={label}
        hint={days > 0 ? `${t('keys.issue.expiry.on', { date: formatDate(endOf(days)) })} ${hint ?? ''}` : hint}
        problem={draft.choice === 'own' ? undefined : problem}
        value={draft.choice}
        choices={expiries.map((value) => ({ value, label: lengthOf(value) }))}
        onChange={(choice) => onChange({ ...draft, choice })}
      />
      {draft.choice === 'own' && (
        <TextField
          label={t('keys.issue.expiry.date')}
          type="date"
          min={dateIn(1)}
          max={dateIn(LONGEST_DAYS)}
          value={draft.date}
          problem={problem}
          onChange={({ target }) => onChange({ ...draft, date: target.value })}
        />
      )}
    </>
  )
}
