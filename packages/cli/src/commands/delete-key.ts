import { type Client, QuivaError } from '@quiva/client'
import type { Ask } from '../ask.ts'
import type { Connect } from '../connect.ts'
import { wrongUsage } from '../errors.ts'
import { selectKey } from '../key-input.ts'
import { type Output, visible } from '../output.ts'
import { noteRevocation } from '../revocation.ts'
import { readImpact, summary } from './key-impact.ts'

type Parts = { connect: Connect; ask: Ask; output: Output }

export type DeleteKeyOptions = { yes?: true }

/**
 * deleteApiKey, by id or by the key itself, which travels in the body. Only a person at a terminal is shown the verdict
 * and asked: scripts delete at once.
 */
export async function deleteKey(
  given: string | undefined,
  options: DeleteKeyOptions,
  { connect, ask, output }: Parts,
): Promise<void> {
  const body = await selectKey(given, ask)
  const { client } = await connect.signedIn()
  if (ask.somebodyIsThere && !options.yes && 'id' in body) await confirmDeletion(body.id, client, { ask, output })
  const { data, revocation } = await client.DELETE('/accounts/api-key', { body })
  const { key: _shownAlready, ...deleted } = data
  const { also_deleted: others, creds_revoked: revoked } = deleted
  output.result(
    { ...deleted, revocation },
    `The key ${visible(deleted.name)} (${deleted.id}) was deleted and is refused from now on.`,
  )
  noteRevocation(revocation, output)
  if (others.length > 0)
    output.note(`The keys that it had issued, or made by rotating itself, were deleted too: ${others.join(', ')}`)
  if (revoked === false)
    output.note('The message bus has not confirmed this yet. It will, as soon as it can be reached.')
}

/** Throws if the person does not want to delete a key that is in use. */
async function confirmDeletion(id: string, client: Client, { ask, output }: Pick<Parts, 'ask' | 'output'>) {
  const verdict = await verdictOn(id, client, output)
  if (verdict === 'unused' || verdict === 'replaced') return
  const typed = await ask.text(undefined, 'Type yes to delete it anyway', '--yes is missing')
  if (typed.trim().toLowerCase() !== 'yes') throw wrongUsage('that is not yes. Nothing was done')
}

/** `unknown` if the caller may delete the key, but not see this: their own key may have narrower scopes. */
async function verdictOn(id: string, client: Client, output: Output) {
  try {
    const impact = await readImpact(client, id)
    output.note(summary(impact))
    return impact.verdict
  } catch (error) {
    const mayNotSee = error instanceof QuivaError && (error.status === 403 || error.status === 404)
    if (!mayNotSee) throw error
    output.note('It is not known whether the key is in use: you may not see that.')
    return 'unknown'
  }
}
