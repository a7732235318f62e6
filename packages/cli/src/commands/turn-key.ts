import type { Ask } from '../ask.ts'
import type { Connect } from '../connect.ts'
import { selectKey } from '../key-input.ts'
import { type Output, visible } from '../output.ts'
import { noteRevocation } from '../revocation.ts'

type Parts = { connect: Connect; ask: Ask; output: Output }

/** updateApiKey: refuses a key until it is enabled, or enables it. */
export async function turnKey(
  given: string | undefined,
  { disabled }: { disabled: boolean },
  { connect, ask, output }: Parts,
): Promise<void> {
  const selected = await selectKey(given, ask)
  const { client } = await connect.signedIn()
  const { data, revocation } = await client.PATCH('/accounts/api-key', { body: { ...selected, disabled } })
  const state = disabled ? 'disabled, and is refused until you enable it' : 'enabled'
  output.result({ ...data, revocation }, `The key ${visible(data.name)} (${data.id}) is ${state}.`)
  if (disabled) noteRevocation(revocation, output)
  if (data.creds_revoked === false)
    output.note('The message bus has not confirmed this yet. It will, as soon as it can be reached.')
}
