import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { problemOf } from '../../api/queries.ts'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useSay } from '../../parts/toast.tsx'
import { useMay } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import type { KeyDialogProps } from './dialog-props.ts'
import { keyQuery, type ListedKey } from './key-queries.ts'
import { type Problems, problemsOf } from './problems.ts'
import { type KeyChanges, useUpdateKey } from './use-update-key.ts'

type FormProps<Draft> = {
  draft: Draft
  change: (part: Partial<Draft>) => void
  problems: Problems
  /** As it was when the dialog opened, or as somebody else has left it. */
  of: ListedKey
}

/**
 * A dialog that changes a key: only what the person changed is sent. If somebody else has changed the key meanwhile,
 * nothing is saved, and the dialog offers what is there now.
 */
export function ChangeDialog<Draft extends object>({
  of: shown,
  onClose,
  title,
  description,
  action,
  draftOf,
  changesOf,
  fields,
  children,
}: KeyDialogProps & {
  title: string
  description?: string
  action?: string
  draftOf: (key: ListedKey) => Draft
  changesOf: (draft: Draft, key: ListedKey) => KeyChanges
  fields: readonly string[]
  children: (form: FormProps<Draft>) => ReactNode
}) {
  const t = useTexts()
  const say = useSay()
  const client = useClient()
  const queries = useQueryClient()
  const may = useMay()
  const update = useUpdateKey()
  const [key, setKey] = useState(shown)
  const [draft, setDraft] = useState(() => draftOf(shown))
  const problems = problemsOf(update.error, fields)
  const conflict = problemOf(update.error).code === 'changed_meanwhile'
  const takeOver = async () => {
    const now = await queries.fetchQuery({ ...keyQuery(client, may, key.id), staleTime: 0 })
    if (!now) return onClose()
    setKey(now)
    setDraft(draftOf(now))
    update.reset()
  }
  const save = () => {
    if (update.isPending) return
    const changes = changesOf(draft, key)
    if (Object.keys(changes).length === 0) return onClose()
    update.mutate(
      { key, changes },
      {
        onSuccess: () => {
          say(t('keys.said.saved'))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={title}
      description={description}
      onSubmit={save}
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" busy={update.isPending}>
            {action ?? t('action.save')}
          </Button>
        </>
      }
    >
      {children({ draft, change: (part) => setDraft((before) => ({ ...before, ...part })), problems, of: key })}
      {conflict ? (
        <Callout tone="warn" live>
          {t('keys.edit.changed')}
          <div>
            <Button size="small" onClick={() => void takeOver()}>
              {t('keys.edit.take-over')}
            </Button>
          </div>
        </Callout>
      ) : (
        <ProblemNote error={update.error} fields={problems.shown} />
      )}
    </Dialog>
  )
}
