import { useQuery } from '@tanstack/react-query'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import { ImpactSummary } from './impact-summary.tsx'
import { impactQuery, type ListedKey } from './key-queries.ts'

/** Whether somebody would miss a key, and the way to delete it. */
export function KeyImpactCard({ of: key, onDelete }: { of: ListedKey; onDelete: (() => void) | undefined }) {
  const t = useTexts()
  const impact = useQuery(impactQuery(useClient(), key.id))
  return (
    <Card
      title={t('keys.impact.title')}
      actions={onDelete && <Button onClick={onDelete}>{t('keys.action.delete')}</Button>}
    >
      <Loaded query={impact}>{(data) => <ImpactSummary of={data} />}</Loaded>
    </Card>
  )
}
