import { getRouteApi } from '@tanstack/react-router'
import { InConsole } from './in-console.tsx'
import { KeyPage } from './key-page.tsx'

const route = getRouteApi('/app/keys/$id')

export function KeyScreen() {
  const { id } = route.useParams()
  return (
    <InConsole>
      <KeyPage key={id} id={id} />
    </InConsole>
  )
}
