import type { IssuedApiKey } from '@quiva/client'
import { Download } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { Button } from '../../parts/button.tsx'
import { CodeBlock, CopyButton, InlineCode } from '../../parts/code.tsx'
import { Actions } from '../../parts/form.tsx'
import { fileNameOf, saveFile } from '../../parts/save-file.ts'
import { SecretDialog } from '../../parts/secret-dialog.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { Text, useTexts } from '../../texts/use-texts.tsx'
import styles from './keys.module.css'
import { usePlaces } from './places.tsx'
import { snippetsOf, VARIABLE } from './snippets.ts'

/**
 * Shows a new key once, with everything that one needs for a first call. `issued` lives in the caller's mutation, whose
 * answers are kept for no longer than they are shown; `onDone` lets go of it.
 */
export function KeySecret({
  issued,
  title,
  children,
  onDone,
}: {
  issued: IssuedApiKey
  title: string
  /** What else there is to know of this key. */
  children?: ReactNode
  onDone: () => void
}) {
  const t = useTexts()
  const { gatewayUrl, hold } = usePlaces()
  useEffect(() => {
    hold(true)
    return () => hold(false)
  }, [hold])
  const letGo = () => {
    hold(false)
    onDone()
  }
  const { key, creds, name, id, scopes } = issued
  const file = fileNameOf(name, id)
  const credsFile = creds === undefined ? undefined : `${file}.creds`
  const code = <InlineCode>{VARIABLE}</InlineCode>
  return (
    <SecretDialog open title={title} description={t('keys.secret.save')} onDone={letGo}>
      {children}
      <CodeBlock wrap label={t('keys.secret.key')}>
        {key}
      </CodeBlock>
      <Actions>
        <CopyButton value={key} labelled />
        <Button onClick={() => saveFile(`${file}.env`, `QUIVA_API_URL=${gatewayUrl}\n${VARIABLE}=${key}\n`)}>
          <Download aria-hidden="true" />
          {t('keys.secret.env')}
        </Button>
        {creds !== undefined && (
          <Button onClick={() => saveFile(`${file}.creds`, creds)}>
            <Download aria-hidden="true" />
            {t('keys.secret.creds')}
          </Button>
        )}
      </Actions>
      <section className={styles.snippets}>
        <h3>{t('keys.secret.snippets')}</h3>
        <p className={styles.quiet}>
          <Text name="keys.secret.variable" parts={{ 0: code }} />
        </p>
        <Tabs
          label={t('keys.secret.snippets')}
          tabs={snippetsOf({ gatewayUrl, scopes, credsFile }).map((snippet) => {
            const label = t(`keys.secret.snippet.${snippet.name}`)
            return {
              value: snippet.name,
              label,
              content: <CodeBlock label={t('keys.secret.snippet.of', { name: label })}>{snippet.code}</CodeBlock>,
            }
          })}
        />
      </section>
      <section>
        <h3>{t('keys.secret.next')}</h3>
        <ol className={styles.steps}>
          <li>{t('keys.secret.next.variable', { variable: VARIABLE })}</li>
          <li>{t('keys.secret.next.watch')}</li>
          <li>{t('keys.secret.next.rotate')}</li>
        </ol>
      </section>
    </SecretDialog>
  )
}
