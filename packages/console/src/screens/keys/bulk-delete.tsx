import type { ApiKeyImpact, Revocation } from '@quiva/client'
import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { problemOf } from '../../api/queries.ts'
import { useClient } from '../../gateway-context.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Callout, type Tone } from '../../parts/callout.tsx'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { RevocationReceipt } from '../../parts/revocation-receipt.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import { shownVerdict } from './impact-summary.tsx'
import { impactQuery, type ListedKey } from './key-queries.ts'
import { characterOf } from './key-state.ts'
import styles from './keys.module.css'
import { type BulkState, type Outcome, useBulkDelete } from './use-bulk-delete.ts'

type Props = { keys: readonly ListedKey[]; onClose: () => void }

/** Deletes several keys: what each deletion ends, then the progress and what became of each. */
export function BulkDelete({ keys, onClose }: Props) {
  const queries = useQueryClient()
  const { state, start, stop } = useBulkDelete(keys)
  if (state.phase === 'choosing') return <Confirm keys={keys} onClose={onClose} onConfirm={() => void start()} />
  const close = () => {
    onClose()
    void queries.invalidateQueries({ queryKey: ['keys'] })
  }
  return <Progress keys={keys} state={state} onStop={stop} onClose={close} />
}

function Confirm({ keys, onClose, onConfirm }: Props & { onConfirm: () => void }) {
  const t = useTexts()
  const client = useClient()
  const impacts = useQueries({ queries: keys.map(({ id }) => impactQuery(client, id)) })
  const found = new Map(impacts.flatMap(({ data }) => (data ? [[data.id, data] as const] : [])))
  const looked = impacts.filter(({ isPending }) => !isPending).length
  const inUse = [...found.values()].filter(({ verdict }) => verdict === 'in_use').length
  const chosen = new Set(keys.map(({ id }) => id))
  const also = new Set([...found.values()].flatMap(({ also_deleted: others }) => others.map(({ id }) => id)))
  const others = [...also].filter((id) => !chosen.has(id)).length
  const count = keys.length
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('keys.bulk.title', { count })}
      action={t('keys.bulk.action', { count })}
      typeName={t('keys.bulk.word', { count })}
      busy={false}
      error={null}
      onConfirm={onConfirm}
    >
      <p>{t('keys.bulk.intro')}</p>
      <div role="status">
        {looked < count ? (
          <p className={styles.quiet}>{t('keys.bulk.looking', { done: looked, count })}</p>
        ) : (
          <Callout tone={inUse > 0 ? 'warn' : 'info'}>
            {inUse > 0 ? t('keys.bulk.in-use', { count: inUse }) : t('keys.bulk.nobody')}
            {others > 0 && <div>{t('keys.bulk.also', { count: others })}</div>}
          </Callout>
        )}
      </div>
      <KeyRows keys={keys}>{(key) => <Ends impact={found.get(key.id)} />}</KeyRows>
    </ConfirmDialog>
  )
}

/** What one deletion ends, in a line. */
function Ends({ impact }: { impact: ApiKeyImpact | undefined }) {
  const t = useTexts()
  if (!impact) return <span className={styles.quiet}>…</span>
  const { verdict, reason, uses, sessions, also_deleted_count: keys } = impact
  const parts = [
    verdict === 'in_use' ? reason : t('keys.bulk.uses', { count: uses }),
    sessions.length > 0 && t('keys.bulk.sessions', { count: sessions.length }),
    keys > 0 && t('keys.bulk.keys', { count: keys }),
  ]
  return (
    <>
      <span className={styles.quiet}>{parts.filter(Boolean).join(' · ')}</span>
      <Badge tone={verdict === 'in_use' ? 'warn' : 'good'}>{t(`keys.impact.${shownVerdict(impact)}`)}</Badge>
    </>
  )
}

const tones: Readonly<Record<Outcome['kind'], Tone | undefined>> = {
  waiting: undefined,
  deleting: 'info',
  deleted: 'good',
  'gone-with': 'good',
  failed: 'bad',
}

function Progress({
  keys,
  state: { phase, outcomes },
  onStop,
  onClose,
}: Props & { state: BulkState; onStop: () => void }) {
  const t = useTexts()
  const all = [...outcomes.values()]
  const of = (...kinds: Outcome['kind'][]) => all.filter(({ kind }) => kinds.includes(kind)).length
  const deleted = of('deleted', 'gone-with')
  const failed = of('failed')
  const isDone = phase === 'done'
  return (
    <Dialog
      open
      insistent={!isDone}
      onClose={onClose}
      title={isDone ? t('keys.bulk.done', { count: deleted }) : t('keys.bulk.action', { count: keys.length })}
      actions={
        isDone ? (
          <Button look="primary" onClick={onClose}>
            {t('secret.done')}
          </Button>
        ) : (
          <Stop onStop={onStop} />
        )
      }
    >
      <div role="status">
        <progress className={styles.progress} max={keys.length} value={deleted + failed} aria-hidden="true" />
        <p className={styles.quiet}>{t('keys.bulk.progress', { done: deleted + failed, count: keys.length })}</p>
      </div>
      {isDone && <RevocationReceipt revocation={together(all)} name="receipts" />}
      {failed > 0 && <Callout tone="bad">{t('keys.bulk.failures', { count: failed })}</Callout>}
      <KeyRows keys={keys} first={(key) => outcomes.get(key.id)?.kind === 'failed'}>
        {(key) => <Became outcome={outcomes.get(key.id) ?? { kind: 'waiting' }} />}
      </KeyRows>
    </Dialog>
  )
}

function Stop({ onStop }: { onStop: () => void }) {
  const t = useTexts()
  const [pressed, setPressed] = useState(false)
  return (
    <Button
      busy={pressed}
      onClick={() => {
        setPressed(true)
        onStop()
      }}
    >
      {t('keys.bulk.stop')}
    </Button>
  )
}

function Became({ outcome }: { outcome: Outcome }) {
  const t = useTexts()
  const tone = tones[outcome.kind]
  return (
    <>
      {outcome.kind === 'failed' && (
        <span className={styles.quiet}>{problemOf(outcome.error).message ?? t('error.no-answer')}</span>
      )}
      <Badge {...(tone && { tone })}>{t(`keys.bulk.${outcome.kind}`)}</Badge>
    </>
  )
}

/**
 * The receipts of all deletions as one: confirmed if each is, by the slowest of the holders, and otherwise from the latest
 * time on. Signed ones follow each other, a line for each.
 */
function together(outcomes: readonly Outcome[]): Revocation | undefined {
  const each = outcomes.flatMap((outcome) => (outcome.kind === 'deleted' && outcome.revocation) || [])
  if (each.length === 0) return undefined
  const latest = each
    .flatMap(({ by }) => by ?? [])
    .sort((one, other) => Date.parse(one) - Date.parse(other))
    .at(-1)
  const signed = each.flatMap(({ receipt }) => receipt ?? [])
  return {
    confirmed: each.every(({ confirmed }) => confirmed),
    holders: Math.max(...each.map(({ holders }) => holders)),
    took_ms: Math.max(...each.map(({ took_ms: ms }) => ms)),
    ...(latest !== undefined && { by: latest }),
    ...(signed.length > 0 && { receipt: signed.join('\n') }),
  }
}

function KeyRows({
  keys,
  first = () => false,
  children,
}: {
  keys: readonly ListedKey[]
  /** These stand above the others. */
  first?: (key: ListedKey) => boolean
  children: (key: ListedKey) => React.ReactNode
}) {
  const t = useTexts()
  const ordered = [...keys.filter(first), ...keys.filter((key) => !first(key))]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must be reached by keyboard
    <ul className={styles.bulkRows} aria-label={t('keys.bulk.list')} tabIndex={0}>
      {ordered.map((key) => (
        <li key={key.id}>
          <span className={styles.bulkName}>
            <bdi>{key.name}</bdi> <span className={`${styles.mono} ${styles.quiet}`}>{characterOf(key)}</span>
          </span>
          {children(key)}
        </li>
      ))}
    </ul>
  )
}
