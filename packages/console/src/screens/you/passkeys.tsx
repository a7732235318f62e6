import type { Passkey } from '@quiva/client'
import { startRegistration } from '@simplewebauthn/browser'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { Under } from '../../parts/data-list.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { formatDate } from '../../parts/formats.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useAct } from '../../shell/use-act.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { CodesDialog } from './codes-dialog.tsx'
import styles from './you.module.css'

/** The browser made none: the person closed its window, or the device has one already. */
class NoPasskey extends Error {}

export function Passkeys() {
  const client = useClient()
  const t = useTexts()
  const [adding, setAdding] = useState(false)
  const [leaving, setLeaving] = useState<Passkey>()
  const query = useQuery({
    queryKey: ['passkeys'],
    queryFn: async () => (await client.GET('/accounts/passkeys')).data,
  })
  const remove = useAct((id: string) => client.DELETE('/accounts/passkey', { body: { id } }), {
    reads: ['passkeys', 'me'],
    say: t('you.passkeys.remove.done'),
  })
  return (
    <Card
      title={t('you.passkeys.title')}
      description={t('you.passkeys.text')}
      flush
      actions={
        <Button size="small" onClick={() => setAdding(true)}>
          {t('you.passkeys.add')}
        </Button>
      }
    >
      <Loaded query={query} lines={2}>
        {(passkeys) =>
          passkeys.length === 0 ? (
            <p className={styles.none}>{t('you.passkeys.none')}</p>
          ) : (
            <ul className={styles.list}>
              {passkeys.map((passkey) => (
                <li key={passkey.id} className={styles.entry}>
                  <div>
                    <div className={styles.entryTitle}>{passkey.alias}</div>
                    <Under>
                      {t('you.passkeys.added', {
                        date: formatDate(passkey.created_on),
                        used: formatDate(passkey.last_used_on),
                      })}
                    </Under>
                  </div>
                  <Button size="small" onClick={() => setLeaving(passkey)}>
                    {t('you.passkeys.remove')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {adding && <AddPasskey onClose={() => setAdding(false)} />}
      {leaving && (
        <ConfirmDialog
          open
          onClose={() => setLeaving(undefined)}
          title={t('you.passkeys.remove.title', { name: leaving.alias })}
          action={t('you.passkeys.remove')}
          busy={remove.isPending}
          error={remove.problem}
          onConfirm={() => remove.mutate(leaving.id, { onSuccess: () => setLeaving(undefined) })}
        >
          <p>{t('you.passkeys.remove.text')}</p>
        </ConfirmDialog>
      )}
    </Card>
  )
}

function AddPasskey({ onClose }: { onClose: () => void }) {
  const client = useClient()
  const t = useTexts()
  const [name, setName] = useState('')
  const add = useAct(
    async () => {
      const { data } = await client.POST('/accounts/begin-passkey-registration', { body: {} })
      const optionsJSON = data as Parameters<typeof startRegistration>[0]['optionsJSON']
      const credential = await startRegistration({ optionsJSON }).catch((cause: unknown) => {
        throw new NoPasskey('no passkey was made', { cause })
      })
      const body = { credential: JSON.stringify(credential), credential_alias: name }
      return (await client.POST('/accounts/complete-passkey-registration', { body })).data.recovery_codes
    },
    { reads: ['passkeys', 'me', 'overview'], say: t('you.passkeys.done') },
  )
  if (add.data) return <CodesDialog codes={add.data} onDone={onClose} />
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('you.passkeys.add')}
      onSubmit={() => add.mutate()}
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" busy={add.isPending} disabled={name.trim() === ''}>
            {t('you.passkeys.add')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('you.passkeys.name')}
        hint={t('you.passkeys.name.hint')}
        autoFocus
        maxLength={64}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      {add.problem instanceof NoPasskey ? (
        <Callout tone="warn" live>
          {t('you.passkeys.cancelled')}
        </Callout>
      ) : (
        <ProblemNote error={add.problem} />
      )}
    </Dialog>
  )
}
