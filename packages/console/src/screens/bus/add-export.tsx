import { useState } from 'react'
import { fieldProblems } from '../../api/queries.ts'
import { useClient } from '../../gateway-context.tsx'
import { Choices } from '../../parts/checks.tsx'
import { TextArea, TextField } from '../../parts/field.tsx'
import { fieldsOf } from '../../parts/fields-of.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { ShareDialog } from './share-dialog.tsx'
import { type Share, useShareChange } from './use-share.ts'

const FIELDS = ['name', 'subject', 'type', 'token_position', 'allowed_accounts'].map((name) => `export.${name}`)
const EMPTY = {
  name: '',
  subject: '',
  type: 'stream' as 'stream' | 'service',
  token_position: '',
  who: 'all' as 'all' | 'only',
  accounts: '',
}

export function AddExport({ share, accountKey, onClose }: { share: Share; accountKey: string; onClose: () => void }) {
  const client = useClient()
  const t = useTexts()
  const [typed, setTyped] = useState(EMPTY)
  const add = useShareChange(
    share,
    ({ name, subject, type, token_position: position, who, accounts }: typeof EMPTY) =>
      client.POST('/accounts/export', {
        body: {
          export: {
            ...{ name, subject, type },
            ...(position.trim() !== '' && { token_position: Number(position) }),
            ...(who === 'only' && { allowed_accounts: accounts.split(/[\s,]+/).filter(Boolean) }),
          },
        },
      }),
    ({ name }) => t('bus.exports.added', { name }),
  )
  const problems = fieldProblems(add.error)
  const field = fieldsOf(typed, setTyped)
  const set = (name: 'subject' | 'accounts') => ({ ...field(name), autoComplete: 'off' })
  const accounts = Object.entries(problems).find(([name]) => name.startsWith('export.allowed_accounts'))?.[1]
  return (
    <ShareDialog
      kind="export"
      accountKey={accountKey}
      busy={add.isPending}
      error={add.error}
      fields={[...FIELDS, ...Object.keys(problems).filter((name) => name.startsWith('export.allowed_accounts'))]}
      set={field}
      onSubmit={() => add.mutate(typed, { onSuccess: onClose })}
      onClose={onClose}
    >
      <TextField
        {...set('subject')}
        mono
        spellCheck={false}
        label={t('bus.field.subject')}
        hint={t('bus.field.subject.hint')}
        problem={problems['export.subject']}
        placeholder="ticks.>"
      />
      <Choices
        legend={t('bus.field.type')}
        value={typed.type}
        onChange={(type) => setTyped({ ...typed, type })}
        choices={[
          { value: 'stream', label: t('bus.type.stream'), hint: t('bus.type.stream.hint') },
          { value: 'service', label: t('bus.type.service'), hint: t('bus.type.service.hint') },
        ]}
      />
      <Choices
        legend={t('bus.field.who')}
        value={typed.who}
        onChange={(who) => setTyped({ ...typed, who })}
        choices={[
          { value: 'all', label: t('bus.who.all') },
          { value: 'only', label: t('bus.who.only') },
        ]}
      />
      {typed.who === 'only' && (
        <TextArea
          {...set('accounts')}
          mono
          rows={2}
          label={t('bus.field.accounts')}
          hint={t('bus.field.accounts.hint')}
          problem={accounts}
        />
      )}
    </ShareDialog>
  )
}
