import { CodeBlock } from '../../parts/code.tsx'
import { formatTime } from '../../parts/formats.ts'
import { SecretDialog } from '../../parts/secret-dialog.tsx'
import { useTexts } from '../../texts/use-texts.tsx'

/** The secret with which the receiver verifies deliveries. `formerUntil`: it replaces one that signs until then, too. */
export function SecretOfWebhook({
  secret,
  formerUntil,
  onDone,
}: {
  secret: string
  formerUntil?: string | undefined
  onDone: () => void
}) {
  const t = useTexts()
  return (
    <SecretDialog
      open
      title={t('webhooks.secret.title')}
      description={
        formerUntil ? t('webhooks.secret.rotated', { time: formatTime(formerUntil) }) : t('webhooks.secret.text')
      }
      onDone={onDone}
    >
      <CodeBlock wrap label={t('webhooks.secret.label')}>
        {secret}
      </CodeBlock>
    </SecretDialog>
  )
}
