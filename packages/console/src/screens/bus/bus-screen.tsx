import { useQuery } from '@tanstack/react-query'
import { Blocks } from 'lucide-react'
import { useClient } from '../../gateway-context.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Empty } from '../../parts/states.tsx'
import { useFeatures } from '../../session/config.ts'
import { useMay } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { Connecting } from './connecting.tsx'
import { Exports } from './exports.tsx'
import { Imports } from './imports.tsx'
import { MeshNodesCard } from './mesh-nodes.tsx'

/** How to connect for everybody; what is shared with other accounts and where streams are, for those who may see it. */
export function BusScreen() {
  const t = useTexts()
  const may = useMay()
  const { bus } = useFeatures()
  if (!bus)
    return (
      <Page title={t('bus.title')}>
        <Card>
          <Empty icon={<Blocks aria-hidden="true" />} title={t('bus.none.title')}>
            {t('bus.none.text')}
          </Empty>
        </Card>
      </Page>
    )
  return (
    <Page title={t('bus.title')} description={t('bus.intro')}>
      <Connecting />
      {may('listImportsExports') && <Sharing />}
      {may('getMeshNodes') && <MeshNodesCard />}
    </Page>
  )
}

function Sharing() {
  const client = useClient()
  const t = useTexts()
  const query = useQuery({
    queryKey: ['bus', 'shares'],
    queryFn: async ({ signal }) => (await client.GET('/accounts/imports-exports', { signal })).data,
  })
  if (query.data)
    return (
      <>
        <Exports of={query.data.exports} accountKey={query.data.account_key} />
        <Imports of={query.data.imports} accountKey={query.data.account_key} />
      </>
    )
  return (
    <Card title={t('bus.sharing.title')}>
      <Loaded query={query} lines={6}>
        {() => null}
      </Loaded>
    </Card>
  )
}
