import type { WebhookDelivery } from '@quiva/client'
import { formatNumber } from '../../parts/formats.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { failureOf } from './webhook.ts'

/** What became of an attempt, in a sentence. */
export function Attempt({ of }: { of: WebhookDelivery }) {
  const t = useTexts()
  const ms = formatNumber(of.duration_ms)
  return <>{of.delivered ? t('webhooks.answered', { status: of.status ?? 0, ms }) : failureOf(of)}</>
}
