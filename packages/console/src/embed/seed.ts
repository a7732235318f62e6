import type { EmbedSession } from '@quiva/client'
import type { QueryClient } from '@tanstack/react-query'

/**
 * What the screens ask of who is there, and of the gateway. An embedded session may not read the profile of its user,
 * and needs no more of it than this.
 */
export function seed(queries: QueryClient, { user, account }: EmbedSession): void {
  queries.setQueryDefaults(['me'], { staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY })
  queries.setQueryDefaults(['config'], { staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY })
  queries.setQueryData(['me'], { user: user.email ?? '', user_id: user.id, role: user.role, account })
  queries.setQueryData(['config'], { features: { bus: false } })
}
