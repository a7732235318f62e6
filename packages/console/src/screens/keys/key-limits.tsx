import { Button } from '../../parts/button.tsx'
import { formatNumber } from '../../parts/formats.ts'
import { Card, Facts } from '../../parts/page.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import { Words } from './key-facts.tsx'
import type { ListedKey } from './key-queries.ts'

/** What a key may do, from where and how much. */
export function KeyLimits({ of: key, onChange }: { of: ListedKey; onChange: (() => void) | undefined }) {
  const t = useTexts()
  const { scopes, allowed_ips: networks, rate_limit: rate, quota } = key
  const none = t('keys.key.limits.none')
  return (
    <Card
      title={t('keys.key.limits')}
      actions={onChange && <Button onClick={onChange}>{t('keys.action.limits')}</Button>}
    >
      <Facts
        of={[
          [t('keys.scopes'), scopes ? <Words key="scopes" of={scopes} /> : t('keys.key.scopes.everything')],
          [t('keys.networks'), networks ? <Words key="networks" of={networks} /> : t('keys.key.networks.everywhere')],
          [
            t('keys.rate'),
            rate
              ? t('keys.key.rate.value', { requests: formatNumber(rate.requests), seconds: rate.per_seconds })
              : none,
          ],
          [
            t('keys.quota'),
            quota
              ? t('keys.key.quota.value', {
                  units: formatNumber(quota.requests),
                  per: t(`keys.quota.per.${quota.per}`),
                  resets: t(`keys.quota.resets.${quota.resets}`),
                })
              : none,
          ],
        ]}
      />
    </Card>
  )
}
