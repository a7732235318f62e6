import { Callout } from '../../parts/callout.tsx'
import { useTexts } from '../../texts/use-texts.tsx'

/** The last change has not reached every server yet. */
export function Unconfirmed() {
  const t = useTexts()
  return (
    <Callout tone="warn" live title={t('bus.unconfirmed.title')}>
      {t('bus.unconfirmed.text')}
    </Callout>
  )
}
