import { getRouteApi } from '@tanstack/react-router'
import { InConsole } from './in-console.tsx'
import { KeyList } from './key-list.tsx'

const route = getRouteApi('/app/keys')

export function KeysScreen() {
  const navigate = route.useNavigate()
  return (
    <InConsole>
      <KeyList search={route.useSearch()} onSearch={(search) => void navigate({ search })} />
    </InConsole>
  )
}
