import type { Revocation } from '@quiva/client'
import { Download } from 'lucide-react'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from './button.tsx'
import { Callout } from './callout.tsx'
import { formatNumber, formatTime } from './formats.ts'
import { saveFile } from './save-file.ts'

/**
 * What a revocation's answer says (docs/revocation.md): whether every holder has let go, or by when nobody accepts it.
 * `creds`: whether the message bus has confirmed; null if there is none. `name` is for the file of a signed receipt.
 */
export function RevocationReceipt({
  revocation,
  creds,
  name = 'receipt',
}: {
  revocation: Revocation | undefined
  creds?: boolean | null | undefined
  name?: string
}) {
  const t = useTexts()
  if (!revocation) return null
  const { confirmed, holders, took_ms: ms, by, receipt } = revocation
  return (
    <Callout tone={confirmed ? 'good' : 'warn'} title={t(confirmed ? 'receipt.confirmed' : 'receipt.pending')} live>
      {confirmed
        ? t('receipt.confirmed.text', { holders, ms: formatNumber(ms) })
        : t('receipt.pending.text', { holders, time: formatTime(by) })}
      {typeof creds === 'boolean' && <div>{t(creds ? 'receipt.creds.yes' : 'receipt.creds.no')}</div>}
      {receipt !== undefined && (
        <div>
          <Button size="small" look="quiet" onClick={() => saveFile(`${name}.jwt`, receipt)}>
            <Download aria-hidden="true" />
            {t('receipt.download')}
          </Button>
        </div>
      )}
    </Callout>
  )
}
