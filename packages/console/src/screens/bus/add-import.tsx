import { useState } from 'react'
import { fieldProblems } from '../../api/queries.ts'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { InlineCode } from '../../parts/code.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { fieldsOf } from '../../parts/fields-of.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import { type Share, useShareChange } from './use-share.ts'

const EMPTY = { name: '', account: '', subject: '', local_subject: '', token_position: '' }
const FIELDS = Object.keys(EMPTY).map((name) => `import.${name}`)

export function AddImport({ share, accountKey, onClose }: { share: Share; accountKey: string; onClose: () => void }) {
  const client = useClient()
  const t = useTexts()
  const [typed, setTyped] = useState(EMPTY)
  const add = useShareChange(
    share,
    ({ local_subject: local, token_position: position, ...rest }: typeof EMPTY) =>
      client.POST('/accounts/import', {
        body: {
          import: {
            ...rest,
            ...(local.trim() !== '' && { local_subject: local }),
            ...(position.trim() !== '' && { token_position: Number(position) }),
          },
        },
      }),
    ({ name }) => t('bus.imports.added', { name }),
  )
  const problems = fieldProblems(add.error)
  const field = fieldsOf(typed, setTyped)
  const set = (name: keyof typeof EMPTY) => ({
    ...field(name),
    autoComplete: 'off',
    spellCheck: false,
    problem: problems[`import.${name}`],
  })
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('bus.imports.add.title')}
      description={t('bus.imports.add.text')}
      onSubmit={() => add.mutate(typed, { onSuccess: onClose })}
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" busy={add.isPending}>
            {t('bus.imports.add')}
          </Button>
        </>
      }
    >
      <TextField {...set('name')} label={t('bus.field.name')} placeholder="ticks" autoFocus />
      <TextField {...set('account')} label={t('bus.field.account')} hint={t('bus.field.account.hint')} />
      <TextField {...set('subject')} mono label={t('bus.field.subject')} placeholder="ticks.>" />
      <TextField
        {...set('local_subject')}
        mono
        optional
        label={t('bus.field.local')}
        hint={t('bus.field.local.hint')}
        placeholder="acme.ticks.>"
      />
      <TextField
        {...set('token_position')}
        inputMode="numeric"
        optional
        label={t('bus.field.position')}
        hint={
          <>
            {t('bus.field.position.import')} {t('bus.key')} <InlineCode>{accountKey}</InlineCode>
          </>
        }
      />
      <ProblemNote error={add.error} fields={FIELDS} />
    </Dialog>
  )
}
