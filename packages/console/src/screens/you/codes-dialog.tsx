import { Download } from 'lucide-react'
import { Button } from '../../parts/button.tsx'
import { CopyButton } from '../../parts/code.tsx'
import { Actions } from '../../parts/form.tsx'
import { saveFile } from '../../parts/save-file.ts'
import { SecretDialog } from '../../parts/secret-dialog.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './you.module.css'

/** The recovery codes, with the ways to keep them. */
export function CodesDialog({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const t = useTexts()
  const text = codes.join('\n')
  return (
    <SecretDialog
      open
      title={t('you.codes.dialog')}
      description={t('you.codes.dialog.text')}
      kept={t('you.codes.kept')}
      onDone={onDone}
    >
      <ul className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Actions>
        <CopyButton labelled value={text} />
        <Button onClick={() => saveFile('quiva-recovery-codes.txt', `${text}\n`)}>
          <Download aria-hidden="true" />
          {t('action.download')}
        </Button>
      </Actions>
    </SecretDialog>
  )
}
