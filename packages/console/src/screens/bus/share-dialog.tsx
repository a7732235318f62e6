import type { ReactNode } from 'react'
import { fieldProblems } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { InlineCode } from '../../parts/code.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useTexts } from '../../texts/use-texts.tsx'

/** What both kinds of shares are asked for. */
type Asked = { name: string; token_position: string }
type Wired = { value: string; onChange: (event: { target: { value: string } }) => void }

/** Adds an export or an import: the dialog with what both have, their name first and their position last. */
export function ShareDialog({
  kind,
  accountKey,
  busy,
  error,
  fields,
  set,
  onSubmit,
  onClose,
  children,
}: {
  kind: 'export' | 'import'
  accountKey: string
  busy: boolean
  error: Error | null
  /** The names of the body at whose fields a problem is shown. */
  fields: readonly string[]
  set: (name: keyof Asked) => Wired
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}) {
  const t = useTexts()
  const problems = fieldProblems(error)
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t(`bus.${kind}s.add.title`)}
      {...(kind === 'import' && { description: t('bus.imports.add.text') })}
      onSubmit={onSubmit}
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" busy={busy}>
            {t(`bus.${kind}s.add`)}
          </Button>
        </>
      }
    >
      <TextField
        {...set('name')}
        label={t('bus.field.name')}
        problem={problems[`${kind}.name`]}
        autoComplete="off"
        placeholder="ticks"
        autoFocus
      />
      {children}
      <TextField
        {...set('token_position')}
        inputMode="numeric"
        autoComplete="off"
        optional
        label={t('bus.field.position')}
        hint={
          <>
            {t(`bus.field.position.${kind}`)} {t('bus.key')} <InlineCode>{accountKey}</InlineCode>
          </>
        }
        problem={problems[`${kind}.token_position`]}
      />
      <ProblemNote error={error} fields={fields} />
    </Dialog>
  )
}
