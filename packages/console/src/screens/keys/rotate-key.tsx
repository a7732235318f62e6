import type { RotateApiKeyRequest } from '@quiva/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { Switch } from '../../parts/checks.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { formatTime } from '../../parts/formats.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { RevocationReceipt } from '../../parts/revocation-receipt.tsx'
import { Segments } from '../../parts/segments.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import type { KeyDialogProps } from './dialog-props.ts'
import { impactQuery } from './key-queries.ts'
import { KeySecret } from './key-secret.tsx'
import { NumberField } from './limits-fields.tsx'
import { usePlaces } from './places.tsx'
import { problemsOf } from './problems.ts'
import { useOnce } from './use-once.ts'

const graces = ['0', '3600', '86400', '604800', '2592000'] as const
type Grace = (typeof graces)[number]

/** Replaces a key with a new one, which is shown once; the old one keeps working for a while. */
export function RotateKey({ of: key, onClose }: KeyDialogProps) {
  const t = useTexts()
  const client = useClient()
  const queries = useQueryClient()
  const { go } = usePlaces()
  const once = useOnce()
  const [grace, setGrace] = useState<Grace>('86400')
  const [silent, setSilent] = useState(false)
  const [days, setDays] = useState('7')
  const { data: impact } = useQuery(impactQuery(client, key.id))
  const issued = impact?.also_deleted.filter(({ because }) => because === 'issued').length ?? 0
  const rotate = useMutation({
    mutationFn: async () => {
      const end: RotateApiKeyRequest = silent
        ? { retire: 'when_silent', silent_days: Number(days) }
        : { grace_seconds: Number(grace) }
      const body = { id: key.id, ...end }
      return client.POST('/accounts/api-key/rotate', { params: { header: once.header(body) }, body })
    },
  })
  const problems = problemsOf(rotate.error, ['grace_seconds', 'silent_days'])
  if (rotate.data) {
    const { data, revocation } = rotate.data
    const done = () => {
      once.done()
      rotate.reset()
      onClose()
      void queries.invalidateQueries({ queryKey: ['keys'] })
      go({ kind: 'key', id: data.id })
    }
    const isOver = Date.parse(data.grace_ends_on) <= Date.now()
    return (
      <KeySecret issued={data} title={t('keys.rotate.secret', { name: data.name })} onDone={done}>
        <p>
          {isOver ? t('keys.secret.old-gone') : t('keys.secret.grace', { time: formatTime(data.grace_ends_on) })}{' '}
          {data.also_ending.length > 0 && t('keys.secret.also-ending', { count: data.also_ending.length })}
        </p>
        <RevocationReceipt revocation={revocation} name={key.id} />
      </KeySecret>
    )
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('keys.rotate.title', { name: key.name })}
      description={t('keys.rotate.text')}
      onSubmit={() => !rotate.isPending && rotate.mutate()}
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look={!silent && grace === '0' ? 'danger' : 'primary'} busy={rotate.isPending}>
            {t('keys.rotate.action')}
          </Button>
        </>
      }
    >
      {!silent && (
        <Segments<Grace>
          label={t('keys.rotate.grace')}
          value={grace}
          choices={graces.map((value) => ({ value, label: t(`keys.rotate.grace.${value}`) }))}
          problem={problems.at('grace_seconds')}
          onChange={setGrace}
        />
      )}
      <Switch
        label={t('keys.rotate.silent')}
        hint={t('keys.rotate.silent.hint')}
        checked={silent}
        onChange={setSilent}
      />
      {silent && (
        <NumberField
          label={t('keys.rotate.silent.days')}
          value={days}
          problem={problems.at('silent_days')}
          onChange={setDays}
        />
      )}
      {!silent && grace === '0' && <Callout tone="warn">{t('keys.rotate.at-once')}</Callout>}
      {issued > 0 && <p>{t('keys.rotate.also', { count: issued })}</p>}
      <ProblemNote error={rotate.error} fields={problems.shown} />
    </Dialog>
  )
}
