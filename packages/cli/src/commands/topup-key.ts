import type { Connect } from '../connect.ts'
import { idempotencyHeader } from '../new-key.ts'
import { minute, type Output } from '../output.ts'

export type TopUpOptions = { idempotencyKey?: string }

/** topUpApiKeyQuota. */
export async function topUpKey(
  id: string,
  units: number,
  { idempotencyKey }: TopUpOptions,
  { connect, output }: { connect: Connect; output: Output },
): Promise<void> {
  const { client } = await connect.signedIn()
  const { data } = await client.POST('/accounts/api-key/quota', {
    ...idempotencyHeader(idempotencyKey),
    body: { id, add: units },
  })
  output.result(data, `The key ${data.id} has ${data.remaining} units left until ${minute(data.refills_on)} (UTC).`)
}
