import { type AccountInfo, QuivaError } from '@quiva/client'
import { useState } from 'react'
import { ifMatch } from '../../api/if-match.ts'
import { fieldProblems } from '../../api/queries.ts'
import { useClient, useGateway } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { TextArea, TextField } from '../../parts/field.tsx'
import { fieldsOf } from '../../parts/fields-of.ts'
import { Actions, Form, FormRow } from '../../parts/form.tsx'
import { Card, Facts } from '../../parts/page.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useMay } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './account.module.css'
import { type Contacts, changesOf, contactFields, contactsOf, mergeContacts } from './contacts.ts'
import { useAccountChange } from './use-account.ts'

export function Contact({ account }: { account: AccountInfo }) {
  const t = useTexts()
  const may = useMay()
  const contacts = contactsOf(account)
  return (
    <Card title={t('account.contact.title')} description={t('account.contact.text')}>
      {may('updateAccount', 'account') ? (
        <ContactForm account={account} />
      ) : (
        <Facts
          of={contactFields.map((field) => [t(`account.${field}`), contacts[field] || t('account.none')] as const)}
        />
      )}
    </Card>
  )
}

/** What somebody else has changed while this form was open, after the gateway has refused to overwrite it. */
type Meanwhile = Partial<Contacts>

function ContactForm({ account }: { account: AccountInfo }) {
  const client = useClient()
  const { queries } = useGateway()
  const t = useTexts()
  const [base, setBase] = useState(account)
  const [typed, setTyped] = useState(() => contactsOf(account))
  const [meanwhile, setMeanwhile] = useState<Meanwhile>()
  const changes = changesOf(contactsOf(base), typed)
  const save = useAccountChange(
    () =>
      client.PATCH('/accounts', {
        params: ifMatch(base.version),
        body: changes,
      }),
    t('account.contact.saved'),
  )

  function begin(from: AccountInfo): void {
    setBase(from)
    setTyped(contactsOf(from))
    setMeanwhile(undefined)
  }

  async function onError(error: unknown): Promise<void> {
    if (!(error instanceof QuivaError && error.code === 'changed_meanwhile')) return
    const current = (await client.GET('/accounts/info')).data
    queries.setQueryData(['account'], current)
    const theirs = contactsOf(current)
    setMeanwhile(changesOf(contactsOf(base), theirs))
    setTyped(mergeContacts({ base: contactsOf(base), theirs, mine: typed }))
    setBase(current)
  }

  const problems = fieldProblems(save.error)
  const field = fieldsOf(typed, setTyped, problems)
  const set = (name: (typeof contactFields)[number]) => ({ ...field(name), label: t(`account.${name}`) })
  return (
    <Form onSubmit={() => save.mutate(undefined, { onSuccess: ({ data }) => begin(data), onError })}>
      <TextField {...set('company_name')} autoComplete="organization" />
      <TextArea {...set('address')} rows={3} autoComplete="street-address" />
      <FormRow>
        <TextField {...set('country')} autoComplete="country-name" />
        <TextField {...set('phone_number')} type="tel" autoComplete="tel" />
      </FormRow>
      <TextField {...set('website')} type="url" autoComplete="url" />
      {meanwhile ? (
        <Callout tone="warn" live>
          {t('account.contact.changed')}
          <ul className={styles.list}>
            {Object.entries(meanwhile).map(([field, value]) => (
              <li key={field}>
                {t(value === '' ? 'account.contact.emptied' : 'account.contact.now', {
                  field: t(`account.${field as keyof Contacts}`),
                  value,
                })}
              </li>
            ))}
          </ul>
        </Callout>
      ) : (
        <ProblemNote error={save.error} fields={contactFields} />
      )}
      <Actions>
        <Button type="submit" look="primary" busy={save.isPending} disabled={Object.keys(changes).length === 0}>
          {t('action.save')}
        </Button>
      </Actions>
    </Form>
  )
}
