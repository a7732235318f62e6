import type { Client } from '@quiva/client'
import { queryOptions } from '@tanstack/react-query'

/**
 * The signed-in user: getUserLoginData. Apart from what reads it (me.ts), because that brings the policy table, which a
 * sign-in does not need.
 */
export const meQuery = (client: Client) =>
  queryOptions({ queryKey: ['me'], queryFn: async () => (await client.GET('/accounts/user-login-data')).data })
