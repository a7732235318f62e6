import { useBlocker, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useMemo, useRef } from 'react'
import { useMay } from '../../session/me.ts'
import { type Places, PlacesProvider } from './places.tsx'

const base = import.meta.env.BASE_URL

/** Around the key screens in the console: they themselves know no router. */
export function InConsole({ children }: { children: ReactNode }) {
  const navigate = useNavigate()
  const may = useMay()
  const held = useRef(false)
  useBlocker({ shouldBlockFn: () => held.current, enableBeforeUnload: () => held.current })
  const seesAudit = may('listAuditEvents')
  const places = useMemo<Places>(
    () => ({
      hrefOf(place) {
        if (place.kind === 'list') return `${base}keys`
        if (place.kind === 'issue') return `${base}keys/issue`
        if (place.kind === 'key') return `${base}keys/${encodeURIComponent(place.id)}`
        return seesAudit ? `${base}audit?target=${encodeURIComponent(place.key)}` : undefined
      },
      go(place) {
        if (place.kind === 'list') void navigate({ to: '/keys' })
        else if (place.kind === 'issue') void navigate({ to: '/keys/issue' })
        else if (place.kind === 'key') void navigate({ to: '/keys/$id', params: { id: place.id } })
        else void navigate({ href: `${base}audit?target=${encodeURIComponent(place.key)}` })
      },
      hold(on) {
        held.current = on
      },
      gatewayUrl: location.origin,
    }),
    [navigate, seesAudit],
  )
  return <PlacesProvider value={places}>{children}</PlacesProvider>
}
