import type { UpdateApiKeyRequest } from '@quiva/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useClient } from '../../gateway-context.tsx'
import type { ListedKey } from './key-queries.ts'

export type KeyChanges = Omit<UpdateApiKeyRequest, 'id' | 'key' | 'email'>

/** updateApiKey, of the key as it was shown: if somebody else has changed it since, nothing is changed (412). */
export function useUpdateKey() {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ key: { id, version }, changes }: { key: ListedKey; changes: KeyChanges }) => {
      const header = { 'if-match': `"${version}"` }
      return client.PATCH('/accounts/api-key', { params: { header }, body: { id, ...changes } })
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  })
}
