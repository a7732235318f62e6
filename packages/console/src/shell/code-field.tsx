import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/field.tsx'
import { ProblemNote } from '../parts/problem-note.tsx'
import { useMe } from '../session/me.ts'
import { useTexts } from '../texts/use-texts.tsx'
import styles from './code-field.module.css'
import type { MailedCode } from './use-mailed-code.ts'

/** Has the code mailed when the person asks for it, and then takes it. */
export function CodeField({ mailed, problem }: { mailed: MailedCode; problem?: string | undefined }) {
  const t = useTexts()
  const { user: email } = useMe()
  if (!mailed.sent)
    return (
      <div className={styles.ask}>
        <p>{t('mailed-code.text', { email })}</p>
        <ProblemNote error={mailed.error} />
        <div>
          <Button busy={mailed.isSending} onClick={mailed.send}>
            {t('mailed-code.send')}
          </Button>
        </div>
      </div>
    )
  return (
    <TextField
      label={t('mailed-code')}
      hint={t('mailed-code.mailed', { email })}
      inputMode="numeric"
      autoComplete="one-time-code"
      autoFocus
      mono
      value={mailed.typed}
      problem={problem}
      onChange={({ target }) => mailed.setTyped(target.value)}
    />
  )
}
