import { ChevronRight, CircleAlert } from 'lucide-react'
import { useState } from 'react'
import type { AuditAction } from '../../../../gateway/src/platform/audit/actions.ts'
import { Checkbox, Choices } from '../../parts/checks.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import { accountActions, type EventGroup, eventGroups, groupOf } from './event-groups.ts'
import { sentenceOf } from './webhook.ts'
import styles from './webhooks.module.css'

type EventsFieldProps = {
  /** Null for all, those of later versions too. */
  value: AuditAction[] | null
  problem: string | undefined
  onChange: (value: AuditAction[] | null) => void
}

/** Which events are delivered: all, or those whose actions are chosen, each with what it means. */
export function EventsField({ value, problem, onChange }: EventsFieldProps) {
  const t = useTexts()
  // What was chosen comes back if somebody only looks at the other choice.
  const [chosen, setChosen] = useState(value ?? [])
  const change = (next: AuditAction[]) => {
    setChosen(next)
    onChange(next)
  }
  return (
    <div className={styles.events}>
      <Choices
        legend={t('webhooks.field.events')}
        value={value ? 'chosen' : 'all'}
        onChange={(kind) => onChange(kind === 'all' ? null : chosen)}
        choices={[
          { value: 'all', label: t('webhooks.events.all'), hint: t('webhooks.events.all.hint') },
          {
            value: 'chosen',
            label: t('webhooks.events.chosen'),
            hint: value && t('webhooks.events.count', { count: value.length }),
          },
        ]}
      />
      {problem && (
        <p className={styles.problem} role="alert">
          <CircleAlert aria-hidden="true" />
          {value?.length === 0 ? t('webhooks.events.none') : problem}
        </p>
      )}
      {value && (
        <div className={styles.groups}>
          {eventGroups.map((group) => (
            <Group key={group} group={group} chosen={value} onChange={change} />
          ))}
        </div>
      )}
    </div>
  )
}

function Group({
  group,
  chosen,
  onChange,
}: {
  group: EventGroup
  chosen: readonly AuditAction[]
  onChange: (chosen: AuditAction[]) => void
}) {
  const t = useTexts()
  const all = accountActions.filter((action) => groupOf(action) === group)
  const here = all.filter((action) => chosen.includes(action))
  const [open] = useState(here.length > 0)
  const without = (gone: readonly AuditAction[]) => chosen.filter((action) => !gone.includes(action))
  return (
    <details open={open} className={styles.group}>
      <summary>
        <ChevronRight aria-hidden="true" />
        <span>{t(`webhooks.group.${group}`)}</span>
        <span className={styles.count}>{t('webhooks.group.count', { chosen: here.length, all: all.length })}</span>
      </summary>
      <div className={styles.actions}>
        <Checkbox
          label={t('webhooks.group.all')}
          checked={here.length === all.length}
          onChange={(checked) => onChange(checked ? [...without(all), ...all] : without(all))}
        />
        {all.map((action) => (
          <Checkbox
            key={action}
            label={sentenceOf(action)}
            hint={action}
            checked={chosen.includes(action)}
            onChange={(checked) => onChange(checked ? [...chosen, action] : without([action]))}
          />
        ))}
      </div>
    </details>
  )
}
