import { useState } from 'react'
import { ifMatch } from '../../api/if-match.ts'
import { fieldProblems, problemOf } from '../../api/queries.ts'
import { useClient } from '../../gateway-context.tsx'
import { Avatar } from '../../parts/avatar.tsx'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { fieldsOf } from '../../parts/fields-of.ts'
import { Actions, Form, FormRow } from '../../parts/form.tsx'
import { Card } from '../../parts/page.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useMe } from '../../session/me.ts'
import { useAct } from '../../shell/use-act.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { usePicture } from './use-picture.ts'
import styles from './you.module.css'

const FIELDS = ['first_name', 'last_name'] as const

export function Profile() {
  const client = useClient()
  const t = useTexts()
  const me = useMe()
  const [typed, setTyped] = useState({ first_name: me.first_name, last_name: me.last_name })
  // Of what is typed over: what another tab or device has changed since is not overwritten before that was said.
  const [version, setVersion] = useState(me.version)
  const save = useAct(
    (of: string | undefined) => client.PATCH('/accounts/user', { params: ifMatch(of), body: typed }),
    { reads: ['me'], say: t('you.profile.saved') },
  )
  const wasTold = problemOf(save.error).code === 'changed_meanwhile'
  const picture = usePicture()
  const problems = fieldProblems(save.error)
  const set = fieldsOf(typed, setTyped, problems)
  const isSame = FIELDS.every((name) => typed[name] === me[name])
  if (isSame && version !== me.version) setVersion(me.version)
  return (
    <Card title={t('you.profile.title')}>
      <div className={styles.picture}>
        <Avatar large name={`${me.first_name} ${me.last_name}`.trim() || me.user} image={me.profile_image?.url} />
        <Actions>
          <Button size="small" busy={picture.busy} onClick={picture.choose}>
            {t('you.picture.change')}
          </Button>
          {me.profile_image && (
            <Button size="small" look="quiet" disabled={picture.busy} onClick={picture.remove}>
              {t('you.picture.remove')}
            </Button>
          )}
        </Actions>
      </div>
      <ProblemNote error={picture.error} />
      <Form onSubmit={() => save.mutate(wasTold ? me.version : version)}>
        <FormRow>
          <TextField {...set('first_name')} label={t('you.first')} autoComplete="given-name" />
          <TextField {...set('last_name')} label={t('you.last')} autoComplete="family-name" />
        </FormRow>
        <ProblemNote error={save.problem} fields={FIELDS} />
        <Actions>
          <Button type="submit" look="primary" busy={save.isPending} disabled={isSame}>
            {t('action.save')}
          </Button>
        </Actions>
      </Form>
    </Card>
  )
}
