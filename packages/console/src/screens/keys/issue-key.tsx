import type { IssueApiKeyRequest } from '@quiva/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Choices } from '../../parts/checks.tsx'
import { useEmbedding } from '../../parts/embedding.ts'
import { TextField } from '../../parts/field.tsx'
import { Actions, Form } from '../../parts/form.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { Segments } from '../../parts/segments.tsx'
import { SelectField } from '../../parts/select.tsx'
import { useFeatures } from '../../session/config.ts'
import { useMay, useMe } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { AccessField } from './access-field.tsx'
import { CredsNote } from './creds-note.tsx'
import { DescriptionFields } from './description-fields.tsx'
import { type DescriptionDraft, type LimitsDraft, limitsToIssue, metadataOf, noLimits } from './drafts.ts'
import { dateIn, daysOf, type ExpiryDraft } from './expiry.ts'
import { ExpiryField } from './expiry-field.tsx'
import { KeySecret } from './key-secret.tsx'
import { LimitsFields } from './limits-fields.tsx'
import { PlaceBack, PlaceButton, usePlaces } from './places.tsx'
import { problemsOf } from './problems.ts'
import { useOnce } from './use-once.ts'
import { useProblemFocus } from './use-problem-focus.ts'

type AccountRole = NonNullable<IssueApiKeyRequest['role']>
type Environment = NonNullable<IssueApiKeyRequest['environment']>

const accountRoles: readonly AccountRole[] = ['admin', 'developer', 'monitor', 'billing']
const FIELDS = ['key_name', 'expiry_days', 'scopes', 'allowed_ips', 'rate_limit', 'quota', 'tags', 'metadata', 'role']

type Draft = LimitsDraft &
  DescriptionDraft & {
    name: string
    owner: 'member' | 'account'
    role: AccountRole
    environment: Environment
    expiry: ExpiryDraft
  }

const empty = (): Draft => ({
  ...noLimits,
  tags: [],
  metadata: [],
  name: '',
  owner: 'member',
  role: 'developer',
  environment: 'live',
  expiry: { choice: '90', date: dateIn(14) },
})

function requestOf(draft: Draft): IssueApiKeyRequest {
  const { name, owner, role, environment, expiry, tags, metadata } = draft
  const values = metadataOf(metadata)
  return {
    key_name: name.trim(),
    expiry_days: daysOf(expiry),
    environment,
    ...(owner === 'account' && { owner, role }),
    ...limitsToIssue(draft),
    ...(tags.length > 0 && { tags: [...tags] }),
    ...(Object.keys(values).length > 0 && { metadata: values }),
  }
}

/** Issues a key, and shows it once. */
export function IssueKey() {
  const t = useTexts()
  const client = useClient()
  const queries = useQueryClient()
  const may = useMay()
  const me = useMe()
  const { bus } = useFeatures()
  const { go } = usePlaces()
  const once = useOnce()
  const ceiling = useEmbedding()?.keyScopes
  // As little as possible where the choice is wide; all where it was made already.
  const [draft, setDraft] = useState(() => ({ ...empty(), ...(ceiling && { scopes: ceiling }) }))
  const issue = useMutation({
    mutationFn: async (body: IssueApiKeyRequest) =>
      (await client.POST('/accounts/api-key', { params: { header: once.header(body) }, body })).data,
  })
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const problems = problemsOf(issue.error, FIELDS)
  const fields = useProblemFocus(issue.error)
  const done = (id: string) => {
    once.done()
    issue.reset()
    void queries.invalidateQueries({ queryKey: ['keys'] })
    go({ kind: 'key', id })
  }
  return (
    <Page
      narrow
      back={<PlaceBack to={{ kind: 'list' }}>{t('keys.key.back')}</PlaceBack>}
      title={t('keys.issue.title')}
      description={t('keys.issue.intro')}
    >
      <div ref={fields}>
        <Form onSubmit={() => !issue.isPending && issue.mutate(requestOf(draft))}>
          <Card title={t('keys.issue.section.what')}>
            <TextField
              label={t('keys.issue.name')}
              hint={t('keys.issue.name.hint')}
              problem={problems.at('key_name')}
              value={draft.name}
              autoComplete="off"
              onChange={({ target }) => change({ name: target.value })}
            />
            {may('issueApiKey:account') && (
              <Choices
                legend={t('keys.issue.owner')}
                value={draft.owner}
                onChange={(owner) => change({ owner })}
                choices={[
                  { value: 'member', label: t('keys.issue.owner.me'), hint: t('keys.issue.owner.me.hint') },
                  { value: 'account', label: t('keys.issue.owner.account'), hint: t('keys.issue.owner.account.hint') },
                ]}
              />
            )}
            {draft.owner === 'account' && (
              <SelectField<AccountRole>
                label={t('keys.issue.role')}
                problem={problems.at('role')}
                value={draft.role}
                choices={accountRoles.map((value) => ({ value, label: t(`role.${value}`) }))}
                onChange={(role) => change({ role })}
              />
            )}
            <ExpiryField
              label={t('keys.issue.expiry')}
              hint={t('keys.issue.expiry.hint')}
              problem={problems.at('expiry_days')}
              draft={draft.expiry}
              onChange={(expiry) => change({ expiry })}
            />
            <Segments<Environment>
              label={t('keys.issue.environment')}
              hint={t('keys.issue.environment.hint')}
              value={draft.environment}
              choices={(['live', 'test'] as const).map((value) => ({ value, label: t(`keys.environment.${value}`) }))}
              onChange={(environment) => change({ environment })}
            />
          </Card>
          <Card title={t('keys.issue.section.may')}>
            <AccessField
              draft={draft}
              role={draft.owner === 'account' ? draft.role : me.role}
              problem={problems.at('scopes')}
              onChange={change}
            />
          </Card>
          <Card title={t('keys.issue.section.limits')} description={t('keys.issue.section.limits.text')}>
            <LimitsFields draft={draft} problems={problems} onChange={change} />
          </Card>
          <Card title={t('keys.issue.section.more')}>
            <DescriptionFields draft={draft} problems={problems} onChange={change} />
          </Card>
          {bus && <CredsNote draft={draft} />}
          <ProblemNote error={issue.error} fields={problems.shown} />
          <Actions>
            <Button type="submit" look="primary" busy={issue.isPending}>
              {t('keys.issue.submit')}
            </Button>
            <PlaceButton to={{ kind: 'list' }}>{t('action.cancel')}</PlaceButton>
          </Actions>
        </Form>
      </div>
      {issue.data && (
        <KeySecret
          issued={issue.data}
          title={t('keys.secret.title', { name: issue.data.name })}
          onDone={() => issue.data && done(issue.data.id)}
        />
      )}
    </Page>
  )
}
