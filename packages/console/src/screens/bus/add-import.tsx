import { useState } from 'react'
import { fieldProblems } from '../../api/queries.ts'
import { useClient } from '../../gateway-context.tsx'
import { TextField } from '../../parts/field.tsx'
import { fieldsOf } from '../../parts/fields-of.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { ShareDialog } from './share-dialog.tsx'
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
    <ShareDialog
      kind="import"
      accountKey={accountKey}
      busy={add.isPending}
      error={add.error}
      fields={FIELDS}
      set={field}
      onSubmit={() => add.mutate(typed, { onSuccess: onClose })}
      onClose={onClose}
    >
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
    </ShareDialog>
  )
}
